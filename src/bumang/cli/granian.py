"""`python -m bumang.cli.granian`: the web server, which ends when the supervisor is gone.

Without this it would go on serving, and hold the port against the next start.
"""

from __future__ import annotations

from granian.cli import entrypoint

from bumang.runtime.orphan import end_with_parent

if __name__ == "__main__":
    end_with_parent()
    entrypoint()  # type: ignore[no-untyped-call] # the library has no types here
