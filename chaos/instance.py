"""A real instance with a data folder of its own, and its processes to be killed."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

BUMANG = [sys.executable, "-m", "bumang.cli"]
# Words of the command line -> what it is to people.
VICTIMS = {
    "postgres/core": "the core database",
    "postgres/intake": "the intake database",
    "granian": "a web process",
    "bumang.cli work": "a worker",
}
_PAUSE_SECONDS = 7.0  # longer than a claim's lease


@dataclass
class Instance:
    data: Path
    url: str
    supervisor: subprocess.Popen[bytes]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*BUMANG, "--data", str(self.data), *arguments],
            capture_output=True,
            text=True,
            check=False,
        )

    def json(self, *arguments: str) -> Any:
        return json.loads(self.command(*arguments).stdout)

    def processes(self, words: str) -> list[int]:
        """Processes below the supervisor, at any depth, whose command line has these words."""
        found = []
        below = {self.supervisor.pid}
        for process, parent, command in sorted(_all_processes()):
            if parent in below:
                below.add(process)
                if words in command:
                    found.append(process)
        return found

    def strike(self, chance: random.Random) -> str:
        """Kill one process with -9, or pause a worker for longer than its lease."""
        words = chance.choice(list(VICTIMS))
        victims = self.processes(words)
        if not victims:  # just killed, not there again yet
            return f"{VICTIMS[words]}: none there"
        victim = chance.choice(victims)
        paused = words == "bumang.cli work" and chance.random() < 0.5
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGSTOP if paused else signal.SIGKILL)
            if paused:
                _wake_later(victim)
        return f"{VICTIMS[words]} {'paused' if paused else 'killed'}"


def _wake_later(process: int) -> None:
    subprocess.Popen(["/bin/sh", "-c", f"sleep {_PAUSE_SECONDS}; kill -CONT {process} 2>/dev/null"])


def _all_processes() -> Iterator[tuple[int, int, str]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            yield int(folder.name), int(parent), command


@contextmanager
def running(data: Path) -> Iterator[Instance]:
    """Start it, give it when it is ready, stop it in order."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*BUMANG, "--data", str(data), "serve", "--port", str(port), "--demo"]
    with (data / "chaos.log").open("wb") as log:
        supervisor = subprocess.Popen(command, stdout=log, stderr=log)
    instance = Instance(data, f"http://127.0.0.1:{port}", supervisor)
    try:
        wait_until_ready(instance.url)
        yield instance
    finally:
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait(60)


def wait_until_ready(url: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(f"{url} did not become ready within {seconds:.0f} s")
