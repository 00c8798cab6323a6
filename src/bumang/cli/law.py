"""`bumang law`: what is on record, and what changed."""

from __future__ import annotations

import difflib
import re
from datetime import date, datetime
from pathlib import Path

import click

from bumang.kernel.clock import CHINA, legal_day
from bumang.rules.explanation import plain
from bumang.rules.parameters import Change, Law, LawDataError, NotSetError, Parameter
from bumang.rules.source import NATION, Confidence, Unit
from bumang.rules.values import ByAge, Value
from bumang.runtime.settings import from_environment

_DAY = click.DateTime(["%Y-%m-%d"])
_CONFIDENCE = {
    Confidence.A: "the rule's text or an official page was seen",
    Confidence.B: "two secondary sources agree",
    Confidence.C: "one secondary source",
    Confidence.D: "from memory",
}


@click.group()
def law() -> None:
    """The law's figures: what holds, since when, by what source, and what changes."""


@law.command("list")
@click.argument("words", nargs=-1)
@click.pass_obj
def list_(data: Path, words: tuple[str, ...]) -> None:
    """List the parameters whose name or title has all WORDS; without words all of them."""
    for parameter in law_of(data).parameters.values():
        told = f"{parameter.name:40} {parameter.title.zh} {parameter.title.en}"
        if all(word.lower() in told.lower() for word in words):
            click.echo(told)


@law.command()
@click.argument("name")
@click.option("--on", type=_DAY, help="The day; default: today in China.")
@click.option("--region", default=NATION, help="An area code; default: the nation.")
@click.pass_obj
def show(data: Path, name: str, on: datetime | None, region: str) -> None:
    """Print what NAME is on a day: value, unit, source, confidence, since when.

    A place without a value of its own has its city's, its province's, or the nation's. Exit code 1
    when there is no such name or no value.
    """
    found = law_of(data)
    parameter = _parameter(found, name)
    _check_region(found, region)
    day = on.date() if on else legal_day(datetime.now(CHINA))
    try:
        value = found.at(name, day, region)
    except NotSetError as unset:
        raise click.ClickException(_not_set(found, parameter, region, day, unset.last)) from None
    click.echo(f"{parameter.title.zh} {parameter.title.en} ({name})")
    click.echo(f"  on {day}, {_place(found, region)}: {told(value, parameter.unit)}")
    for line in _about(found, value):
        click.echo(f"  {line}")


@law.command()
@click.argument("before", type=_DAY)
@click.argument("after", type=_DAY)
@click.option("--region", help="Only this area code, or CN; default: everywhere.")
@click.pass_obj
def diff(data: Path, before: datetime, after: datetime, region: str | None) -> None:
    """Print every value that is another on the day AFTER than on the day BEFORE."""
    found = law_of(data)
    if region is not None:
        _check_region(found, region)
    changes = found.changes(before.date(), after.date())
    shown = [one for one in changes if region in (None, one.region)]
    for change in shown:
        click.echo(_changed(found, change))
    click.echo(f"values that differ: {len(shown)}", err=True)


@law.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folder: Path) -> None:
    """Prove the files of FOLDER as they would be laid over the shipped law; exit code 1 if broken."""
    made = _laid(folder)
    click.echo(f"the law holds: {len(made.parameters)} parameters")


def law_of(data: Path) -> Law:
    """The law of an instance's settings: shipped, with the office's folder over it."""
    folder = from_environment(data).law
    if not folder:
        from bumang.rules.law_files import shipped

        return shipped()
    return _laid(Path(folder))


def _laid(folder: Path) -> Law:
    from bumang.rules.law_files import laid_over
    from bumang.runtime.law_folder import read_folder

    try:
        return laid_over(read_folder(folder))
    except LawDataError as fault:
        raise click.ClickException(f"the law in {folder} does not hold: {fault}") from None


def _parameter(found: Law, name: str) -> Parameter:
    parameter = found.parameters.get(name)
    if parameter is None:
        near = difflib.get_close_matches(name, found.parameters, 3, cutoff=0.5)
        meant = f" Did you mean {', '.join(near)}?" if near else ""
        raise click.ClickException(
            f"there is no parameter {name}.{meant} `bumang law list` has all of them."
        )
    return parameter


def _check_region(found: Law, region: str) -> None:
    """A place on record, or one inside a province on record."""
    if region == NATION:
        return
    if re.fullmatch(r"[1-9][0-9]{5}", region) is None or f"{region[:2]}0000" not in found.places:
        raise click.ClickException(
            f"{region} is no area code of a place on record; six digits, such as 370000, or CN."
        )


def _not_set(found: Law, parameter: Parameter, region: str, day: date, last: Value | None) -> str:
    where = _place(found, region)
    told_last = (
        f" The last one is {told(last, parameter.unit)}, since {last.since}." if last else ""
    )
    return f"{parameter.name} is not on record for {where} on {day}.{told_last}"


def _about(found: Law, value: Value) -> list[str]:
    origin = value.origin
    until = f", until {value.until}" if value.until else ""
    lines = [f"since {value.since}{until}, set for {_place(found, value.region)}"]
    lines += [
        f"source {one.key}: {one.title.zh} {one.title.en} ({one.seen})" for one in origin.sources
    ]
    unsure = "" if origin.verified else " — UNVERIFIED 待核实"
    lines.append(f"confidence {origin.confidence}: {_CONFIDENCE[origin.confidence]}{unsure}")
    if origin.note is not None:
        lines.append(f"note: {origin.note.zh} {origin.note.en}")
    return lines


def _changed(found: Law, change: Change) -> str:
    unit = change.parameter.unit
    before, after = (
        told(value, unit) if value else "not set" for value in (change.before, change.after)
    )
    mark = "" if change.after is None or change.after.origin.verified else "  UNVERIFIED 待核实"
    since = f" since {change.after.since}" if change.after else ""
    return f"{change.parameter.name:36} {_place(found, change.region)}: {before} → {after}{since}{mark}"


def _place(found: Law, region: str) -> str:
    known = found.areas.get(region)
    if region == NATION:
        return "CN 全国 the nation"
    return f"{region} {known.zh} {known.en}" if known else region


def told(value: Value, unit: Unit) -> str:
    """A value with its unit, as the command prints it."""
    figure = value.figure
    if isinstance(figure, ByAge):
        return ", ".join(f"{figure.first + n}: {one}" for n, one in enumerate(figure.months))
    if isinstance(figure, str) or unit is Unit.MONTH:
        return str(figure)
    return f"{plain(value.number)} {unit.value.replace('_', ' ')}"
