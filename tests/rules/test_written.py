"""Each way an input is written: what is read, and what is wrong just beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.calculations import written
from bumang.rules.calculations.written import Reader


class Colour(StrEnum):
    RED = "red"


def read(reader: Reader, value: Any) -> Any:
    """What is read; for what is wrong the codes with their places."""
    try:
        return reader.read(value)
    except InvalidInput as invalid:
        return [f"{one.code} {one.field}".strip() for one in invalid.problems]


@pytest.mark.parametrize(
    ("reader", "value", "found"),
    [
        (written.money, "0", 0),
        (written.money, "0.01", 1),
        (written.money, "-0.01", ["BELOW_ZERO"]),
        (written.money, "1.005", ["BELOW_FEN"]),
        (written.money, "1.", ["AMOUNT_FORM"]),
        (written.money, None, ["AMOUNT_FORM"]),
        (written.money, 12, 1200),
        (written.money, 12.5, 1250),
        (lambda: written.money(above_zero=True), "0.01", 1),
        (lambda: written.money(above_zero=True), "0.00", ["NOT_ABOVE_ZERO"]),
        (lambda: written.money(signed=True), "-0.01", -1),
        (lambda: written.money(signed=True), "0", 0),
        (lambda: written.money(above_zero=True, signed=True), "-0.01", ["NOT_ABOVE_ZERO"]),
        (written.ratio, "-5.5", Decimal("-5.5")),
        (lambda: written.ratio(above="0"), "0", ["OUT_OF_RANGE"]),
        (lambda: written.ratio(above="0"), "0.01", Decimal("0.01")),
        (lambda: written.ratio(least="1"), "1", Decimal(1)),
        (lambda: written.ratio(least="1"), "0.99", ["OUT_OF_RANGE"]),
        (lambda: written.ratio(most="1"), "1", Decimal(1)),
        (lambda: written.ratio(most="1"), "1.01", ["OUT_OF_RANGE"]),
        (lambda: written.ratio(above="0", least="1", most="2"), "0.5", ["OUT_OF_RANGE"]),
        (written.ratio, "one", ["NUMBER_FORM"]),
        (lambda: written.whole(1, 3), 0, ["OUT_OF_RANGE"]),
        (lambda: written.whole(1, 3), 1, 1),
        (lambda: written.whole(1, 3), 3, 3),
        (lambda: written.whole(1, 3), 4, ["OUT_OF_RANGE"]),
        (lambda: written.whole(0, 3), True, ["WHOLE_FORM"]),
        (lambda: written.whole(0, 3), 1.0, ["WHOLE_FORM"]),
        (written.yes_no, True, True),
        (written.yes_no, False, False),
        (written.yes_no, 1, ["YES_NO_FORM"]),
        (lambda: written.one_of(Colour), "red", Colour.RED),
        (lambda: written.one_of(Colour), "blue", ["NOT_ONE_OF"]),
        (lambda: written.one_of(Colour), ["red"], ["NOT_ONE_OF"]),
        (written.month, "2026-11", Month(2026, 11)),
        (written.month, "2026-11-24", ["IMPOSSIBLE_MONTH"]),
        (written.month, 202611, ["IMPOSSIBLE_MONTH"]),
        (written.day, "2026-11-24", date(2026, 11, 24)),
        (written.day, "2026-11", ["IMPOSSIBLE_DAY"]),
        (written.month_or_day, "2026-11", Month(2026, 11)),
        (written.month_or_day, "2026-11-24", date(2026, 11, 24)),
        (written.month_or_day, 2026, ["IMPOSSIBLE_MONTH"]),
        (written.area, "440000", "440000"),
        (written.province, "440000", "440000"),
        (written.province, "440100", ["PROVINCE_FORM"]),
        (written.province, 440000, ["PROVINCE_FORM"]),
        (written.money, True, ["AMOUNT_FORM"]),
        (written.area, "044000", ["AREA_FORM"]),
        (written.area, 440000, ["AREA_FORM"]),
        (lambda: written.many(written.yes_no()), [], ()),
        (lambda: written.many(written.yes_no()), [True] * 1200, (True,) * 1200),
        (lambda: written.many(written.yes_no()), [True] * 1201, ["LENGTH"]),
        (lambda: written.many(written.yes_no(), least=1, most=2), [], ["LENGTH"]),
        (lambda: written.many(written.yes_no(), least=1, most=2), [True], (True,)),
        (lambda: written.many(written.yes_no(), least=1, most=2), [True, False], (True, False)),
        (lambda: written.many(written.yes_no(), least=1, most=2), [True] * 3, ["LENGTH"]),
        (
            lambda: written.many(written.yes_no()),
            [0, True, 1],
            ["YES_NO_FORM [0]", "YES_NO_FORM [2]"],
        ),
        (lambda: written.many(written.yes_no()), {}, ["LIST_FORM"]),
    ],
)
def test_what_is_written_is_read_or_told_wrong(
    reader: Callable[[], Reader], value: Any, found: Any
) -> None:
    assert read(reader(), value) == found


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (written.money, "yuan"),
        (lambda: written.money(above_zero=True), "yuan, above zero"),
        (lambda: written.ratio(above="0", most="3"), "above 0, at most 3"),
        (lambda: written.ratio(least="1"), "at least 1"),
        (written.ratio, ""),
        (written.month, "YYYY-MM"),
        (written.month_or_day, "YYYY-MM or YYYY-MM-DD"),
    ],
)
def test_the_schema_tells_the_form_and_the_bounds(reader: Callable[[], Reader], told: str) -> None:
    assert reader().schema["description"] == told


@pytest.mark.parametrize(
    ("reader", "schema"),
    [
        (lambda: written.whole(1, 3), {"type": "integer", "minimum": 1, "maximum": 3}),
        (lambda: written.one_of(Colour), {"type": "string", "enum": ["red"]}),
        (
            lambda: written.many(written.yes_no()),
            {"type": "array", "items": {"type": "boolean"}, "minItems": 0, "maxItems": 1200},
        ),
        (
            lambda: written.many(written.yes_no(), least=2, most=5),
            {"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 5},
        ),
    ],
)
def test_the_schema_says_the_same_as_the_reader(
    reader: Callable[[], Reader], schema: dict[str, Any]
) -> None:
    assert reader().schema == schema


@pytest.mark.parametrize(
    ("reader", "value", "said"),
    [
        (
            lambda: written.ratio(above="0", least="1", most="2"),
            "9",
            "It must be above 0, at least 1, at most 2.",
        ),
        (lambda: written.whole(1, 3), 9, "It must be at least 1, at most 3."),
        (lambda: written.ratio(most="2"), "9", "It must be at most 2."),
        (
            lambda: written.many(written.yes_no(), least=1, most=2),
            [],
            "It must have 1 to 2 entries.",
        ),
    ],
)
def test_what_is_out_of_bounds_is_told_the_bounds(
    reader: Callable[[], Reader], value: Any, said: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        reader().read(value)
    assert caught.value.problems[0].why.en == said


def test_who_writes_another_word_is_told_those_there_are() -> None:
    with pytest.raises(InvalidInput) as caught:
        written.one_of(Colour).read("blue")
    assert caught.value.problems[0].fix == Text("请从这些里选：red。", "Choose one of: red.")
