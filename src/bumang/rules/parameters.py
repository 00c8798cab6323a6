"""The law's figures: dated values, looked up by day and region.

Making a `Law` proves its data: every value has the type of its unit and lies in its range, has a
known source and a confidence; in one region no two values of a parameter hold on one day, and none
is missing between the first and the last where values are set for a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from bumang.kernel.text import Text
from bumang.rules.series import Series
from bumang.rules.source import NATION, Confidence, Origin, Source, Unit
from bumang.rules.values import Value, figure_of


class LawDataError(Exception):
    """The data files contradict themselves; nothing may be computed with them."""


class NotSetError(Exception):
    """No value of a parameter holds on a day in a region.

    `last` is the last one that did, when the parameter is set for a time (by the year, or until a
    day) and the time asked for is not published yet.
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
    until: date | None = None
    region: str = NATION
    sources: tuple[str, ...] = ()
    note: Text | None = None


class _WrittenParameter(msgspec.Struct, forbid_unknown_fields=True):
    title: Text
    unit: Unit
    values: tuple[_WrittenValue, ...]
    lasts: Literal["until_replaced", "calendar_year"] = "until_replaced"
    sources: tuple[str, ...] = ()


class Parameter(msgspec.Struct, frozen=True):
    """What is said of a parameter beside its values."""

    name: str
    title: Text
    unit: Unit


class Change(msgspec.Struct, frozen=True):
    """A parameter in a region on two days; None where it has no value."""

    parameter: Parameter
    region: str
    before: Value | None
    after: Value | None


class Law:
    """All parameters. `places` names the pension places by area code.

    `areas` are those that have values of their own beside them, without paying pensions.
    """

    def __init__(
        self,
        parameters: Mapping[str, Any],
        sources: Mapping[str, Source],
        places: Mapping[str, Text],
        areas: Mapping[str, Text] | None = None,
    ) -> None:
        """Raises `LawDataError` with every fault found."""
        self.sources = dict(sources)
        self.places = dict(places)
        self.areas = {**self.places, **(areas or {})}
        self.parameters: dict[str, Parameter] = {}
        self._series: dict[tuple[str, str], Series] = {}
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

    def changes(self, before: date, after: date) -> tuple[Change, ...]:
        """What holds otherwise on the one day than on the other, by name and region."""
        found = []
        for (name, region), series in sorted(self._series.items()):
            old, new = series.at(before), series.at(after)
            if (old and old.figure) != (new and new.figure):
                found.append(Change(self.parameters[name], region, old, new))
        return tuple(found)

    def _add(self, name: str, written: Any) -> Iterable[str]:
        try:
            parameter = msgspec.convert(written, _WrittenParameter)
        except msgspec.ValidationError as fault:
            return [f"{name}: {fault}"]
        if not parameter.values:
            return [f"{name} has no values"]
        self.parameters[name] = Parameter(name, parameter.title, parameter.unit)
        faults: list[str] = []
        by_region: dict[str, list[Value]] = {}
        for value in parameter.values:
            try:
                by_region.setdefault(value.region, []).append(self._value(parameter, value))
            except ValueError as fault:
                faults.append(f"{name} {value.region} {value.since}: {fault}")
        for region, values in by_region.items():
            series = Series(values, parameter.lasts == "calendar_year")
            faults += series.faults(f"{name} in {region}")
            self._series[name, region] = series
        return faults

    def _value(self, parameter: _WrittenParameter, written: _WrittenValue) -> Value:
        keys = written.sources or parameter.sources
        unknown = [key for key in keys if key not in self.sources]
        if unknown or not keys:
            raise ValueError(f"no known source: {unknown}")
        if written.region != NATION and written.region not in self.areas:
            raise ValueError("the region is no place of the law's data")
        origin = Origin(
            parameter=parameter.title,
            region=written.region,
            since=written.since,
            sources=tuple(self.sources[key] for key in keys),
            confidence=written.confidence,
            verified=written.confidence.verified,
            until=written.until,
            note=written.note,
        )
        figure = figure_of(parameter.unit, written.value)
        return Value(figure, written.since, written.region, origin, written.until)


def _widening(region: str) -> tuple[str, ...]:
    """An area code, its city, its province, the nation."""
    if region == NATION:
        return (NATION,)
    return tuple(dict.fromkeys((region, f"{region[:4]}00", f"{region[:2]}0000", NATION)))
