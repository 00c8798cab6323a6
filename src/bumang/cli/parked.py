"""`bumang shield parked`: deliveries that need a person."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from getpass import getuser
from pathlib import Path
from typing import Any

import asyncpg
import click

from bumang.kernel import receipt_number
from bumang.kernel.clock import CHINA
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.settings import from_environment
from bumang.runtime.sql import statement

_MOST = 1000


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON a line.")
@click.pass_context
def parked(context: click.Context, as_json: bool) -> None:
    """List the deliveries that need a person; `retry` and `close` decide about one.

    Until then, later forms of the same person wait behind it.
    """
    if context.invoked_subcommand is None:
        asyncio.run(_list(context.obj, as_json))


@parked.command()
@click.argument("number")
@click.option("--why", required=True, help="The reason, for the record.")
@click.pass_obj
def retry(data: Path, number: str, why: str) -> None:
    """Send the one with receipt NUMBER again: only when it is known not to be done."""
    asyncio.run(_decide(data, number, "retry", why))
    click.echo(f"{number} is delivered again")


@parked.command()
@click.argument("number")
@click.option(
    "--why", required=True, help="What was done instead; whoever holds the receipt sees it."
)
@click.pass_obj
def close(data: Path, number: str, why: str) -> None:
    """End the one with receipt NUMBER: it was done by hand, or need not be done."""
    asyncio.run(_decide(data, number, "close", why))
    click.echo(f"{number} is closed")


async def _list(data: Path, as_json: bool) -> None:
    async with _connected(data) as connection:
        rows = await connection.fetch(statement("bumang.shield", "parked"), _MOST)
        counts = await connection.fetch(statement("bumang.shield", "delivery_counts"))
    for row in rows:
        told = {
            "number": receipt_number.show(row["number"]),
            "route": row["item"].removeprefix("shield:"),
            "accepted_at": row["accepted_at"].astimezone(CHINA).isoformat(timespec="seconds"),
            "attempts": row["attempts"],
            "reason": row["reason"],
        }
        if as_json:
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            click.echo("{number}  {accepted_at}  {route}  {reason}".format(**told))
    if not as_json:
        click.echo(", ".join(f"{row['count']} {row['state']}" for row in counts) or "no deliveries")


async def _decide(data: Path, number: str, act: str, why: str) -> None:
    try:
        read = receipt_number.read(number)
    except ValueError as error:
        raise click.ClickException(f"{number} is not a receipt number: {error}.") from None
    if not why.strip():
        raise click.ClickException("--why is empty: say in a few words why.")
    async with _connected(data) as connection:
        done = await connection.fetchval(
            statement("bumang.shield", "decide_parked"), read, act, getuser(), why.strip()
        )
    if done is None:
        raise click.ClickException(
            f"{number} is not parked. `bumang shield parked` lists those that are."
        )


@asynccontextmanager
async def _connected(data: Path) -> AsyncIterator[asyncpg.Connection[Any]]:
    settings = from_environment(data / "shield")
    dsn = settings.intake_dsn
    try:
        dsn = dsn or json.loads(settings.instance_file.read_text(encoding="utf-8"))["intake"]
        connection = await asyncpg.connect(dsn, timeout=10)
    except (OSError, ValueError, *UNREACHABLE) as error:
        raise click.ClickException(
            f"no running shield is known in {settings.data} ({type(error).__name__}). Start it, "
            "name its folder with --data, or set BUMANG_INTAKE_DSN."
        ) from None
    try:
        yield connection
    finally:
        await connection.close()
