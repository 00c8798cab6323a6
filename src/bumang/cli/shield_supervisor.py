"""`bumang shield`: starts PostgreSQL and the shield's process, and starts again whatever dies.

The listening socket is held here: while the process behind it starts again, nobody is refused.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import asyncpg

from bumang.cli.place import only_one, port_is_free
from bumang.cli.supervisor import Child, database, say
from bumang.runtime.metrics import FOLDER_VARIABLE
from bumang.runtime.migrate import migrate
from bumang.runtime.settings import Settings

CONFIG_VARIABLE, SOCKET_VARIABLE = "BUMANG_SHIELD_CONFIG", "BUMANG_SHIELD_SOCKET"
UPSTREAM_VARIABLE = "BUMANG_SHIELD_UPSTREAM"
_LOOK_EVERY_SECONDS = 0.1
_BACKLOG = 1024


async def stand(settings: Settings, config: Path | None, upstream: str, prefix: str) -> None:
    """Run until SIGINT or SIGTERM, then stop in order. Raises `TakenError`."""
    with only_one(settings.data):
        await port_is_free(settings.host, settings.port)
        with socket.create_server((settings.host, settings.port), backlog=_BACKLOG) as listening:
            await _stand(settings, config, upstream, prefix, listening)


async def _stand(
    settings: Settings, config: Path | None, upstream: str, prefix: str, listening: socket.socket
) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    shutil.rmtree(settings.metrics, ignore_errors=True)
    settings.metrics.mkdir()
    children: list[Child] = []
    try:
        dsn = await database(settings, "intake", settings.intake_dsn, children)
        await _delivery_tables(dsn)
        environment = os.environ | {
            "BUMANG_DATA": str(settings.data),
            "BUMANG_INTAKE_DSN": dsn,
            CONFIG_VARIABLE: str(config or ""),
            UPSTREAM_VARIABLE: upstream,
            SOCKET_VARIABLE: str(listening.fileno()),
            FOLDER_VARIABLE: str(settings.metrics),
        }
        children.append(_process(environment, listening))
        _write_instance(settings, dsn)
        for child in children:
            child.ensure()
        say(f"the shield is ready on {settings.url}; how it stands: {settings.url}{prefix}/metrics")
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


def _process(environment: dict[str, str], listening: socket.socket) -> Child:
    """One process on purpose: before one old system stands one who knows all that is asked of it."""
    return Child(
        "the shield",
        lambda: subprocess.Popen(
            [sys.executable, "-m", "bumang.cli", "shield-process"],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(listening.fileno(),),
        ),
        signal.SIGTERM,
    )


async def _delivery_tables(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        for migration in await migrate(connection, "shield"):
            say(f"shield: applied {migration}")
    finally:
        await connection.close()


def _write_instance(settings: Settings, dsn: str) -> None:
    """What `bumang shield parked` needs to find this shield; replaced whole."""
    draft = settings.instance_file.with_suffix(".draft")
    draft.write_text(json.dumps({"url": settings.url, "intake": dsn}))
    draft.replace(settings.instance_file)
