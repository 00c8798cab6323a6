"""How the inputs of a calculation are written: each reader knows its form and its bounds.

Amounts are yuan as decimal strings, at most to the fen; they are read to fen. Rates and indexes are
decimal strings. Whole JSON numbers are understood too, and fractions as they are written: a binary
fraction never enters a calculation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bumang.kernel.money import Fen, to_fen
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.calculations import problems

Schema = dict[str, Any]


@dataclass(frozen=True)
class Reader:
    """Reads one written value, or raises `InvalidInput`; `schema` is the same in JSON Schema."""

    read: Callable[[Any], Any]
    schema: Schema


@dataclass(frozen=True)
class Field:
    """What is said of an input beside its type: its name for people, and how it is written."""

    zh: str
    en: str
    reader: Reader

    @property
    def label(self) -> Text:
        return Text(self.zh, self.en)


# An amount has at most nine digits before the point and a rate eight after it, so that every
# product of a rule has fewer digits than a `Decimal` keeps.
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,8})?")
_AMOUNT = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def money(*, above_zero: bool = False, signed: bool = False) -> Reader:
    """An amount in yuan, read to fen: zero or more, unless said otherwise."""

    def read(value: Any) -> Fen:
        text = _as_written(value)
        if _DECIMAL.fullmatch(text) is None:
            raise InvalidInput(problems.AMOUNT_FORM)
        if _AMOUNT.fullmatch(text) is None:
            raise InvalidInput(problems.BELOW_FEN)
        fen = to_fen(Decimal(text))
        if above_zero and fen <= 0:
            raise InvalidInput(problems.NOT_ABOVE_ZERO)
        if fen < 0 and not signed:
            raise InvalidInput(problems.BELOW_ZERO)
        return fen

    told = "yuan, above zero" if above_zero else "yuan"
    return Reader(read, {"type": "string", "pattern": f"^{_AMOUNT.pattern}$", "description": told})


def ratio(*, above: str | None = None, least: str | None = None, most: str | None = None) -> Reader:
    """A rate, a share, an index: a number with at most eight decimals inside its bounds."""
    over, low, high = (None if bound is None else Decimal(bound) for bound in (above, least, most))

    def read(value: Any) -> Decimal:
        text = _as_written(value)
        if _DECIMAL.fullmatch(text) is None:
            raise InvalidInput(problems.NUMBER_FORM)
        number = Decimal(text)
        if (over is not None and number <= over) or (low is not None and number < low):
            raise InvalidInput(problems.out_of_range(above, least, most))
        if high is not None and number > high:
            raise InvalidInput(problems.out_of_range(above, least, most))
        return number

    told = _bounds(above, least, most)
    return Reader(read, {"type": "string", "pattern": f"^{_DECIMAL.pattern}$", "description": told})


def whole(least: int, most: int) -> Reader:
    """A whole number from `least` to `most`, both included."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidInput(problems.WHOLE_FORM)
        if not least <= value <= most:
            raise InvalidInput(problems.out_of_range(None, str(least), str(most)))
        return value

    return Reader(read, {"type": "integer", "minimum": least, "maximum": most})


def yes_no() -> Reader:
    """True or false."""

    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise InvalidInput(problems.YES_NO_FORM)
        return value

    return Reader(read, {"type": "boolean"})


def one_of(words: type[StrEnum], *, but: tuple[StrEnum, ...] = ()) -> Reader:
    """One of the words of an enumeration, without those that do not apply."""
    known = {word.value: word for word in words if word not in but}

    def read(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in known:
            raise InvalidInput(problems.not_one_of(tuple(known)))
        return known[value]

    return Reader(read, {"type": "string", "enum": list(known)})


def month() -> Reader:
    """A calendar month, `YYYY-MM`."""
    schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "description": "YYYY-MM"}
    return Reader(_month, schema)


def day() -> Reader:
    """A calendar day, `YYYY-MM-DD`."""
    return Reader(_day, {"type": "string", "format": "date"})


def month_or_day() -> Reader:
    """A month or, where it is known, a day."""

    def read(value: Any) -> Month | date:
        exact = isinstance(value, str) and len(value) > len("YYYY-MM")
        return _day(value) if exact else _month(value)

    return Reader(
        read,
        {
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$",
            "description": "YYYY-MM or YYYY-MM-DD",
        },
    )


def area() -> Reader:
    """An area code of six digits (GB/T 2260)."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or re.fullmatch(r"[1-9][0-9]{5}", value) is None:
            raise InvalidInput(problems.AREA_FORM)
        return value

    return Reader(read, {"type": "string", "pattern": "^[1-9][0-9]{5}$"})


def province() -> Reader:
    """The area code of a province: six digits, the last four of them zeros."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or re.fullmatch(r"[1-9][0-9]0000", value) is None:
            raise InvalidInput(problems.PROVINCE_FORM)
        return value

    return Reader(read, {"type": "string", "pattern": "^[1-9][0-9]0000$"})


def many(one: Reader, *, least: int = 0, most: int = 1200) -> Reader:
    """A list; every wrong entry is told. At most a hundred years of months unless said."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise InvalidInput(problems.LIST_FORM)
        if not least <= len(value) <= most:
            raise InvalidInput(problems.length_out_of_range(least, most))
        found, wrong = [], []
        for place, entry in enumerate(value):
            try:
                found.append(one.read(entry))
            except InvalidInput as invalid:
                wrong += [problem.at(f"[{place}]") for problem in invalid.problems]
        if wrong:
            raise InvalidInput(*wrong)
        return tuple(found)

    return Reader(read, {"type": "array", "items": one.schema, "minItems": least, "maxItems": most})


def _month(value: Any) -> Month:
    try:
        return Month.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise InvalidInput(problems.IMPOSSIBLE_MONTH) from None


def _day(value: Any) -> date:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise InvalidInput(problems.IMPOSSIBLE_DAY)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidInput(problems.IMPOSSIBLE_DAY) from None


def _as_written(value: Any) -> str:
    """The digits as they were written: `repr` gives those of a JSON fraction back."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return repr(value)
    return ""


def _bounds(above: str | None, least: str | None, most: str | None) -> str:
    told = (("above", above), ("at least", least), ("at most", most))
    return ", ".join(f"{word} {bound}" for word, bound in told if bound is not None)
