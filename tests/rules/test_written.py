"""Each way an input is written: what is read, and what is wrong just beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
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
        (written.money(), "0", 0),
        (written.money(), "0.01", 1),
        (written.money(), "-0.01", ["BELOW_ZERO"]),
        (written.money(), "1.005", ["BELOW_FEN"]),
        (written.money(), "1.", ["AMOUNT_FORM"]),
        (written.money(), None, ["AMOUNT_FORM"]),
        (written.money(), 12, 1200),
        (written.money(), 12.5, 1250),
        (written.money(above_zero=True), "0.01", 1),
        (written.money(above_zero=True), "0.00", ["NOT_ABOVE_ZERO"]),
        (written.money(signed=True), "-0.01", -1),
        (written.money(signed=True), "0", 0),
        (written.ratio(), "-5.5", Decimal("-5.5")),
        (written.ratio(above="0"), "0", ["OUT_OF_RANGE"]),
        (written.ratio(above="0"), "0.01", Decimal("0.01")),
        (written.ratio(least="1"), "1", Decimal(1)),
        (written.ratio(least="1"), "0.99", ["OUT_OF_RANGE"]),
        (written.ratio(most="1"), "1", Decimal(1)),
        (written.ratio(most="1"), "1.01", ["OUT_OF_RANGE"]),
        (written.ratio(above="0", least="1", most="2"), "0.5", ["OUT_OF_RANGE"]),
        (written.ratio(), "one", ["NUMBER_FORM"]),
        (written.whole(1, 3), 0, ["OUT_OF_RANGE"]),
        (written.whole(1, 3), 1, 1),
        (written.whole(1, 3), 3, 3),
        (written.whole(1, 3), 4, ["OUT_OF_RANGE"]),
        (written.whole(0, 3), True, ["WHOLE_FORM"]),
        (written.whole(0, 3), 1.0, ["WHOLE_FORM"]),
        (written.yes_no(), True, True),
        (written.yes_no(), False, False),
        (written.yes_no(), 1, ["YES_NO_FORM"]),
        (written.one_of(Colour), "red", Colour.RED),
        (written.one_of(Colour), "blue", ["NOT_ONE_OF"]),
        (written.one_of(Colour), ["red"], ["NOT_ONE_OF"]),
        (written.month(), "2026-11", Month(2026, 11)),
        (written.month(), "2026-11-24", ["IMPOSSIBLE_MONTH"]),
        (written.month(), 202611, ["IMPOSSIBLE_MONTH"]),
        (written.day(), "2026-11-24", date(2026, 11, 24)),
        (written.day(), "2026-11", ["IMPOSSIBLE_DAY"]),
        (written.month_or_day(), "2026-11", Month(2026, 11)),
        (written.month_or_day(), "2026-11-24", date(2026, 11, 24)),
        (written.month_or_day(), 2026, ["IMPOSSIBLE_MONTH"]),
        (written.area(), "440000", "440000"),
        (written.area(), "044000", ["AREA_FORM"]),
        (written.area(), 440000, ["AREA_FORM"]),
        (written.many(written.yes_no()), [], ()),
        (written.many(written.yes_no()), [True] * 1200, (True,) * 1200),
        (written.many(written.yes_no()), [True] * 1201, ["LENGTH"]),
        (written.many(written.yes_no(), least=1, most=2), [], ["LENGTH"]),
        (written.many(written.yes_no(), least=1, most=2), [True], (True,)),
        (written.many(written.yes_no(), least=1, most=2), [True, False], (True, False)),
        (written.many(written.yes_no(), least=1, most=2), [True] * 3, ["LENGTH"]),
        (written.many(written.yes_no()), [0, True, 1], ["YES_NO_FORM [0]", "YES_NO_FORM [2]"]),
        (written.many(written.yes_no()), {}, ["LIST_FORM"]),
    ],
)
def test_what_is_written_is_read_or_told_wrong(reader: Reader, value: Any, found: Any) -> None:
    assert read(reader, value) == found


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (written.money(), "yuan"),
        (written.money(above_zero=True), "yuan, above zero"),
        (written.ratio(above="0", most="3"), "above 0, at most 3"),
        (written.ratio(least="1"), "at least 1"),
        (written.month(), "YYYY-MM"),
    ],
)
def test_the_schema_tells_the_form_and_the_bounds(reader: Reader, told: str) -> None:
    assert reader.schema["description"] == told
