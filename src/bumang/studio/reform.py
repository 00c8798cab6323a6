"""改革方案: a dated change of parameters, in the same form as the shipped data.

    [reform]
    title = { zh = "每满一年计发 1.1%", en = "1.1 % a year" }

    [accrual_rate]
    values = [{ since = 2027-01-01, value = 0.011 }]

From its date on a value takes the place of everything the law has for that parameter and region,
until the reform's next value, or to the last day it holds, `until`. A value without a region is the nation's; places with
a value of their own keep it, unless `everywhere = true` stands beside `values`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.columns.retirement_age import SCHEDULE_NAMES
from bumang.rules.columns.tables import BY_MONTH, BY_YEAR
from bumang.rules.law_files import LawFiles
from bumang.rules.parameters import LawDataError
from bumang.rules.source import NATION, Unit
from bumang.rules.values import figure_of
from bumang.studio import problems
from bumang.studio.projection import projected
from bumang.studio.written import REFORM, Parameters, with_parameters

_YEARS = range(1990, 2101)
_ASSUMED = "assumed_"


class Change(NamedTuple):
    """One value of the reform."""

    parameter: str
    title: Text
    unit: Unit
    region: str
    since: date
    until: date | None
    value: Any
    everywhere: bool

    @property
    def ended(self) -> date | None:
        """The first day on which the law's own value holds again."""
        return None if self.until is None else self.until + timedelta(days=1)


class Reform(NamedTuple):
    """What is tried: its name, its values, and the law with them."""

    title: Text
    changes: tuple[Change, ...]
    law: LawFiles


class _Value(msgspec.Struct, forbid_unknown_fields=True):
    since: date
    value: Any
    until: date | None = None
    region: str = NATION


class _Parameter(msgspec.Struct, forbid_unknown_fields=True):
    values: list[_Value]
    everywhere: bool = False


class _Heading(msgspec.Struct, forbid_unknown_fields=True):
    title: Text


def read_reform(text: str, current: LawFiles) -> Reform:
    """Raises `InvalidInput` with every problem of the file."""
    try:
        written = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise InvalidInput(problems.not_toml(str(fault))) from None
    found: list[Problem] = []
    title = _title(written.pop("reform", None), found)
    changes: list[Change] = []
    for name, one in written.items():
        changes += _changes(name, one, current, found)
    if not changes and not found:
        found.append(problems.NOTHING_CHANGED)
    if found:
        raise InvalidInput(*found)
    law = with_parameters(current, _overlaid(current.parameters, changes))
    try:
        projected(law, _YEARS)
    except LawDataError as fault:
        raise InvalidInput(problems.does_not_fit(str(fault))) from None
    return Reform(title, tuple(changes), law)


def _title(written: Any, found: list[Problem]) -> Text:
    try:
        return msgspec.convert(written, _Heading).title
    except msgspec.ValidationError:
        found.append(problems.NO_TITLE)
        return Text("", "")


def _changes(name: str, written: Any, current: LawFiles, found: list[Problem]) -> Iterable[Change]:
    if name not in current.parameters:
        found.append(problems.unknown_parameter(name, current.parameters))
        return
    if not _computed_with(name):
        found.append(problems.not_used(name))
        return
    try:
        parameter = msgspec.convert(written, _Parameter)
    except msgspec.ValidationError as fault:
        found.append(problems.wrong_form(name, str(fault)))
        return
    if not parameter.values:
        found.append(problems.no_values(name))
    known = current.parameters[name]
    days = [(value.region, value.since) for value in parameter.values]
    if len(set(days)) < len(days):
        found.append(problems.twice(name))
    for number, value in enumerate(parameter.values):
        field = f"{name}.values[{number}]"
        wrong = _wrong(name, value, Unit(known["unit"]), current)
        if wrong is not None:
            found.append(wrong.at(field))
            continue
        yield Change(
            name,
            msgspec.convert(known["title"], Text),
            Unit(known["unit"]),
            value.region,
            value.since,
            value.until,
            value.value,
            parameter.everywhere,
        )


