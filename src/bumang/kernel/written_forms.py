"""Months, dates and amounts as people write them, read into one form."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bumang.kernel.money import Fen, to_fen
from bumang.kernel.months import Month
from bumang.kernel.plain import half_width
from bumang.kernel.problems import Problem
from bumang.kernel.reading import Reading, empty, refused
from bumang.kernel.text import Text

_MONTH_FORM = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})月?|([0-9]{2}))")
_DATE_FORM = re.compile(
    r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))"
)
_SPREADSHEET_DAY = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_AMOUNT_FORM = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
_LARGEST = 13  # digits of yuan; above this no amount in social insurance is meant

_MONTH = Text(zh="年月", en="month")
_DATE = Text(zh="日期", en="date")
_AMOUNT = Text(zh="金额", en="amount")


def read_month(text: str) -> Reading[Month]:
    """Read a month: `2026-02`, also 202602, 2026/2, 2026.2, 2026年2月. EMPTY, FORMAT, MONTH."""
    plain = half_width(text).strip()
    if not plain:
        return refused(empty(_MONTH))
    found = _MONTH_FORM.fullmatch(plain)
    if found is None:
        return refused(_MONTH_FORMAT)
    year, month = int(found[1]), int(found[2] or found[3])
    if year == 0 or not 1 <= month <= 12:
        return refused(_NO_SUCH_MONTH)
    value = Month(year, month)
    return Reading(value, normalised=str(value) != text)


def read_date(text: str) -> Reading[date]:
    """Read a day: `2026-02-08`, also 20260208, 2026/2/8, 2026.2.8, 2026年2月8日.

    EMPTY, FORMAT, MONTH, DAY; SPREADSHEET_DAY for the bare number some spreadsheets give.
    """
    plain = half_width(text).strip()
    if not plain:
        return refused(empty(_DATE))
    found = _DATE_FORM.fullmatch(plain)
    if found is None:
        serial = _SPREADSHEET_DAY.fullmatch(plain)
        return refused(_SERIAL if serial else _DATE_FORMAT)
    year, month, day = int(found[1]), int(found[2] or found[4]), int(found[3] or found[5])
    if year == 0 or not 1 <= month <= 12:
        return refused(_NO_SUCH_MONTH)
    try:
        value = date(year, month, day)
    except ValueError:
        return refused(_NO_SUCH_DAY)
    return Reading(value, normalised=value.isoformat() != text)


def read_amount(text: str) -> Reading[Fen]:
    """Read yuan into fen: EMPTY, NEGATIVE, CHARSET, SCALE, TOO_LARGE.

    Commas between thousands, a leading ¥ and a trailing 元 are understood; an exponent is not.
    """
    plain = half_width(text).strip()
    if not plain:
        return refused(empty(_AMOUNT))
    # Full width ￥ (U+FFE5) lies outside the mirrored block, hence both signs.
    number = plain.removeprefix("¥").removeprefix("￥").removesuffix("元").strip()
    if number.startswith("-"):
        return refused(_NEGATIVE if _AMOUNT_FORM.fullmatch(number[1:]) else _AMOUNT_CHARSET)
    found = _AMOUNT_FORM.fullmatch(number)
    if found is None:
        return refused(_AMOUNT_CHARSET)
    if found[1] and len(found[1]) > 2:
        return refused(_SCALE)
    digits = number.replace(",", "")
    if len(digits.partition(".")[0].lstrip("0")) > _LARGEST:
        return refused(_TOO_LARGE)
    return Reading(to_fen(Decimal(digits)), normalised=digits != text)


_MONTH_FORMAT = Problem(
    code="FORMAT",
    what=Text(zh="年月的写法不对。", en="The month is not written in a way we can read."),
    why=Text(zh="要有四位的年份和月份。", en="It needs a year of four digits and a month."),
    fix=Text(zh="请写成 2026-02 这样。", en="Write it like 2026-02."),
)

_NO_SUCH_MONTH = Problem(
    code="MONTH",
    what=Text(zh="没有这个月份。", en="There is no such month."),
    why=Text(zh="月份是 1 到 12。", en="Months are 1 to 12."),
    fix=Text(zh="请核对月份，写成 2026-02 这样。", en="Check the month; write it like 2026-02."),
)

_DATE_FORMAT = Problem(
    code="FORMAT",
    what=Text(zh="日期的写法不对。", en="The date is not written in a way we can read."),
    why=Text(zh="要有年、月、日。", en="It needs year, month and day."),
    fix=Text(zh="请写成 2026-02-08 这样。", en="Write it like 2026-02-08."),
)

_NO_SUCH_DAY = Problem(
    code="DAY",
    what=Text(zh="没有这一天。", en="There is no such day."),
    why=Text(
        zh="这个月没有这么多天；平年的 2 月只有 28 天。",
        en="The month is shorter; February has 28 days except in leap years.",
    ),
    fix=Text(zh="请核对日期。", en="Check the date."),
)

_SERIAL = Problem(
    code="SPREADSHEET_DAY",
    what=Text(
        zh="这是表格软件的日期序号，不是日期。",
        en="This is a spreadsheet's number for a day, not a date.",
    ),
    why=Text(
        zh="不同软件的序号起点不同，可能差四年。",
        en="Programs count from different days; it could be four years off.",
    ),
    fix=Text(
        zh="请把这一列设成文本，写成 2026-02-08 这样。",
        en="Format the column as text and write 2026-02-08.",
    ),
)

_AMOUNT_CHARSET = Problem(
    code="CHARSET",
    what=Text(zh="金额的写法不对。", en="The amount is not written in a way we can read."),
    why=Text(
        zh="金额只用数字和小数点，千位可以用逗号。",
        en="It has digits and a decimal point; commas may separate thousands.",
    ),
    fix=Text(zh="请写成 12345.60 这样。", en="Write it like 12345.60."),
)

_SCALE = Problem(
    code="SCALE",
    what=Text(zh="金额的小数超过两位。", en="The amount has more than two decimals."),
    why=Text(zh="金额最小到分。", en="The smallest unit is a fen, 0.01 yuan."),
    fix=Text(zh="请写到分为止。", en="Give it to two decimals."),
)

_NEGATIVE = Problem(
    code="NEGATIVE",
    what=Text(zh="金额不能是负数。", en="The amount cannot be negative."),
    why=Text(zh="这里填的是实际的数额。", en="What is asked for is an actual amount."),
    fix=Text(zh="请去掉负号，没有的填 0。", en="Remove the minus sign; write 0 for none."),
)

_TOO_LARGE = Problem(
    code="TOO_LARGE",
    what=Text(zh="金额太大。", en="The amount is too large."),
    why=Text(
        zh="超过 13 位的金额多半是多写了数字。",
        en="More than 13 digits are almost surely a slip.",
    ),
    fix=Text(zh="请核对金额，单位是元。", en="Check the amount; the unit is yuan."),
)
