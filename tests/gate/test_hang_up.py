"""Over a real socket: what nobody waits for any more is not started."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "rsgi", "--port", str(number)),
        "tests.gate.hang_up_app:application",
    ]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, start_new_session=True
    )
    try:
        _until(lambda: _listens(number))
        yield number
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)


def test_a_client_that_hangs_up_leaves_the_queue_and_its_work_is_never_begun(port: int) -> None:
    _ask(port, "/hold")
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /wait HTTP/1.1\r\nhost: x\r\n\r\n")
        _until(lambda: _ask(port, "/state")["waiting"] == 1)
    _until(lambda: _ask(port, "/state")["waiting"] == 0)
    assert _ask(port, "/state") == {"begun": 0, "gone": 1, "waiting": 0, "in_flight": 1}


def _ask(port: int, path: str) -> dict[str, int]:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        told: dict[str, int] = json.loads(answer.read())
    return told


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(holds: object) -> None:
    assert callable(holds)
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
