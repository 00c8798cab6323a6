"""`bumang serve`: starts PostgreSQL and the web processes, and starts again whatever dies."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import asyncpg

from bumang.cli.demo_witnesses import demo_witnesses
from bumang.cli.place import only_one, port_is_free
from bumang.demo.cast import Figure, cast
from bumang.erasure.again import FILE, erase_again
from bumang.gate.crowd import KEY_VARIABLE
from bumang.registry.city.build import Built, OtherCityError, build
from bumang.runtime.database import wait_until_ready
from bumang.runtime.metrics import FOLDER_VARIABLE
from bumang.runtime.migrate import Database, migrate
from bumang.runtime.postgres import Server
from bumang.runtime.settings import Settings
from bumang.vault.wiring import use_keys_of

_LOOK_EVERY_SECONDS = 0.1
_STOP_SECONDS = 15
_HEADERS_BYTES = 64 * 1024
_BACKLOG = 2048
_DEMO_PEOPLE = 20_000
_DEMO_SEED = 1


@dataclass
class Child:
    """A process that must be there.

    `stop_signal` is how it is asked to end in order; `tidy` removes what it leaves behind.
    """

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop_signal: signal.Signals
    tidy: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None)

    def ensure(self) -> None:
        if self.process is None or self.process.poll() is not None:
            if self.process is not None:
                print(f"bumang: {self.name} ended, starting it again", flush=True)
            self.process = self.start()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.tidy()


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM, then stop everything in order: web first, database last.

    Raises `TakenError` when the data folder or the port is another's.
    """
    use_keys_of(settings)
    with only_one(settings.data):
        await port_is_free(settings.host, settings.port)
        await _serve(settings)


async def _serve(settings: Settings) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    shutil.rmtree(settings.metrics, ignore_errors=True)
    settings.metrics.mkdir()
    children: list[Child] = []
    try:
        intake_dsn = await database(settings, "intake", settings.intake_dsn, children)
        core_dsn = await database(settings, "core", settings.core_dsn, children)
        await _erase_again(core_dsn, intake_dsn, settings.data / FILE)
        settings, witnesses = _with_witnesses(settings)
        children += witnesses
        figures = await _demo_city(core_dsn) if settings.demo else []
        environment = _environment(settings, core_dsn, intake_dsn)
        children.append(_web(settings, environment | {KEY_VARIABLE: token_hex(32)}))
        children += [_worker(number, environment) for number in range(settings.workers)]
        children.append(_program("the public log", ["integrate"], environment))
        _write_instance(settings, core_dsn, intake_dsn)
        for child in children:
            child.ensure()
        await _until_listening(settings, stopping)
        _welcome(settings, figures)
        while not stopping.is_set():
            for child in children:
                child.ensure()
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), _LOOK_EVERY_SECONDS)
    finally:
        say("stopping")
        settings.instance_file.unlink(missing_ok=True)
        for child in reversed(children):
            child.stop()


async def database(settings: Settings, name: Database, dsn: str, children: list[Child]) -> str:
    """The address of a migrated database: the given server, or an embedded one of our own."""
    if not dsn:
        server = Server(settings.data / "postgres" / name)
        say(f"preparing the {name} database")
        server.prepare()
        if server.stop_left_over():
            say(f"stopped the {name} server that an earlier start left behind")
        log = settings.data / f"postgres-{name}.log"
        child = Child(f"PostgreSQL ({name})", lambda: server.start(log), signal.SIGINT, server.tidy)
        child.ensure()
        children.append(child)
        dsn = server.dsn()
    await wait_until_ready(dsn)
    connection = await asyncpg.connect(dsn)
    for migration in await migrate(connection, name):
        say(f"{name}: applied {migration}")
    await connection.close()
    return dsn


async def _erase_again(core_dsn: str, intake_dsn: str, file: Path) -> None:
    """Nobody is served from a restored database before what was erased is erased in it again."""
    core = await asyncpg.connect(core_dsn)
    intake = await asyncpg.connect(intake_dsn)
    try:
        if orders := await erase_again(core, intake, file):
            say(f"{orders} orders to erase hold")
    finally:
        await core.close()
        await intake.close()


async def _demo_city(core_dsn: str) -> list[Figure]:
    """A city to try things in; whatever the registry holds already is left as it is."""
    connection: asyncpg.Connection[Any] = await asyncpg.connect(core_dsn)
    try:
        say(f"looking for the demo city ({_DEMO_PEOPLE:,} synthetic people)")
        built = await build(connection, _DEMO_PEOPLE, _DEMO_SEED)
        say("the demo city was made" if built is Built.MADE else "the demo city is there")
    except OtherCityError as error:
        say(f"the registry holds {error.people:,} people of its own; they stay")
    figures = await cast(connection)
    await connection.close()
    return figures