def _computed_with(name: str) -> bool:
    """Whether the pensions of the studio depend on a parameter."""
    return name in BY_YEAR | BY_MONTH or name.startswith((_ASSUMED, *SCHEDULE_NAMES))


def _wrong(name: str, value: _Value, unit: Unit, current: LawFiles) -> Problem | None:
    try:
        figure_of(unit, value.value)
    except (ValueError, msgspec.ValidationError):
        return problems.does_not_suit(value.value, unit)
    if value.region != NATION and value.region not in current.places:
        return problems.unknown_region(value.region)
    ended = None if value.until is None else value.until + timedelta(days=1)
    if value.until is not None and value.until < value.since:
        return problems.ENDS_BEFORE_IT_BEGINS
    by_year = name in BY_YEAR or name.startswith(_ASSUMED)
    if by_year and not (_new_year(value.since) and (ended is None or _new_year(ended))):
        return problems.NOT_NEW_YEAR
    return None


def _new_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _overlaid(parameters: Parameters, changes: Iterable[Change]) -> Parameters:
    made = deepcopy(parameters)
    for change in sorted(changes, key=lambda change: change.since):
        known = made[change.parameter]
        kept = [_cut(value, change) for value in known["values"] if not _replaced(value, change)]
        known["values"] = kept + list(_values(change, known, parameters[change.parameter]))
    return made


def _cut(value: dict[str, Any], change: Change) -> dict[str, Any]:
    """A value that would hold into the reform's time ends where that begins."""
    until = value.get("until")
    beyond = until is not None and value["since"] < change.since <= until
    if not beyond or not _concerns(change, value):
        return value
    return {**value, "until": change.since - timedelta(days=1)}


def _replaced(value: dict[str, Any], change: Change) -> bool:
    """Whether the law's value gives way; the reform's own earlier values stay before theirs."""
    after = change.ended is not None and value["since"] >= change.ended
    return _concerns(change, value) and value["since"] >= change.since and not after


def _concerns(change: Change, value: dict[str, Any]) -> bool:
    """Whether a value is of the change's region, or of any where it holds everywhere."""
    everywhere = change.everywhere and change.region == NATION
    return everywhere or value.get("region", NATION) == change.region


def _values(change: Change, known: dict[str, Any], law: dict[str, Any]) -> Iterable[dict[str, Any]]:
    until = change.ended or date(_YEARS.stop, 1, 1)
    days = [change.since]
    if known.get("lasts") == "calendar_year":
        # A rate set by the year holds until something else does; amounts grow on by themselves.
        last = until.year if Unit(known["unit"]) is Unit.PERCENT else change.since.year + 1
        days = [date(year, 1, 1) for year in range(change.since.year, last)]
    for day in days:
        yield _written(day, change.value, change.region)
    if change.everywhere and change.region == NATION:
        yield from _own_places(change, known, days)
    if change.ended is not None and known.get("lasts") != "calendar_year":
        yield from _returning(change, known, law)


def _own_places(
    change: Change, known: dict[str, Any], days: list[date]
) -> Iterable[dict[str, Any]]:
    """With `everywhere`: the same value for each place that has one of its own."""
    places = {v["region"] for v in known["values"] if v.get("region", NATION) != NATION}
    for place in sorted(places):
        for day in days:
            yield _written(day, change.value, place)


def _returning(
    change: Change, known: dict[str, Any], law: dict[str, Any]
) -> Iterable[dict[str, Any]]:
    """The law's own value again from `until` on, where none of its values begins on that day."""
    assert change.ended is not None
    regions = {change.region}
    if change.everywhere:
        regions |= {v.get("region", NATION) for v in known["values"]}
    for region in regions:
        before = [
            value
            for value in law["values"]
            if value.get("region", NATION) == region and value["since"] <= change.ended
        ]
        if before:
            last = max(before, key=lambda value: value["since"])
            if last["since"] < change.ended:
                yield {**last, "since": change.ended}


def _written(since: date, value: Any, region: str) -> dict[str, Any]:
    return {
        "since": since,
        "value": value,
        "region": region,
        "confidence": "D",
        "sources": (REFORM,),
    }
