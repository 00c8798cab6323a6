"""How a figure came about: the steps of a calculation, each with its figures and its rule.

A calculation returns its steps beside its results. The text of a step is for people; `value` is
for programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from bumang.kernel.money import Fen, show_yuan, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.source import Article, Origin

Origins = Mapping[str, Origin]
"""Where given figures came from, by the name of the input: what is not here, the person said."""


class Figure(msgspec.Struct, frozen=True):
    """A number with its name. `value` is plain; `shown` has the unit. No origin: it was given."""

    key: str
    name: Text
    value: str
    shown: Text
    origin: Origin | None = None


class Step(msgspec.Struct, frozen=True):
    """One step: what is computed, the formula in words, with the figures in, the result, the rule.

    `worked` is the formula with the numbers put in, readable in any language.
    """

    key: str
    name: Text
    formula: Text
    worked: str
    figures: tuple[Figure, ...]
    result: Figure
    rules: tuple[Article, ...]


def of_month(step: Step, at: Month) -> Step:
    """The step of one month among many: its name says which."""
    shown = Text(f"{at.year} 年 {at.month} 月", str(at))
    name = Text("{at}：{name}", "{at}: {name}").format(at=shown, name=step.name)
    return msgspec.structs.replace(step, name=name)


def plain(number: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_years(twelfths: Decimal) -> str:
    """Twelfths of a year as years for people, to four decimals; the sum itself uses all of them."""
    return plain((twelfths / 12).quantize(_FOUR_PLACES))


def money(key: str, name: Text, fen: Fen, origin: Origin | None = None) -> Figure:
    """An amount."""
    shown = show_yuan(fen)
    return Figure(key, name, str(to_yuan(fen)), Text(f"{shown} 元", f"{shown} yuan"), origin)


def number(
    key: str, name: Text, value: Decimal | int, unit: Text, origin: Origin | None = None
) -> Figure:
    """A number with a unit; `NO_UNIT` for none."""
    text = plain(Decimal(value))
    english = unit.en.removesuffix("s") if text == "1" else unit.en
    return Figure(key, name, text, Text(text + unit.zh, text + english), origin)


def duration(key: str, name: Text, months: int, shown: Text) -> Figure:
    """A span of months, shown in years and months."""
    return Figure(key, name, str(months), shown)


def month(key: str, name: Text, value: Month, origin: Origin | None = None) -> Figure:
    """A calendar month."""
    text = str(value)
    return Figure(key, name, text, Text(f"{value.year}年{value.month}月", text), origin)


def day(key: str, name: Text, value: date) -> Figure:
    """A calendar day."""
    return Figure(
        key, name, str(value), Text(f"{value.year}年{value.month}月{value.day}日", str(value))
    )


def word(key: str, name: Text, value: str, shown: Text, origin: Origin | None = None) -> Figure:
    """What is a word and no number: a kind, a place, a yes or a no."""
    return Figure(key, name, value, shown, origin)


def share(key: str, name: Text, value: Decimal, origin: Origin | None = None) -> Figure:
    """A share of one, shown in per cent."""
    return number(key, name, value * 100, PERCENT, origin)


_FOUR_PLACES = Decimal("0.0001")

NO_UNIT = Text(zh="", en="")
MONTHS = Text(zh=" 个月", en=" months")
YEARS = Text(zh=" 年", en=" years")
DAYS = Text(zh=" 天", en=" days")
PERCENT = Text(zh="%", en="%")
