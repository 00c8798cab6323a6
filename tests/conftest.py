"""A real PostgreSQL 18 for the tests: a server for a test process, a fresh database for a test."""

import asyncio
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from hypothesis import settings

from bumang.runtime.database import wait_until_ready
from bumang.runtime.migrate import migrate
from bumang.runtime.postgres import Server
from bumang.vault.key_encryption import KeyRing, SecretKey
from bumang.vault.keys import use

# A slow machine is no wrong answer: nothing here is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
_COUNT = itertools.count()


@pytest.fixture(autouse=True)
def field_keys() -> None:
    """Personal fields are sealed in every test as they are in an instance."""
    use(KeyRing([SecretKey(bytes(range(32)))]))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server of this test process; templates of both databases are migrated once."""
    folder = Path(tempfile.mkdtemp(prefix="bumang-test-"))
    folder.chmod(0o755)
    made = Server(folder / "pg")
    made.prepare()
    process = made.start(folder / "postgres.log")
    try:
        asyncio.run(_make_templates(made))
        yield made
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(made.socket_folder, ignore_errors=True)


async def _make_templates(server: Server) -> None:
    await wait_until_ready(server.dsn())
    admin = await asyncpg.connect(server.dsn())
    for database in ("core", "intake", "shield"):
        await admin.execute(f"CREATE DATABASE template_{database}")
        connection = await asyncpg.connect(server.dsn(f"template_{database}"))
        await migrate(connection, database)
        await connection.close()
    await admin.close()


async def _fresh(server: Server, database: str) -> str:
    name = f"{database}_{os.getpid()}_{next(_COUNT)}"
    admin = await asyncpg.connect(server.dsn())
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE template_{database} STRATEGY FILE_COPY")
    await admin.close()
    return server.dsn(name)


@pytest.fixture
async def core_dsn(server: Server) -> str:
    return await _fresh(server, "core")


@pytest.fixture
async def intake_dsn(server: Server) -> str:
    return await _fresh(server, "intake")


@pytest.fixture
async def shield_dsn(intake_dsn: str) -> str:
    """An intake database with the shield's tables beside it."""
    connection = await asyncpg.connect(intake_dsn)
    await migrate(connection, "shield")
    await connection.close()
    return intake_dsn


@pytest.fixture
async def core(core_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(core_dsn)
    yield connection
    await connection.close()


@pytest.fixture
async def intake(intake_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(intake_dsn)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data that lies beside the project in its workshop, not in the repository."""
    path = Path(__file__).parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("the reference data is not beside the project (../shared)")
    return path
