"""What the how-tos about databases say of the rights needed, and of dump and restore."""

import asyncio
import re
import subprocess
from pathlib import Path

import asyncpg

from bumang.audit.run import audit
from bumang.runtime.migrate import Database, migrate, migrations
from bumang.runtime.postgres import BINARIES, Server

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "own-postgresql.md"
DATABASES: tuple[Database, ...] = ("core", "intake")


async def _made_as_the_page_says(server: Server, prefix: str) -> dict[Database, str]:
    """The page's own SQL, with other names for role and databases. Returns the addresses."""
    admin = await asyncpg.connect(server.dsn())
    for line in re.findall(r"^    (CREATE .*;)", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        own = line.replace("bumang", f"{prefix}_role")
        await admin.execute(re.sub(r"DATABASE (\w+)", rf"DATABASE {prefix}_\1", own))
    await admin.close()
    dsn = server.dsn("{}").replace("postgres@", f"{prefix}_role@")
    return {name: dsn.format(f"{prefix}_{name}") for name in DATABASES}


async def _run(program: str, *arguments: str) -> None:
    command = [str(BINARIES / program), *arguments]
    ran = await asyncio.to_thread(
        subprocess.run, command, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr


async def test_an_owner_without_other_rights_migrates_dumps_and_restores_both_databases(
    server: Server, tmp_path: Path
) -> None:
    first = await _made_as_the_page_says(server, "own")
    second = await _made_as_the_page_says(server, "restored")
    for name in DATABASES:
        connection = await asyncpg.connect(first[name])
        assert not await connection.fetchval("SELECT usesuper FROM pg_user WHERE usename = user")
        assert await migrate(connection, name) == [one for one, _ in migrations(name)]
        await connection.close()
        file = str(tmp_path / f"{name}.dump")
        await _run("pg_dump", "--format=custom", f"--file={file}", first[name])
        await _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={second[name]}", file)
    core, intake = await asyncpg.connect(second["core"]), await asyncpg.connect(second["intake"])
    assert await migrate(core, "core") == []
    assert (await audit(core, intake, {}, [], None)).holds
    await core.close()
    await intake.close()
