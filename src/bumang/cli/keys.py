"""`bumang keys`: the keys of personal fields, changed while the instance serves; and a new signing key."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import click

from bumang.cli.changed_keys import change
from bumang.cli.running import Database, connected
from bumang.intake.sealing_anew import seal_entries
from bumang.registry.sealing_anew import seal_people
from bumang.runtime.settings import from_environment
from bumang.vault.key_encryption import WrongKeyError
from bumang.vault.keys import add_key, keys_of, rewrap
from bumang.vault.wiring import key_files

Seal = Callable[[Any, Any, int], Awaitable[Any | None]]
_SEALED: dict[Database, tuple[Seal, str]] = {
    "core": (seal_people, "SELECT substr(identity_number, 2, 4) AS key_id FROM person"),
    "intake": (
        seal_entries,
        "SELECT substr(content, 2, 4) AS key_id FROM entry WHERE content <> ''",
    ),
}
_MOST = 500
# Processes look their keys up at least once a second: after this all of them seal by the new one.
_KNOWN_SECONDS = 2.0
_COUNT = """
SELECT data_key.key_id, data_key.cipher, data_key.kek, data_key.made_at, count(sealed.key_id) AS sealed
FROM data_key LEFT JOIN ({values}) AS sealed USING (key_id)
GROUP BY data_key.key_id ORDER BY data_key.place
"""

_ANY_OLDER = "SELECT EXISTS (SELECT FROM ({values}) AS sealed WHERE key_id <> $1)"


@click.group()
def keys() -> None:
    """The keys that identity numbers and what people sent are sealed by, in the databases; with
    `change` those that sign.
    """


keys.add_command(change)


@keys.command("list")
@click.pass_obj
def list_(data: Path) -> None:
    """Every data key: what wrapped it, and how many values it sealed. It reads both databases whole."""
    asyncio.run(_list(data))


@keys.command()
@click.pass_obj
def rotate(data: Path) -> None:
    """Seal everything anew by a new data key, while the instance serves.

    Stopped or killed in the middle, it goes on when it is asked again. Nothing signed changes.
    """
    asyncio.run(_each(data, _rotate))


@keys.command("rewrap")
@click.pass_obj
def rewrap_(data: Path) -> None:
    """Wrap the data keys by the current key-encryption key; no value is touched."""
    asyncio.run(_each(data, _rewrap))


@keys.command()
@click.pass_obj
def renew(data: Path) -> None:
    """Make a new key-encryption key in the data folder, and wrap the data keys by it.

    The former file is needed until then, and for backups made before.
    """
    settings = from_environment(data)
    if settings.field_key:
        raise click.ClickException(
            "the key-encryption key comes from BUMANG_FIELD_KEY: set a new one there, the present one as"
            " BUMANG_FIELD_KEY_BEFORE, start the instance again, then `bumang keys rewrap`."
        )
    made = key_files(settings).add()
    click.echo(f"made the key-encryption key {made.name}")
    asyncio.run(_each(data, _rewrap))


async def _each(data: Path, work: Callable[[asyncpg.Connection[Any], Database], Any]) -> None:
    for database in _SEALED:
        async with connected(data, database) as connection:
            try:
                await work(connection, database)
            except WrongKeyError as wrong:
                raise click.ClickException(str(wrong)) from None


async def _list(data: Path) -> None:
    for database, (_, values) in _SEALED.items():
        async with connected(data, database) as connection:
            for row in await connection.fetch(_COUNT.format(values=values)):
                click.echo(
                    f"{database:6}  {row['key_id'].hex()}  {row['cipher']:11}  {row['made_at']:%Y-%m-%d}"
                    f"  wrapped by {row['kek']}  sealed {row['sealed']:,}"
                )


async def _rewrap(connection: asyncpg.Connection[Any], database: Database) -> None:
    click.echo(f"{database}: {await rewrap(connection)} data keys wrapped anew")


async def _rotate(connection: asyncpg.Connection[Any], database: Database) -> None:
    seal, values = _SEALED[database]
    newest = (await keys_of(connection)).current.key_id
    if await connection.fetchval(_ANY_OLDER.format(values=values), newest):
        click.echo(f"{database}: going on with the data key {newest.hex()}")
    else:
        newest = (await add_key(connection)).key_id
        click.echo(f"{database}: a new data key {newest.hex()}")
    await asyncio.sleep(_KNOWN_SECONDS)
    await _seal_all(connection, seal, database)
    await asyncio.sleep(_KNOWN_SECONDS)  # then what a process sealed before it knew the key
    await _seal_all(connection, seal, database)
    click.echo(f"{database}: done")


async def _seal_all(connection: asyncpg.Connection[Any], seal: Seal, database: Database) -> None:
    after = None
    while (after := await seal(connection, after, _MOST)) is not None:
        click.echo(f"{database}: sealed anew up to {after}")
