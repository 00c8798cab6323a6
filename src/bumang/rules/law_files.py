"""The law's data files: those shipped in `data/`, and those an office lays over them.

A file laid over the shipped ones is written in the same way. Of a parameter that is there already it
names only the new values; its title and unit need not be repeated. A value for a region and a day
that has one already must say `corrects = true`: what was answered before is not changed by a slip.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from bumang.kernel.text import Text
from bumang.rules.parameters import Law, LawDataError
from bumang.rules.source import NATION, Source

Written = dict[str, Any]
_NAMES = ("places.toml", "areas.toml")
_SOURCES = "sources.toml"


class LawFiles(msgspec.Struct):
    """What the files say, before it is proved."""

    parameters: Written
    sources: Written
    places: Written
    areas: Written

    def law(self) -> Law:
        """The law they make. Raises `LawDataError` with every fault found."""
        try:
            sources = {
                key: msgspec.convert({"key": key, **written}, Source)
                for key, written in self.sources.items()
            }
            places = msgspec.convert(self.places, dict[str, Text])
            areas = msgspec.convert(self.areas, dict[str, Text])
        except (msgspec.ValidationError, TypeError) as fault:
            raise LawDataError(f"sources or places: {fault}") from None
        return Law(self.parameters, sources, places, areas)


@cache
def shipped() -> Law:
    """The law as shipped with the package, read once."""
    return shipped_files().law()


def laid_over(texts: Mapping[str, str]) -> Law:
    """The shipped law with the files of an office over it, by their names in order.

    Raises `LawDataError` with the file that is at fault.
    """
    made = _copied(shipped_files())
    for name in sorted(texts):
        try:
            _lay(name, _parsed(name, texts[name]), made)
        except (AttributeError, TypeError, KeyError) as fault:
            raise LawDataError(f"{name}: not written as a file of the law is ({fault})") from None
    return made.law()


@cache
def shipped_files() -> LawFiles:
    """What the package's files say; not to be changed, only copied."""
    folder = files("bumang.rules") / "data"
    read = {
        entry.name: _parsed(entry.name, entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    places, areas = (read.pop(name, {}) for name in _NAMES)
    sources = read.pop(_SOURCES)
    return LawFiles(merged(read), sources, places, areas)


def merged(files_by_name: Mapping[str, Written]) -> Written:
    """The parameters of several files. Raises `LawDataError` for one that stands in two."""
    made: Written = {}
    for name, written in sorted(files_by_name.items()):
        twice = made.keys() & written.keys()
        if twice:
            raise LawDataError(f"{name} repeats {sorted(twice)}")
        made |= written
    return made


def _copied(one: LawFiles) -> LawFiles:
    """The containers anew; what is in them is not changed."""
    return LawFiles(dict(one.parameters), dict(one.sources), dict(one.places), dict(one.areas))


def _parsed(name: str, text: str) -> Written:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise LawDataError(f"{name}: {fault}") from None


def _lay(name: str, written: Written, over: LawFiles) -> None:
    added = {"places.toml": over.places, "areas.toml": over.areas, _SOURCES: over.sources}
    if name in added:
        twice = sorted(key for key in written if added[name].get(key, written[key]) != written[key])
        if twice:
            raise LawDataError(f"{name} says otherwise of {twice}")
        added[name].update(written)
        return
    for parameter, said in written.items():
        known = over.parameters.get(parameter)
        over.parameters[parameter] = (
            said if known is None else _joined(name, parameter, known, said)
        )


def _joined(file: str, parameter: str, known: Written, said: Written) -> Written:
    """The known parameter with the new values among its own."""
    for key in said.keys() - {"values", "sources"}:
        if said[key] != known.get(key):
            raise LawDataError(f"{file}: {parameter} has another {key}")
    values = {_place(value): value for value in known["values"]}
    if "sources" in known:
        values = {place: {"sources": known["sources"], **one} for place, one in values.items()}
    for new in said.get("values", ()):
        value = {"sources": said.get("sources", known.get("sources", ())), **new}
        corrects = value.pop("corrects", False)
        if (_place(value) in values) != corrects:
            raise LawDataError(f"{file}: {parameter} {_told(value, corrects)}")
        values[_place(value)] = value
    return {**known, "values": list(values.values())}


def _place(value: Written) -> tuple[Any, Any]:
    return value.get("region", NATION), value["since"]


def _told(value: Written, corrects: bool) -> str:
    region, since = _place(value)
    if corrects:
        return f"corrects a value for {region} from {since} that is not there"
    return f"has a value for {region} from {since} already; say corrects = true to replace it"
