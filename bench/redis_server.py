"""A Redis of the bench's own, set up as a queue that should survive a crash is set up."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bench.database import temporary_folder
from bench.web import free_port, wait_until

# Every write goes to the append-only file, which is flushed once a second: a crash of the machine
# may lose the last second. That is Redis's own recommendation, and slower settings are rare.
SETTINGS = "appendonly yes, appendfsync everysec"
PROGRAM = "redis-server"


def missing() -> str | None:
    """Why there is no Redis, as a sentence, or None."""
    if shutil.which(PROGRAM):
        return None
    return f"`{PROGRAM}` is not installed (on Debian: apt-get install redis-server)"


@contextmanager
def redis() -> Iterator[str]:
    """An empty server; yields its address, `redis://127.0.0.1:41234/0`."""
    with temporary_folder() as folder:
        port = free_port()
        process = subprocess.Popen(
            [
                *(PROGRAM, "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
                *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_until(lambda: _answers(port), process, "Redis")
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(20)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(64).startswith(b"+PONG")
    return False
