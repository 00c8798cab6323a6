"""The law's figures: dated values, looked up by day and region.

The data files in `data/` are read once. Loading proves them: every value has the type of its unit,
a known source and a confidence; for one parameter and region no two values begin on one day, and a
parameter that is set year by year misses no year between its first and its last.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from bumang.kernel.text import Text
from bumang.rules.source import NATION, Confidence, Origin, Source, Unit
from bumang.rules.values import Value, figure_of


class LawDataError(Exception):
    """The data files contradict themselves; nothing may be computed with them."""


class NotSetError(Exception):
    """No value of a parameter holds on a day in a region.

    `last` is the last one that did, when the parameter is set year by year and the year asked for
    is not published yet.
    """

    def __init__(self, parameter: str, region: str, day: date, last: Value | None) -> None:
        super().__init__(f"{parameter} is not set for {region} on {day}")
        self.parameter = parameter
        self.region = region
        self.day = day
        self.last = last


class _WrittenValue(msgspec.Struct, forbid_unknown_fields=True):
    value: Any
    since: date
    confidence: Confidence
    region: str = NATION
    sources: tuple[str, ...] = ()
    note: Text | None = None


class _WrittenParameter(msgspec.Struct, forbid_unknown_fields=True):
    title: Text
    unit: Unit
    values: tuple[_WrittenValue, ...]
    lasts: Literal["until_replaced", "calendar_year"] = "until_replaced"
    sources: tuple[str, ...] = ()


class _Series:
    """The values of one parameter in one region, in order of time."""

    def __init__(self, values: list[Value], yearly: bool) -> None:
        self.values = sorted(values, key=lambda value: value.since)
        self._starts = [value.since for value in self.values]
        self._yearly = yearly

    def at(self, day: date) -> Value | None:
        place = bisect_right(self._starts, day)
        if not place or (self._yearly and self._starts[place - 1].year != day.year):
            return None
        return self.values[place - 1]

    def last_before(self, day: date) -> Value | None:
        place = bisect_right(self._starts, day)
        return self.values[place - 1] if place and self._yearly else None

    def faults(self, name: str) -> Iterable[str]:
        for earlier, later in zip(self._starts, self._starts[1:], strict=False):
            if earlier == later:
                yield f"{name} has two values from {earlier}"
            elif self._yearly and later.year != earlier.year + 1:
                yield f"{name} has no value between {earlier.year} and {later.year}"
        for start in self._starts:
            if self._yearly and (start.month, start.day) != (1, 1):
                yield f"{name} is set by the year but begins on {start}"


class Law:
    """All parameters. `places` names the pension places by area code."""

    def __init__(
        self,
        parameters: Mapping[str, Any],
        sources: Mapping[str, Source],
        places: Mapping[str, Text],
    ) -> None:
        """Raises `LawDataError` with every fault found."""
        self.sources = dict(sources)
        self.places = dict(places)
        self._series: dict[tuple[str, str], _Series] = {}
        faults: list[str] = []
        for name, written in parameters.items():
            faults += self._add(name, written)
        if faults:
            raise LawDataError("; ".join(faults))

    def at(self, parameter: str, day: date, region: str = NATION) -> Value:
        """The value on a day: the place's own, else its city's, its province's, the nation's.

        Raises `NotSetError` when none holds.
        """
        for place in _widening(region):
            series = self._series.get((parameter, place))
            if series is None:
                continue
            value = series.at(day)
            if value is not None:
                return value
            last = series.last_before(day)
            if last is not None:
                # The place has a series of its own: its last year is nearer than the province's.
                raise NotSetError(parameter, region, day, last)
        raise NotSetError(parameter, region, day, None)

    def history(self, parameter: str, region: str = NATION) -> tuple[Value, ...]:
        """Every value a region itself has had, in order of time; empty when it has none."""
        series = self._series.get((parameter, region))
        return tuple(series.values) if series else ()

    def _add(self, name: str, written: Any) -> Iterable[str]:
        try:
            parameter = msgspec.convert(written, _WrittenParameter)
        except msgspec.ValidationError as fault:
            return [f"{name}: {fault}"]
        if not parameter.values:
            return [f"{name} has no values"]
        faults: list[str] = []
        by_region: dict[str, list[Value]] = {}
        for value in parameter.values:
            try:
                by_region.setdefault(value.region, []).append(self._value(parameter, value))
            except ValueError as fault:
                faults.append(f"{name} {value.region} {value.since}: {fault}")
        for region, values in by_region.items():
            series = _Series(values, parameter.lasts == "calendar_year")
            faults += series.faults(f"{name} in {region}")
            self._series[name, region] = series
        return faults

    def _value(self, parameter: _WrittenParameter, written: _WrittenValue) -> Value:
        keys = written.sources or parameter.sources
        unknown = [key for key in keys if key not in self.sources]
        if unknown or not keys:
            raise ValueError(f"no known source: {unknown}")
        if written.region != NATION and written.region not in self.places:
            raise ValueError("the region is no pension place")
        origin = Origin(
            parameter=parameter.title,
            region=written.region,
            since=written.since,
            sources=tuple(self.sources[key] for key in keys),
            confidence=written.confidence,
            verified=written.confidence.verified,
            note=written.note,
        )
        return Value(
            figure_of(parameter.unit, written.value), written.since, written.region, origin
        )


@cache
def law() -> Law:
    """The law as shipped with the package, read once. Raises `LawDataError`."""
    folder = files("bumang.rules") / "data"
    read = {
        entry.name: tomllib.loads(entry.read_text("utf-8"), parse_float=Decimal)
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    places = msgspec.convert(read.pop("places.toml"), dict[str, Text])
    sources = {
        key: msgspec.convert({"key": key, **written}, Source)
        for key, written in read.pop("sources.toml").items()
    }
    parameters: dict[str, Any] = {}
    for name, written in sorted(read.items()):
        twice = parameters.keys() & written.keys()
        if twice:
            raise LawDataError(f"{name} repeats {sorted(twice)}")
        parameters |= written
    return Law(parameters, sources, places)


def _widening(region: str) -> tuple[str, ...]:
    """An area code, its city, its province, the nation."""
    if region == NATION:
        return (NATION,)
    return tuple(dict.fromkeys((region, f"{region[:4]}00", f"{region[:2]}0000", NATION)))
