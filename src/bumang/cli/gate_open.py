"""`bumang gate open`: announced openings, and the order of their early comers recomputed by anyone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import click
import httpx
import msgspec

from bumang.cli.gate import matters, now, reason_option, run, who
from bumang.cli.running import instance
from bumang.gate import opening_book
from bumang.gate.announcing import Announcement
from bumang.gate.opening import Opening, Published
from bumang.gate.shuffle import commitment, shuffled
from bumang.kernel.clock import CHINA


@click.group("open")
def open_() -> None:
    """Announced openings: a draw for those who come before the hour, in order behind them."""


@open_.command()
@click.option("--matter", default="", help="Its code; without: everything that asks the databases.")
@click.option("--at", "at", required=True, help="The hour, such as 2026-11-30T09:00.")
@click.option(
    "--doors", type=float, default=60, show_default=True, help="Numbers so many minutes before."
)
@click.option("--seed-commitment", help="SHA-256 of a seed that someone else keeps until the hour.")
@click.option(
    "--replaces",
    type=int,
    help="Number of an opening that is withdrawn for it; while nobody can come for that yet.",
)
@reason_option
@click.pass_obj
def announce(
    data: Path,
    matter: str,
    at: str,
    doors: float,
    seed_commitment: str | None,
    replaces: int | None,
    reason: str,
) -> None:
    """Announce an opening and commit to the seed of its draw before anyone comes."""
    hour = _moment(at)
    early = hour - timedelta(minutes=doors)
    wanted = Announcement(hour, reason, matter, early, seed_commitment, replaces)

    async def announced(database: Any) -> Opening:
        return await opening_book.announce(database, wanted, who(), matters(), now)

    click.echo(_line(run(data, announced)))


@open_.command("list")
@click.pass_obj
def list_(data: Path) -> None:
    """Openings to come and of the last days, with their commitments."""
    for opening in run(data, opening_book.known):
        click.echo(_line(opening))


@open_.command()
@click.argument("number", type=int)
@click.argument("seed")
@click.pass_obj
def reveal(data: Path, number: int, seed: str) -> None:
    """Reveal SEED (hexadecimal) of opening NUMBER, where someone else kept it."""
    try:
        read = bytes.fromhex(seed)
    except ValueError:
        raise click.ClickException(
            "the seed is not hexadecimal: 64 digits, such as 0f3a..."
        ) from None

    async def revealed(database: Any) -> Opening:
        return await opening_book.reveal(database, number, read)

    click.echo(_line(run(data, revealed)))


@open_.command()
@click.argument("number", type=int)
@reason_option
@click.pass_obj
def withdraw(data: Path, number: int, reason: str) -> None:
    """Withdraw opening NUMBER before its hour."""

    async def withdrawn(database: Any) -> Opening:
        return await opening_book.withdraw(database, number, reason, who())

    click.echo(_line(run(data, withdrawn)))


@open_.command()
@click.argument("opening", type=int)
@click.argument("number", type=int)
@click.option(
    "--from", "source", type=click.File("rb"), help="What /queue/openings said; default: asked now."
)
@click.pass_obj
def verify(data: Path, opening: int, number: int, source: BinaryIO | None) -> None:
    """Recompute the place of NUMBER in OPENING from the published seed and the count.

    Needs nothing of the instance but what it published. Exit code 1 where the seed is not the one
    committed to.
    """
    found = _published(data, opening, source)
    if found.seed is None or found.cohort is None:
        raise click.ClickException(
            f"opening {opening} is not revealed yet: the seed is published at {found.opens_at}."
        )
    seed = bytes.fromhex(found.seed)
    if commitment(seed).hex() != found.commitment:
        raise click.ClickException(
            "SHA-256 of the seed is NOT the commitment published before: this order is not the one "
            f"that was committed to.\n  seed        {found.seed}\n  commitment  {found.commitment}"
        )
    if number < 1:
        raise click.ClickException("numbers are whole, from 1; yours is on your queue page.")
    click.echo(f"seed        {found.seed}\ncommitment  {found.commitment} (holds)")
    if number > found.cohort:
        click.echo(f"number {number} came after the hour: place {number}, behind {found.cohort}")
        return
    place = shuffled(seed, found.cohort, number - 1) + 1
    click.echo(f"number {number} of {found.cohort}: place {place}")


def _published(data: Path, opening: int, source: BinaryIO | None) -> Published:
    if source is None:
        told = httpx.get(f"{instance(data)['url']}/queue/openings", timeout=10).content
    else:
        told = source.read()
    try:
        openings = msgspec.json.decode(told, type=dict[str, list[Published]])["openings"]
    except (msgspec.MsgspecError, KeyError):
        raise click.ClickException("this is not what /queue/openings says.") from None
    for one in openings:
        if one.opening == opening:
            return one
    raise click.ClickException(f"there is no opening {opening}; see `bumang gate open list`.")


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise click.ClickException(f"{text!r} is no moment: write 2026-11-30T09:00.") from None
    return read if read.tzinfo else read.replace(tzinfo=CHINA)


def _line(opening: Opening) -> str:
    state = opening.phase(now()).value if opening.withdrawn_at is None else "withdrawn"
    seed = opening.seed.hex() if opening.seed else "revealed at the hour"
    return (
        f"{opening.number:>4}  {opening.opens_at.astimezone(CHINA):%Y-%m-%d %H:%M}  {state:10} "
        f"{opening.matter or 'everything'}  line opening.{opening.line}  by {opening.announced_by}: "
        f"{opening.reason}\n      commitment {opening.commitment.hex()}\n      seed {seed}"
        + ("" if opening.cohort is None else f", {opening.cohort} came before the hour")
    )
