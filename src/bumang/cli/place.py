"""The place an instance takes: its data folder and its port, one instance at a time."""

from __future__ import annotations

import asyncio
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AGAIN_SECONDS = 0.1
_TRIES = 15


class TakenError(Exception):
    """Another program is where we are to be; the text says where and what to do."""


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder. The system lets go of it when this process ends, however it ends.

    Raises `TakenError`: two supervisors of one folder would stop each other's servers.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / "running.lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise TakenError(
                f"an instance is running with the data folder {data}. Stop it, or use another "
                "folder: make run DATA=./other, or bumang --data ./other."
            ) from None
        yield


async def port_is_free(host: str, port: int) -> None:
    """Raises `TakenError`.

    A web server whose supervisor was killed a moment ago still ends; it is waited for.
    """
    for left in reversed(range(_TRIES)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if not left:
                    raise TakenError(
                        f"{host}:{port}: {error.strerror}. Stop the program that listens there, "
                        "or use another port: make run PORT=8001, or --port 8001."
                    ) from None
            else:
                return
        await asyncio.sleep(_AGAIN_SECONDS)
