"""What is measured under overload: Bumang with its gate, the same without, and that behind nginx."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import asyncpg
import httpx

from bench.database import forget_sockets, migrated, postgres, temporary_folder
from bench.web import free_port, listens, start, stop, wait_until
from bumang.registry.city.build import build
from bumang.runtime.settings import from_environment
from bumang.rush.processes import tree_seconds
from bumang.vault.wiring import use_keys_of

Variant = Literal[
    "Bumang with the gate", "the same without the gate", "without the gate, behind nginx"
]
GATE, BARE, NGINX = VARIANTS = (
    "Bumang with the gate",
    "the same without the gate",
    "without the gate, behind nginx",
)
CORE_MS, CORE_THREADS = 50.0, 8
_CONNECTIONS = 16
"""To the core, of each web process: more than its threads, so that these never wait for us."""
_PEOPLE, _SEED, _NAME = 20_000, 1, "city"
_LONGEST_SECONDS, _REST_SECONDS = 300, 180
_REQUESTS_PER_S, _BURST, _AT_ONCE = 300, 300, 200
_NGINX = """\
daemon off;
user root;
worker_processes 2;
pid {folder}/nginx.pid;
error_log /dev/null crit;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    limit_req_zone $server_name zone=requests:1m rate={rate}r/s;
    limit_conn_zone $server_name zone=connections:1m;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    upstream application {{ server 127.0.0.1:{to}; keepalive 64; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        limit_req zone=requests burst={burst} nodelay;
        limit_conn connections {at_once};
        location / {{
            proxy_pass http://application;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
        }}
    }}
}}
"""
NGINX_WORDS = (
    f"`limit_req` {_REQUESTS_PER_S} a second with a burst of {_BURST} (`nodelay`), `limit_conn` "
    f"{_AT_ONCE}, for the whole service: three times the normal load"
)


@dataclass(frozen=True)
class Site:
    """A running variant. `front` is the process before the application, where there is one."""

    variant: str
    data: Path
    url: str
    application: str
    front: int | None = None

    def rush(self, folder: Path, *arguments: str) -> dict[str, Any]:
        """One run of `bumang rush` against it; its JSON, with the processor of the front in the gate's."""
        _until_nobody_waits(self.application)
        found = folder / "rush.json"
        found.unlink(missing_ok=True)
        before = tree_seconds(self.front) if self.front else 0.0
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "bumang.cli", "--data", str(self.data), "rush"),
                *("--url", self.url),
                *("--json", str(found), *arguments),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_SECONDS,
        )
        if not found.is_file():
            raise RuntimeError(f"bumang rush: {(ran.stdout + ran.stderr)[-600:]}")
        told: dict[str, Any] = json.loads(found.read_text())
        if self.front:
            told["cores"]["front"] = (tree_seconds(self.front) - before) / told["seconds"]
        return told


@contextmanager
def site(variant: str) -> Iterator[Site]:
    """From an empty folder to a demo city that answers; all of it is gone at the end."""
    with ExitStack() as open_:
        folder = open_.enter_context(temporary_folder())
        core = open_.enter_context(postgres(folder / "core"))
        data = folder / "data"
        use_keys_of(from_environment(data))
        dsn = asyncio.run(_city(core))
        relayed = open_.enter_context(_slow(core.socket_folder))
        open_.callback(forget_sockets, data)
        added = {"BUMANG_CORE_DSN": relayed, "BUMANG_GATE": "1" if variant == GATE else "0"}
        added["BUMANG_CORE_CONNECTIONS"] = str(_CONNECTIONS)
        port = open_.enter_context(_application(data, added))
        open_.enter_context(_worker(data, dsn))
        application = f"http://127.0.0.1:{port}"
        if variant != NGINX:
            yield Site(variant, data, application, application)
            return
        front, pid = open_.enter_context(_nginx(folder, port))
        yield Site(variant, data, f"http://127.0.0.1:{front}", application, pid)


async def _city(core: Any) -> str:
    """Made before the relay is there, which would make it slow."""
    dsn = await migrated(core, _NAME, "core")
    connection = await asyncpg.connect(dsn)
    await build(connection, _PEOPLE, _SEED)
    await connection.execute("ANALYZE")
    await connection.close()
    return dsn


@contextmanager
def _slow(sockets: Path) -> Iterator[str]:
    """The relay; yields the city's address through it."""
    port = free_port()
    socket = str(sockets / ".s.PGSQL.5432")
    relay = start(
        [
            sys.executable,
            "-m",
            "bench.slow_core",
            str(port),
            socket,
            str(CORE_MS),
            str(CORE_THREADS),
        ],
        {},
    )
    try:
        wait_until(lambda: listens(port), relay, "the slow core's relay")
        yield f"postgresql://postgres@127.0.0.1:{port}/{_NAME}?sslmode=disable"
    finally:
        stop(relay)


@contextmanager
def _application(data: Path, added: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "bumang.cli", "--data", str(data)]
    data.mkdir(exist_ok=True)
    added = {**added, "BUMANG_WORKERS": "0"}
    server = start([*command, "serve", "--port", str(port), "--demo"], added, data / "serve.log")
    try:
        wait_until(lambda: _ready(port), server, "Bumang")
        yield port
    finally:
        stop(server)


@contextmanager
def _worker(data: Path, core: str) -> Iterator[None]:
    """It stands beside the core and asks it directly, so that the slow threads are the pages' alone."""
    intake = json.loads((data / "instance.json").read_text())["intake"]
    added = {"BUMANG_DATA": str(data), "BUMANG_CORE_DSN": core, "BUMANG_INTAKE_DSN": intake}
    worker = start([sys.executable, "-m", "bumang.cli", "work"], added, data / "work.log")
    try:
        yield
    finally:
        stop(worker)


@contextmanager
def _nginx(folder: Path, to: int) -> Iterator[tuple[int, int]]:
    port = free_port()
    written = folder / "nginx.conf"
    values = {"rate": _REQUESTS_PER_S, "burst": _BURST, "at_once": _AT_ONCE}
    written.write_text(_NGINX.format(folder=folder, port=port, to=to, **values))
    server = start(["nginx", "-p", str(folder), "-c", str(written)], {})
    try:
        wait_until(lambda: listens(port), server, "nginx")
        yield port, server.pid
    finally:
        stop(server)


def _until_nobody_waits(url: str) -> None:
    """The crowd of the run before has gone, and left its places: they are called first. Raises
    RuntimeError when that takes too long."""
    end = time.monotonic() + _REST_SECONDS
    while time.monotonic() < end:
        reply = httpx.get(f"{url}/queue/now", trust_env=False, timeout=30)
        lines = reply.json()["lines"] if reply.status_code == httpx.codes.OK else []
        if all(line["front"] >= line["last"] for line in lines):
            return
        time.sleep(1)
    raise RuntimeError(f"the lines were not empty {_REST_SECONDS} s after a run")


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
