"""`bumang seed` and `bumang demo people`: the synthetic city."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import click
import msgspec

from bumang.cli.running import connected
from bumang.registry.demo_people import DemoPerson, demo_people


@click.command()
@click.option(
    "--people",
    type=click.IntRange(3, 5_000_000),
    default=20_000,
    show_default=True,
    help="How many.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Another number, another city.",
)
@click.option("--replace", is_flag=True, help="Take the city that is there away first.")
@click.pass_obj
def seed(data: Path, people: int, seed: int, replace: bool) -> None:
    """Fill the registry with a synthetic city: the same numbers make the same city.

    Prints the time it took. Exit code 1 when another city is there: nothing is changed then.
    """
    asyncio.run(_seed(data, people, seed, replace))


async def _seed(data: Path, people: int, seed: int, replace: bool) -> None:
    from bumang.registry.city.build import Built, OtherCityError, build

    start = time.monotonic()
    async with connected(data, "core") as connection:
        try:
            built = await build(connection, people, seed, replace, _tell if _on_terminal() else _no)
        except OtherCityError as error:
            raise click.ClickException(_other(error.people, error.seed, error.used)) from None
    if built is Built.THERE_ALREADY:
        click.echo(f"this city of {people:,} people (seed {seed}) is there already")
        return
    seconds = time.monotonic() - start
    rate = f"{people / seconds:,.0f} persons a second"
    click.echo(f"{people:,} synthetic people (seed {seed}) in {seconds:.1f} s, {rate}")


def _other(people: int, seed: int, used: bool) -> str:
    there = f"a city of {people:,} people (seed {seed})" if people else "a registry that is in use"
    if used:
        return (
            f"{there} is there, and submissions were decided on it: it is never replaced. "
            "Start another instance with --data."
        )
    return f"{there} is there. Add --replace to take it away, or use another --data."


def _on_terminal() -> bool:
    return sys.stderr.isatty()


def _no(table: str, size: int) -> None:
    """Not on a terminal: nothing to look at."""


def _tell(table: str, size: int) -> None:
    amount = f"{size / 1e6:8.1f} MB" if size else " " * 11
    print(f"\r  {table:32}{amount}", end="", file=sys.stderr, flush=True)


@click.command()
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=10,
    show_default=True,
    help="How many at most.",
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON list.")
@click.pass_obj
def people(data: Path, limit: int, as_json: bool) -> None:
    """Synthetic persons to try things with; the agent's token may act for each."""
    found = asyncio.run(_people(data, limit))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1))
        return
    for person in found:
        click.echo(
            f"{person.identity_number}  {person.name}  {person.sex:6}  {person.birth_date}  "
            f"family {person.family_members}"
        )


async def _people(data: Path, limit: int) -> list[DemoPerson]:
    async with connected(data, "core") as connection:
        return await demo_people(connection, limit)
