"""Writes the two schemas that the migrations add up to, as PostgreSQL itself says them.

`src/bumang/schema/core.sql`, `intake.sql` and `shield.sql` are what a reviewer reads; a test
compares them with what the migrations make.
"""

import asyncio
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import asyncpg

from bumang.runtime.database import wait_until_ready
from bumang.runtime.migrate import Database, migrate
from bumang.runtime.postgres import BINARIES, Server

SCHEMA = Path(__file__).parents[1] / "src" / "bumang" / "schema"
DATABASES: tuple[Database, ...] = ("core", "intake", "shield")
_HEADING = "-- What the migrations add up to; made by `python tools/schema_dump.py`, do not edit.\n"


def dump(dsn: str) -> str:
    """Tables, keys, functions and triggers; without comments, settings and the server's version."""
    command = [BINARIES / "pg_dump", "--schema-only", "--no-owner", "--no-privileges", dsn]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    kept = [
        line for line in said.splitlines() if not line.startswith(("--", "SET ", "SELECT ", "\\"))
    ]
    blocks = [block.strip("\n") for block in "\n".join(kept).split("\n\n") if block.strip()]
    return _HEADING + "\n" + "\n\n".join(blocks) + "\n"


async def _dumps(server: Server) -> dict[str, str]:
    await wait_until_ready(server.dsn())
    admin = await asyncpg.connect(server.dsn())
    found = {}
    for name in DATABASES:
        await admin.execute(f"CREATE DATABASE {name}")
        connection = await asyncpg.connect(server.dsn(name))
        await migrate(connection, name)
        await connection.close()
        found[name] = await asyncio.to_thread(dump, server.dsn(name))
    await admin.close()
    return found


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="bumang-schema-"))
    folder.chmod(0o755)
    server = Server(folder / "pg")
    server.prepare()
    process = server.start(folder / "postgres.log")
    try:
        for name, text in asyncio.run(_dumps(server)).items():
            (SCHEMA / f"{name}.sql").write_text(text, encoding="utf-8")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(server.socket_folder, ignore_errors=True)


if __name__ == "__main__":
    main()
