"""`python -m bench.evidence`: the evidence measured; writes docs/reference/benchmarks-evidence.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.evidence_changes import changes
from bench.evidence_codes import codes
from bench.evidence_cost import cost
from bench.evidence_log import growing
from bench.evidence_proofs import proofs
from bench.machine import describe
from bench.measured import page
from bench.progress import say

PAGE = Path("docs/reference/benchmarks-evidence.md")
_OURS = ("asyncpg", "cryptography", "pymerkle")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-page", action="store_true", help="leave the page in docs/ alone")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        machine = describe(Path(folder), _OURS)
    parts = []
    for part in (growing, cost, proofs, codes):
        say(f"measuring: {part.__name__}")
        parts.append(part(chosen.rounds))
    parts.append(changes())
    made = page("Benchmarks of the evidence", "make bench-evidence", machine, parts)
    print(made)
    if not chosen.no_page:
        PAGE.write_text(made)
        say(f"the page is {PAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
