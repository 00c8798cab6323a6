"""What can be wrong with the inputs of any calculation, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

OBJECT_FORM = Problem(
    "OBJECT_FORM",
    Text("输入不是一组「名称: 值」。", "The inputs are not an object of names and values."),
    Text("每个输入都要有名称。", "Every input has a name."),
    Text('请写成 {"名称": 值, …}。', 'Write {"name": value, …}.'),
)
REPEATED_NAME = Problem(
    "REPEATED_NAME",
    Text("这个名称写了不止一次。", "This name stands more than once."),
    Text("一个名称有两个值，就不知道以哪个为准。", "Of two values nobody knows which is meant."),
    Text("请只留一个。", "Keep one of them."),
)
AMOUNT_FORM = Problem(
    "AMOUNT_FORM",
    Text("金额的写法不对。", "This is not an amount."),
    Text(
        "金额以元为单位，写成十进制数字，整数部分最多九位。",
        "Amounts are yuan in decimal digits, at most nine before the point.",
    ),
    Text('请写成 "1234.56" 这样的形式。', 'Write it like "1234.56".'),
)
BELOW_FEN = Problem(
    "BELOW_FEN",
    Text("金额的小数超过两位。", "The amount has more than two decimals."),
    Text("钱最小到分。", "The fen is the smallest amount of money."),
    Text("请精确到分。", "Give it to the fen."),
)
BELOW_ZERO = Problem(
    "BELOW_ZERO",
    Text("金额不能是负数。", "The amount must not be negative."),
    Text("这一项没有负数。", "There is no such thing as less than none of it."),
    Text("请填 0 或更大的数。", "Give 0 or more."),
)
NOT_ABOVE_ZERO = Problem(
    "NOT_ABOVE_ZERO",
    Text("金额必须大于 0。", "The amount must be above zero."),
    Text("为 0 就算不出结果。", "With zero there is nothing to compute."),
    Text("请核对这个金额。", "Check the amount."),
)
NUMBER_FORM = Problem(
    "NUMBER_FORM",
    Text("数字的写法不对。", "This is not a number as it must be written."),
    Text(
        "比例和指数写成十进制数字，最多八位小数。",
        "Rates and indexes are decimal digits, at most eight after the point.",
    ),
    Text('请写成 "0.8498" 这样的形式。', 'Write it like "0.8498".'),
)
WHOLE_FORM = Problem(
    "WHOLE_FORM",
    Text("这里要一个整数。", "A whole number is needed here."),
    Text("月数、年份这类数没有小数。", "Months and years have no fractions."),
    Text("请写成不带引号的整数，例如 180。", "Write it as a whole JSON number, such as 180."),
)
YES_NO_FORM = Problem(
    "YES_NO_FORM",
    Text("这里要填是或否。", "Yes or no is needed here."),
    Text("这一项只有两种情况。", "There are only two cases."),
    Text("请写 true（是）或 false（否）。", "Write true or false."),
)
IMPOSSIBLE_MONTH = Problem(
    "IMPOSSIBLE_MONTH",
    Text("没有这个月份，或者写法不对。", "There is no such month, or it is written differently."),
    Text("月份写成 YYYY-MM，从 01 到 12。", "Months are YYYY-MM, from 01 to 12."),
    Text('请写成 "1965-01" 这样的形式。', 'Write it like "1965-01".'),
)
IMPOSSIBLE_DAY = Problem(
    "IMPOSSIBLE_DAY",
    Text("没有这一天，或者写法不对。", "There is no such day, or it is written differently."),
    Text("日期写成 YYYY-MM-DD，而且要真有这一天。", "Days are YYYY-MM-DD and must exist."),
    Text('请写成 "1965-01-31" 这样的形式。', 'Write it like "1965-01-31".'),
)
AREA_FORM = Problem(
    "AREA_FORM",
    Text("区划代码的写法不对。", "This is not an area code."),
    Text("区划代码是六位数字。", "Area codes have six digits."),
    Text('请写成 "440000" 这样的形式。', 'Write it like "440000".'),
)
PROVINCE_FORM = Problem(
    "PROVINCE_FORM",
    Text("这不是省级的区划代码。", "This is not a province's area code."),
    Text(
        "关系按省接续，市、县的代码要换成所在省的。",
        "Relations move between provinces; a city's code stands for its province here.",
    ),
    Text('请写成 "440000" 这样以四个 0 结尾的代码。', 'Write it like "440000", with four zeros.'),
)
LIST_FORM = Problem(
    "LIST_FORM",
    Text("这里要一个列表。", "A list is needed here."),
    Text("这一项可以有多条。", "There may be several of it."),
    Text("请写成 [ … ]，只有一条也一样。", "Write [ … ], also for a single one."),
)
YEAR_AHEAD = Problem(
    "YEAR_AHEAD",
    Text("这个年份还没有到。", "This year has not come yet."),
    Text("只能算已经开始的年份。", "Only a year that has begun can be computed."),
    Text("请核对年份。", "Check the year."),
)
NOT_BORN = Problem(
    "NOT_BORN",
    Text("出生日期在将来。", "The birth lies in the future."),
    Text("还没有出生的人没有退休年龄。", "Who is not born yet has no retirement age."),
    Text("请核对出生年月。", "Check the birth."),
    "birth",
)


def missing(name: str, label: Text) -> Problem:
    """A required input that was not given."""
    return Problem(
        "MISSING_INPUT",
        Text("没有给出 {name}（{label}）。", "{name} ({label}) is missing.").format(
            name=name, label=label
        ),
        Text(
            "计算要用到它，规定里没有可以代替的值。",
            "It is needed, and the law states nothing to take in its place.",
        ),
        Text("请补上这一项。", "Add it."),
        name,
    )


def unknown_field(near: Sequence[str], known: Sequence[str]) -> Problem:
    """A name that the calculation does not have; `near` is what may have been meant."""
    meant = Text(f"是不是想写 {near[0]}？", f"Did you mean {near[0]}? ") if near else Text("", "")
    listed = ", ".join(known)
    return Problem(
        "UNKNOWN_INPUT",
        Text("没有这个输入。", "There is no such input."),
        Text("不认识的输入会被漏算，所以不能放过。", "What is not known would be left out unseen."),
        Text(f"{meant.zh}可以用的有：{listed}。", f"{meant.en}There are: {listed}."),
    )


def out_of_range(above: str | None, least: str | None, most: str | None) -> Problem:
    """A number outside its bounds; `above` itself is outside, the others are inside."""
    told = [
        text
        for bound, text in (
            (above, Text(f"大于 {above}", f"above {above}")),
            (least, Text(f"不小于 {least}", f"at least {least}")),
            (most, Text(f"不大于 {most}", f"at most {most}")),
        )
        if bound is not None
    ]
    bounds = Text("，".join(text.zh for text in told), ", ".join(text.en for text in told))
    return Problem(
        "OUT_OF_RANGE",
        Text("数值超出了范围。", "The value is out of range."),
        Text("应当{bounds}。", "It must be {bounds}.").format(bounds=bounds),
        Text("请核对这个数。", "Check the number."),
    )


def not_one_of(known: Sequence[str]) -> Problem:
    """A word that is none of the known ones."""
    listed = ", ".join(known)
    return Problem(
        "NOT_ONE_OF",
        Text("不是规定的几种之一。", "This is none of the words that may stand here."),
        Text("每一种的算法不同，不能推定。", "Each is computed differently; none is assumed."),
        Text(f"请从这些里选：{listed}。", f"Choose one of: {listed}."),
    )


def length_out_of_range(least: int, most: int) -> Problem:
    """A list that is too short or too long."""
    return Problem(
        "LENGTH",
        Text("列表的条数超出了范围。", "The list is too short or too long."),
        Text(f"应当有 {least} 到 {most} 条。", f"It must have {least} to {most} entries."),
        Text("请核对条数。", "Check how many there are."),
    )
