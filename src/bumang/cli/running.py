"""The running instance that a command speaks to."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import asyncpg
import click

from bumang.runtime.database import UNREACHABLE
from bumang.runtime.settings import Settings, from_environment
from bumang.vault.key_encryption import WrongKeyError
from bumang.vault.wiring import use_keys_of

Database = Literal["core", "intake"]


def instance(data: Path) -> dict[str, Any]:
    """What the running instance wrote of itself; the environment names databases of one's own."""
    settings = from_environment(data)
    told: dict[str, Any] = {"url": settings.url, "demo": False}
    try:
        told |= json.loads(settings.instance_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        if not (os.environ.get("BUMANG_CORE_DSN") and os.environ.get("BUMANG_INTAKE_DSN")):
            raise click.ClickException(_not_running(settings)) from None
    for name in ("core", "intake"):
        if dsn := os.environ.get(f"BUMANG_{name.upper()}_DSN"):
            told[name] = dsn
    return told


@asynccontextmanager
async def connected(data: Path, database: Database) -> AsyncIterator[asyncpg.Connection[Any]]:
    """A connection to one of the instance's databases, or words about why there is none."""
    dsn = instance(data)[database]
    use_keys(from_environment(data))
    try:
        connection: asyncpg.Connection[Any] = await asyncpg.connect(dsn, timeout=10)
    except UNREACHABLE as error:
        raise click.ClickException(
            f"the {database} database does not answer ({type(error).__name__}). "
            "Is the instance running? Start it with `make run`, or check BUMANG_"
            f"{database.upper()}_DSN."
        ) from None
    try:
        yield connection
    finally:
        await connection.close()


def use_keys(settings: Settings) -> None:
    """The instance's key-encryption keys for this process, or words about what is wrong with them."""
    try:
        use_keys_of(settings)
    except WrongKeyError as wrong:
        raise click.ClickException(str(wrong)) from None


def _not_running(settings: Settings) -> str:
    return (
        f"no running instance is known in {settings.data}. Start one with `make run`, name its "
        "folder with --data, or set BUMANG_CORE_DSN and BUMANG_INTAKE_DSN."
    )
