"""`bumang gate`: how the gate stands, and orders to it, straight to the intake database.

It works while no web process does. Whoever may open the database may steer: the log says who by the
name on this machine.
"""

from __future__ import annotations

import asyncio
import getpass
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from bumang.cli.running import connected
from bumang.gate import order_book
from bumang.gate.lane import LINE_NAMED, LINES
from bumang.gate.steering import Order, Setting
from bumang.gate.wanted import Wanted
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.runtime.sql import statement

_LINES = statement("bumang.gate", "all_lines")
Answer = TypeVar("Answer")
_NOTHING = {"auto", "none", "null"}
reason_option = click.option("--reason", required=True, help="Why; kept in the log.")


def _minutes(minutes: float | None) -> datetime | None:
    return None if minutes is None else datetime.now(CHINA) + timedelta(minutes=minutes)


@click.group()
def gate() -> None:
    """See and steer the gate: rates, limits, urgent matters, a message, a pause."""


@gate.command()
@click.option("--json", "as_json", is_flag=True, help="As plain data.")
@click.pass_obj
def show(data: Path, as_json: bool) -> None:
    """How far each line is, and which orders are in force."""
    lines, orders = run(data, _standing)
    if as_json:
        told = {"lines": lines, "orders": msgspec.to_builtins(orders)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(
            f"{line['line']:20} front {line['front']:>10,}  last {line['last']:>10,}  "
            f"waiting {line['waiting']:>10,}"
        )
    click.echo("\nIn force:" if orders else "\nNothing is ordered: the gate goes by itself.")
    for order in orders:
        click.echo(_line(order))


@gate.command("set")
@click.argument("setting", type=click.Choice([one.value for one in Setting]))
@click.argument("value")
@click.option(
    "--for", "target", default="", help="A line (interactive.main), a class, or a matter's code."
)
@click.option("--minutes", type=float, help="Ends by itself after so many minutes.")
@reason_option
@click.pass_obj
def set_(
    data: Path, setting: str, value: str, target: str, minutes: float | None, reason: str
) -> None:
    """Order VALUE for SETTING; `auto` gives it back to the gate.

    \b
    bumang gate set rate 5 --for interactive.main --reason "..."
    bumang gate set limit 20 --for interactive --reason "..."
    bumang gate set urgent_share 0.1 --for interactive --reason "..."
    bumang gate set urgent true --for pension-estimate --minutes 600 --reason "..."
    bumang gate set message '{"zh": "...", "en": "..."}' --reason "..."
    """
    try:
        read = None if value in _NOTHING else json.loads(value)
    except ValueError:
        raise click.ClickException(
            f"{value!r} is no value: give a number, true, or JSON; `auto` gives it back."
        ) from None
    _give(data, Wanted(Setting(setting), reason, target, read, _minutes(minutes)))


@gate.command()
@click.argument("line")
@click.option(
    "--minutes", type=float, default=15, show_default=True, help="Goes on by itself after these."
)
@reason_option
@click.pass_obj
def pause(data: Path, line: str, minutes: float, reason: str) -> None:
    """Call nobody in LINE for a while. Whoever is inside goes on; submissions are not touched."""
    _give(data, Wanted(Setting.PAUSE, reason, line, True, _minutes(minutes)))


@gate.command()
@click.argument("line")
@reason_option
@click.pass_obj
def resume(data: Path, line: str, reason: str) -> None:
    """Go on calling in LINE, before its pause ends by itself."""
    _give(data, Wanted(Setting.PAUSE, reason, line, None))


@gate.command()
@click.argument("number", type=int)
@reason_option
@click.pass_obj
def undo(data: Path, number: int, reason: str) -> None:
    """Take order NUMBER back: an order of its own, to what was before."""

    async def taken_back(database: Any) -> Order:
        return await order_book.revert(database, number, reason, who(), matters(), now)

    click.echo(_line(run(data, taken_back)))


@gate.command()
@click.option("--most", default=20, show_default=True, help="So many at most.")
@click.pass_obj
def log(data: Path, most: int) -> None:
    """What was ordered, the latest first: when, what, from what to what, who, why."""

    async def read(database: Any) -> list[Order]:
        return await order_book.log(database, most=most)

    for order in run(data, read):
        click.echo(_line(order))


def _give(data: Path, wanted: Wanted) -> None:
    async def given(database: Any) -> Order:
        return await order_book.give(database, wanted, who(), matters(), now)

    click.echo(_line(run(data, given)))


async def _standing(database: Any) -> tuple[list[dict[str, Any]], list[Order]]:
    numbers = {number: name for name, number in LINE_NAMED.items()}
    lines = [
        {
            "line": numbers[row["line_id"]],
            "front": row["front"],
            "last": row["last_place"],
            "waiting": row["last_place"] - row["front"],
        }
        for row in await database.fetch(_LINES)
        if row["line_id"] in LINES or row["front"] < row["last_place"]
    ]
    return lines, [order for order in await order_book.latest(database, 0) if order.holds(now())]


def run(data: Path, work: Callable[[Any], Awaitable[Answer]]) -> Answer:
    """Work on the intake database; what is wrong with what was asked is told in words."""

    async def with_database() -> Answer:
        async with connected(data, "intake") as connection:
            return await work(connection)

    try:
        return asyncio.run(with_database())
    except InvalidInput as invalid:
        told = (f"{one.what.en} {one.why.en} {one.fix.en}" for one in invalid.problems)
        raise click.ClickException("\n".join(told)) from None


def _line(order: Order) -> str:
    target = f" {order.target}" if order.target else ""
    ends = f" until {order.ends_at.astimezone(CHINA):%m-%d %H:%M}" if order.ends_at else ""
    back = f" (takes back {order.reverts})" if order.reverts else ""
    return (
        f"{order.number:>5}  {order.given_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}  "
        f"{order.setting}{target}: {_shown(order.before)} -> {_shown(order.value)}{ends}{back}  "
        f"by {order.given_by}: {order.reason}"
    )


def _shown(value: Any) -> str:
    return "auto" if value is None else json.dumps(value, ensure_ascii=False)


def who() -> str:
    return f"command:{getpass.getuser()}"


def matters() -> Any:
    from bumang.main import catalogue

    return catalogue()


def now() -> datetime:
    return datetime.now(CHINA)
