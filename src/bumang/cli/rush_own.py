"""An instance for one load run: started in a temporary folder, gone at the end."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
import httpx

_START_SECONDS, _STOP_SECONDS = 120, 60


@contextmanager
def own_instance(tell: Callable[[str], None]) -> Iterator[Path]:
    """Yields its data folder when it is ready."""
    folder = Path(tempfile.mkdtemp(prefix="bumang-rush-"))
    folder.chmod(0o755)  # PostgreSQL does not run as root, and has to pass through
    tell("starting an instance with a demo city in a temporary folder")
    port = _free_port()
    command = [sys.executable, "-m", "bumang.cli", "--data", str(folder)]
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port), "--demo"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _until_ready(server, port, folder)
        yield folder
    finally:
        server.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(_STOP_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _until_ready(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).is_success:
                return
        time.sleep(0.2)
    last = (folder / "serve.log").read_text(errors="replace")[-500:]
    raise click.ClickException(f"the instance did not start. Its last words:\n{last}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
