"""A PostgreSQL server of the bench's own: started in a temporary folder, gone at the end."""

from __future__ import annotations

import asyncio
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from bumang.runtime.database import wait_until_ready
from bumang.runtime.migrate import Database, migrate
from bumang.runtime.postgres import Server


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Other accounts may pass through it: PostgreSQL does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="bumang-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(folder: Path) -> Iterator[Server]:
    """With the same settings as the one that `bumang serve` starts."""
    server = Server(folder / "pg")
    server.prepare()
    process = server.start(folder / "postgres.log")
    try:
        asyncio.run(wait_until_ready(server.dsn()))
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(server.socket_folder, ignore_errors=True)


def forget_sockets(data: Path) -> None:
    """The folders of the sockets of an instance that ran with this data folder and is gone."""
    for name in ("core", "intake"):
        shutil.rmtree(Server(data / "postgres" / name).socket_folder, ignore_errors=True)


async def migrated(server: Server, name: str, schema: Database) -> str:
    """The address of a new database with Bumang's real schema; one of that name before is dropped."""
    admin = await asyncpg.connect(server.dsn())
    await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    connection = await asyncpg.connect(server.dsn(name))
    await migrate(connection, schema)
    await connection.close()
    return server.dsn(name)
