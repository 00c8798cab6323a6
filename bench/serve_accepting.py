"""`bumang serve` with its acceptance path alone: the process that grows the public logs is left out, as
it works apart from accepting; with `WITHOUT_EVIDENCE` set, the web processes are `without_evidence`'s.
"""

from __future__ import annotations

import os
import subprocess
from typing import Any

from bumang.cli import main

_OURS, _PLAIN = "bumang.server:application", "bench.without_evidence:application"


class _Started(subprocess.Popen[bytes]):
    def __init__(self, command: list[str], **more: Any) -> None:
        if "integrate" in command:
            command = ["sleep", "infinity"]
        if os.environ.get("WITHOUT_EVIDENCE"):
            command = [_PLAIN if word == _OURS else word for word in command]
        super().__init__(command, **more)


if __name__ == "__main__":
    subprocess.Popen = _Started  # type: ignore[assignment,misc]  # the supervisor starts its children by it
    main()
