"""A pytest plugin for mutation testing: what is made while modules are imported is made anew.

A changed program runs as a fork of one that has imported everything. The readers of inputs are made
at import, so that a change in what makes them would never come to run. For such modules the fork
imports the package again.
"""

import os
import sys

_MADE_AT_IMPORT = ("bumang.rules.calculations.written.", "bumang.rules.calculations.reading.")


def pytest_load_initial_conftests() -> None:
    """Before the tests are found: forget what was imported."""
    if os.environ.get("MUTANT_UNDER_TEST", "").startswith(_MADE_AT_IMPORT):
        for name in [one for one in sys.modules if one.split(".")[0] in {"bumang", "tests"}]:
            del sys.modules[name]
