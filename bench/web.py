"""A web server as a contestant: started, warmed up, measured, its receipts looked up, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Round
from bench.load import Load
from bench.progress import say

WARM_UP_SECONDS = 2


@dataclass(frozen=True)
class Web:
    """`command` gets the port and returns the program with its arguments.

    `beside` runs while it does (a queue, a worker) and yields what they add to its environment.
    `stored` counts the rows that the receipt numbers lead to; None where nothing is stored.
    """

    path: str
    command: Callable[[int], list[str]]
    load: Load
    environment: Mapping[str, str] = field(default_factory=dict)
    beside: Callable[[], AbstractContextManager[Mapping[str, str]]] = lambda: nullcontext({})
    stored: Callable[[Sequence[str]], int] | None = None

    def once(self, seconds: int, word: str) -> Round:
        """One round. Raises RuntimeError as `look_up` does, or when the server does not start."""
        with self.beside() as added:
            port = free_port()
            process = start(self.command(port), {**self.environment, **added})
            try:
                wait_until(lambda: listens(port), process, "the server")
                time.sleep(1)  # so that all its processes are up
                self.load.run(port, self.path, WARM_UP_SECONDS, f"{word}w")
                found = self.load.run(port, self.path, seconds, word)
                if found.wrong:
                    say(f"{found.wrong} wrong answers; the first one was {self.load.first_wrong()}")
                self.look_up(found)
            finally:
                stop(process)
        return found

    def look_up(self, found: Round) -> None:
        """Raises RuntimeError when a receipt leads to no row, or two to the same."""
        if not found.right:
            raise RuntimeError(f"no right answer; the first one was {self.load.first_wrong()}")
        given = self.load.recorded()
        if len(given) != found.right:
            raise RuntimeError(f"{found.right} right answers, but {len(given)} numbers recorded")
        if self.stored is None:
            return
        rows = self.stored(given)
        if rows != found.right:
            raise RuntimeError(
                f"{found.right} answers of 202, but {rows} rows behind their numbers"
            )


def start(
    command: Sequence[str], added: Mapping[str, str], log: Path = Path(os.devnull)
) -> subprocess.Popen[bytes]:
    """A process group of its own, quiet; what it says is in `log`."""
    with log.open("ab") as said:
        return subprocess.Popen(
            command,
            env=environment(added),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )


def environment(added: Mapping[str, str]) -> dict[str, str]:
    """Ours with what is added, so that the bench's modules are found."""
    found = [str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, **added, "PYTHONPATH": os.pathsep.join(found)}


def stop(process: subprocess.Popen[bytes]) -> None:
    """In order when it can, at once when it cannot; with all that it has started."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(40)
    except ProcessLookupError:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], who: str) -> None:
    """Raises RuntimeError when the process ends or a minute passes before."""
    end = time.monotonic() + 60
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{who} did not start")
        time.sleep(0.1)
