"""The pension estimate by API: one person after the other, as a page would ask."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx

from bench.figures import Round, Summary, summarise


def answered(rounds: int, seconds: int) -> list[Summary]:
    """One client, one request at a time, over a kept connection; every answer's total compared."""
    folder = Path(tempfile.mkdtemp(prefix="bumang-bench-"))
    folder.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bumang.cli", "--data", str(folder), "serve"]
    server = subprocess.Popen(
        [*command, "--port", str(port), "--demo"],
        env={**os.environ, "BUMANG_WEB_PROCESSES": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            _wait(client)
            item = client.get("/api/v1/items/pension-estimate").json()
            form = item["form_schema"]["examples"][0]
            found = [_round(client, form, seconds) for _ in range(rounds)]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)
    for one in found:
        print(f"pension estimate: {one}", flush=True)
    about = (
        "One web process, one client, one request at a time, every step explained in the answer."
    )
    return [summarise("Bumang, estimate by API", about, found, durable=False)]


def _round(client: httpx.Client, form: object, seconds: int) -> Round:
    path = "/api/v1/items/pension-estimate/answers"
    expected = client.post(path, json=form).json()["total"]
    taken, wrong, end = [], 0, time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.perf_counter()
        answer = client.post(path, json=form)
        taken.append((time.perf_counter() - start) * 1000)
        wrong += answer.status_code != 200 or answer.json()["total"] != expected
    percentiles = statistics.quantiles(taken, n=100)
    return Round(rate=len(taken) / seconds, p50=percentiles[49], p99=percentiles[98], wrong=wrong)


def _wait(client: httpx.Client) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(httpx.TransportError):
            if client.get("/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the instance did not start")
