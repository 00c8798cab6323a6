"""`bumang erase`: deletes content as the law demands. One orders it, another confirms it.

Whoever may open the databases may order: the order says who by the name on this machine.
"""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from bumang.access.identities import NotInRegistryError, UnclearIdentityError, find
from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal, Role
from bumang.cli.running import connected
from bumang.erasure import finding, order_book
from bumang.erasure.again import FILE, keep_apart
from bumang.erasure.carrying_out import confirm_and_erase_in_core, erase_in_intake
from bumang.erasure.ground import MEANING, Ground
from bumang.erasure.plan import Plan
from bumang.erasure.plan import plan as made
from bumang.kernel import receipt_number
from bumang.kernel.clock import CHINA, legal_day
from bumang.kernel.problems import InvalidInput

Answer = TypeVar("Answer")
Connection = Any
Planning = Callable[[Connection, Connection], Awaitable[Plan]]
_GROUND = click.option(
    "--ground",
    required=True,
    type=click.Choice([one.value for one in Ground]),
    help="Of article 47: purpose achieved, retention over, consent withdrawn, unlawful, other.",
)
_RECEIPT = click.option(
    "--receipt", "receipts", multiple=True, help="A receipt number; may be given again."
)
_WHO = click.option(
    "--person", is_flag=True, help="All of one person: the identity number is read from the input."
)


@click.group()
def erase() -> None:
    """Delete personal data as the law demands; the public logs still verify.

    `check` says what would go and what must be kept and why; `order` orders it; someone else does
    `confirm`. It cannot be undone. A file in which a person stands goes whole.
    """


@erase.command()
@_RECEIPT
@_WHO
@_GROUND
@click.pass_obj
def check(data: Path, receipts: tuple[str, ...], person: bool, ground: str) -> None:
    """Say what would be deleted, and what must be kept, until when and why. Changes nothing."""
    _tell(_run(data, _planned(receipts, person, Ground(ground))))


@erase.command()
@_RECEIPT
@_WHO
@_GROUND
@click.option("--reason", required=True, help="Why, without personal data; kept for ever.")
@click.pass_obj
def order(data: Path, receipts: tuple[str, ...], person: bool, ground: str, reason: str) -> None:
    """Order what `check` says may go. It waits until someone else confirms it."""
    planned = _planned(receipts, person, Ground(ground))

    async def ordered(core: Connection, intake: Connection) -> tuple[Plan, order_book.Order]:
        found = await planned(core, intake)
        return found, await order_book.give(core, found, reason, getpass.getuser())

    found, given = _run(data, ordered)
    _tell(found)
    click.echo(
        f"order {given.number} waits: someone else runs `bumang erase confirm {given.number}`"
    )


@erase.command()
@click.argument("number", type=click.IntRange(1, 2**63 - 1))
@click.pass_obj
def confirm(data: Path, number: int) -> None:
    """Confirm order NUMBER, which someone else gave, and delete. Done again, it changes nothing."""

    async def confirmed(core: Connection, intake: Connection) -> order_book.Order:
        given = await confirm_and_erase_in_core(core, number, getpass.getuser())
        keep_apart(data / FILE, given)
        await erase_in_intake(intake, given)
        return given

    given = _run(data, confirmed)
    click.echo(f"order {given.number} is carried out: {_what(given)} deleted")


@erase.command("list")
@click.pass_obj
def list_(data: Path) -> None:
    """List the orders, the latest first: who, when, on what ground, carried out or waiting."""

    async def listed(core: Connection, _: Connection) -> list[order_book.Order]:
        return await order_book.latest(core)

    for one in _run(data, listed):
        state = f"confirmed by {one.confirmed_by}" if one.confirmed_by else "waits"
        click.echo(
            f"{one.number:>6}  {one.ordered_at.astimezone(CHINA):%Y-%m-%d %H:%M}  {one.ground:9}  "
            f"{_what(one)}  ordered by {one.ordered_by}, {state}: {one.reason}"
        )


def _planned(receipts: Sequence[str], person: bool, ground: Ground) -> Planning:
    if bool(receipts) == person:
        raise click.ClickException("name receipts with --receipt, or one person with --person.")
    try:
        numbers = [receipt_number.read(one) for one in receipts]
    except ValueError as error:
        raise click.ClickException(f"this is not a receipt number: {error}.") from None
    identity = sys.stdin.readline().strip() if person else ""

    async def planned(core: Connection, intake: Connection) -> Plan:
        today = legal_day(datetime.now(CHINA))
        if not person:
            places = await finding.of_receipts(intake, numbers)
            if len(places) < len(set(numbers)):
                raise click.ClickException("not every one of these receipts is of this place.")
            return await made(core, places, ground, today)
        try:
            known = (await find(core, Role.PERSON, identity)).subject
        except (NotInRegistryError, UnclearIdentityError):
            raise click.ClickException("no one is registered under this number.") from None
        places = await finding.of_person(core, intake, known)
        return await made(core, places, ground, today, known)

    return planned


def _tell(found: Plan) -> None:
    click.echo(f"ground: {MEANING[found.ground].zh}  {MEANING[found.ground].en}")
    for place in found.deleted:
        click.echo(
            f"delete  log {place.log}, entry {place.seq}: content, receipt, what was told, salts"
        )
    if found.record_goes:
        click.echo("delete  the person's record: numbers, name, family, consents")
    for place, kept in found.kept:
        until = f" until {kept.until}" if kept.until else ""
        click.echo(
            f"keep    log {place.log}, entry {place.seq}{until}: {kept.why.zh}\n        {kept.why.en}"
        )
    if found.record is not None:
        until = f" until {found.record.until}" if found.record.until else ""
        click.echo(
            f"keep    the person's record{until}: {found.record.why.zh}\n        {found.record.why.en}"
        )
    for place in found.erased:
        click.echo(f"gone    log {place.log}, entry {place.seq}: deleted before")


def _what(given: order_book.Order) -> str:
    return f"{len(given.places)} entries" + (" and a person's record" if given.person else "")


def _run(data: Path, work: Callable[[Connection, Connection], Awaitable[Answer]]) -> Answer:
    if not permits(Action.ERASE, Principal(Role.OPERATOR, 1)):
        raise click.ClickException("operators may not delete here.")

    async def both() -> Answer:
        async with AsyncExitStack() as opened:
            core = await opened.enter_async_context(connected(data, "core"))
            intake = await opened.enter_async_context(connected(data, "intake"))
            return await work(core, intake)

    try:
        return asyncio.run(both())
    except InvalidInput as error:
        told = "\n".join(
            f"{one.what.zh}{one.why.zh}{one.fix.zh}\n{one.what.en} {one.why.en} {one.fix.en}"
            for one in error.problems
        )
        raise click.ClickException(told) from None