async def _until_listening(settings: Settings, stopping: asyncio.Event) -> None:
    while not stopping.is_set():
        with socket.socket() as probe:
            if probe.connect_ex((settings.host, settings.port)) == 0:
                return
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


def _welcome(settings: Settings, figures: list[Figure]) -> None:
    """Where it is, whom to sign in as, and what to try first."""
    say(f"ready on {settings.url}")
    if not figures:
        return
    say("sign in there as one of these (all synthetic, no password):")
    for figure in figures:
        print(f"          {figure.role.value:9} {figure.number:18} {figure.name}", flush=True)
    command = f"{Path(sys.executable).parent / 'bumang'} --data {settings.data}"
    say("try first: estimate a pension, then pay a year of medical insurance, by page; or")
    print(f"          {command} demo token --as person      # a token for the API")
    print(f"          curl {settings.url}/api/v1/items       # what can be done, with examples")
    print(
        f"          {command} audit                       # proves that nothing is lost", flush=True
    )


def _environment(settings: Settings, core_dsn: str, intake_dsn: str) -> dict[str, str]:
    return os.environ | {
        "BUMANG_DATA": str(settings.data),
        "BUMANG_CORE_DSN": core_dsn,
        "BUMANG_INTAKE_DSN": intake_dsn,
        "BUMANG_DEMO": "1" if settings.demo else "",
        "BUMANG_WITNESSES": settings.witnesses,
        FOLDER_VARIABLE: str(settings.metrics),
    }


def _with_witnesses(settings: Settings) -> tuple[Settings, list[Child]]:
    """The demo brings witnesses of its own, so that a receipt's proof can be seen whole."""
    if not settings.demo or settings.witnesses:
        return settings, []
    made = demo_witnesses(settings)
    children = [
        _program(f"witness {one.name}", one.command, dict(os.environ)) for one in made.witnesses
    ]
    return replace(settings, witnesses=str(made.file)), children


def _worker(number: int, environment: dict[str, str]) -> Child:
    return _program(f"worker {number + 1}", ["work"], environment)


def _program(name: str, words: Sequence[str], environment: dict[str, str]) -> Child:
    """One of our own commands, that works until it is stopped."""
    command = [sys.executable, "-m", "bumang.cli", *words]
    return Child(
        name,
        lambda: subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        ),
        signal.SIGTERM,
    )


def _web(settings: Settings, environment: dict[str, str]) -> Child:
    environment = environment | {"BUMANG_HOST": settings.host, "BUMANG_PORT": str(settings.port)}
    command = [
        *(sys.executable, "-m", "bumang.cli.granian", "--interface", "rsgi", "--loop", "uvloop"),
        # A process is one core: its network and its Python take turns, nothing is handed over.
        *("--runtime-mode", "st", "--no-ws"),
        *_bounds(settings),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.web_processes), "--respawn-failed-workers"),
        *("--respawn-interval", "0.2", "--log-level", "warning"),
        "bumang.server:application",
    ]
    return Child(
        "the web server",
        lambda: subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        ),
        signal.SIGTERM,
    )


def _bounds(settings: Settings) -> list[str]:
    """What a connection may take: docs/reference/connections.md.

    HTTP/1 only: told to find out which of the two it is, the server waits for a first byte for
    ever. HTTP/2 with its streams ends at the proxy that speaks TLS.
    """
    return [
        # Until the headers are here, and until the next request of a connection that is kept.
        *("--http", "1", "--http1-header-read-timeout", str(settings.slow_seconds * 1000)),
        *("--http1-buffer-size", str(_HEADERS_BYTES), "--backlog", str(_BACKLOG)),
        # By the library's name a number of requests; in truth of connections, counted when accepted.
        *("--backpressure", str(settings.connections)),
    ]


def _write_instance(settings: Settings, core_dsn: str, intake_dsn: str) -> None:
    """What other commands need to find this instance; replaced whole."""
    draft = settings.instance_file.with_suffix(".draft")
    told = {"url": settings.url, "core": core_dsn, "intake": intake_dsn, "demo": settings.demo}
    draft.write_text(json.dumps(told))
    draft.replace(settings.instance_file)


def say(words: str) -> None:
    print(f"bumang: {words}", flush=True)
