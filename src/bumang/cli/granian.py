"""`python -m bumang.cli.granian`: the web server, which ends when the supervisor is gone.

Without this it would go on serving, and hold the port against the next start.
"""

from __future__ import annotations

import resource

from granian.cli import entrypoint

from bumang.runtime.orphan import end_with_parent


def _many_files() -> None:
    """A connection is an open file: as many as the system lets us have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    _many_files()
    end_with_parent()
    entrypoint()  # type: ignore[no-untyped-call] # the library has no types here
