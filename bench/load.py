"""The load generator: Debian's `wrk` with a script that checks every answer."""

from __future__ import annotations

import json
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Round

_SCRIPT = Path(__file__).with_name("load.lua")


@dataclass
class Load:
    """What is sent: tokens and identity numbers line by line, and where numbers are recorded.

    `sent` counts the requests so far, so that each run goes on in the lines where the last one
    ended. With `most`, a run that would begin again at the first line is an error.
    """

    tokens: Path
    numbers: Path
    record: Path
    connections: int = 256
    threads: int = 1
    most: int | None = None
    sent: int = 0

    def run(self, port: int, path: str, seconds: int, prefix: str) -> Round:
        """One round. Raises RuntimeError when the generator gives no result, or sent too much."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [
                *("wrk", f"-t{self.threads}", f"-c{self.connections}", f"-d{seconds}s"),
                *("--timeout", "10s", "-s", str(_SCRIPT), f"http://127.0.0.1:{port}", "--"),
                *(str(self.tokens), str(self.numbers), path, prefix, str(self.record)),
                str(self.sent),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + 60,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found = read_result(done.stdout, done.stderr, cpu)
        # What was on its way at the end was sent too: at most one request a connection.
        self.sent += found.right + found.wrong + self.connections
        if self.most is not None and self.sent > self.most:
            raise RuntimeError(f"more was sent than there are {self.most:,} persons to pay for")
        return found

    def recorded(self) -> list[str]:
        """The receipt numbers of the last round's right answers."""
        return [line for line in self._lines() if not line.startswith("WRONG ")]

    def first_wrong(self) -> str:
        """Status and beginning of the first wrong answer of the last round; empty when none came."""
        wrong = (line for line in self._lines() if line.startswith("WRONG "))
        return next(wrong, "").removeprefix("WRONG ")

    def _lines(self) -> list[str]:
        parts = [self.record.with_name(f"{self.record.name}.{n}") for n in range(self.threads)]
        # A wrong answer is cut, perhaps in the middle of a character.
        texts = [part.read_text(encoding="utf-8", errors="replace") for part in parts]
        return [line for text in texts for line in text.splitlines()]


def read_result(output: str, errors: str, cpu: float) -> Round:
    line = next((line for line in output.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise RuntimeError(f"wrk gave no result: {output[-500:]} {errors[-500:]}")
    found = json.loads(line.removeprefix("RESULT "))
    return Round(
        rate=found["right"] / found["seconds"],
        right=found["right"],
        p50=found["p50"],
        p99=found["p99"],
        wrong=found["wrong"],
        generator_cpu=cpu / found["seconds"],
    )
