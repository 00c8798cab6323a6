"""What can be wrong with a reform or a population, in words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.rules.source import Unit

_FORM = Text(
    "改革方案和系统自带的参数文件格式相同：参数名下写 values，每个值写 since 和 value。",
    "A reform is written as the shipped data is: a parameter's name, and values with since and value.",
)


def not_toml(fault: str) -> Problem:
    return Problem(
        "REFORM_NOT_TOML",
        Text(f"改革方案不是 TOML 文件：{fault}", f"The reform is no TOML: {fault}"),
        _FORM,
        Text("请按提示的行列改正。", "Mend the place that is named."),
    )


NO_TITLE = Problem(
    "REFORM_WITHOUT_TITLE",
    Text("改革方案没有名称。", "The reform has no title."),
    Text("名称写在结果的标题里。", "The title heads the report."),
    Text(
        '请加上 [reform] title = { zh = "……", en = "…" }。',
        'Add [reform] with title = { zh = "…", en = "…" } and nothing else.',
    ),
    "reform",
)
NOTHING_CHANGED = Problem(
    "REFORM_CHANGES_NOTHING",
    Text("改革方案没有改动任何参数。", "The reform changes no parameter."),
    _FORM,
    Text("请至少写一个参数。", "Name at least one parameter."),
)
ENDS_BEFORE_IT_BEGINS = Problem(
    "ENDS_BEFORE_IT_BEGINS",
    Text("until 早于 since。", "until is before since."),
    Text(
        "值从 since 起，到 until 当天止。", "A value holds from since to until, both days included."
    ),
    Text("请改正两个日期。", "Mend one of the two days."),
    "until",
)
NOT_NEW_YEAR = Problem(
    "NOT_NEW_YEAR",
    Text(
        "这个参数按年取值，值要从 1 月 1 日起，到 12 月 31 日止。", "This parameter goes by years."
    ),
    Text("一年之内只用一个值。", "A year is computed with one value."),
    Text(
        "since 请写 1 月 1 日，until 请写 12 月 31 日。",
        "Let since be a first of January, and until a 31st of December.",
    ),
    "since",
)


def not_used(name: str) -> Problem:
    return Problem(
        "NOT_COMPUTED_WITH",
        Text(
            f"试算的是职工养老金，用不到参数 {name}。",
            f"{name} has no part in the employees' pensions that are tried.",
        ),
        Text("改了也不会有任何变化。", "A change of it would change nothing, and seem harmless."),
        Text("请删去这个参数。", "Leave it out."),
        name,
    )


def unknown_parameter(name: str, known: Iterable[str]) -> Problem:
    names = list(known)
    near = difflib.get_close_matches(name, names, 3, 0.5) or [
        other for other in names if any(word in other for word in name.split("_") if len(word) > 3)
    ]
    listed = ", ".join(near[:5])
    fix = Text(
        f"是不是这些：{listed}？" if near else "全部参数用 bumang law list 查看。",
        f"Perhaps one of these: {listed}?" if near else "`bumang law list` has them all.",
    )
    return Problem(
        "UNKNOWN_PARAMETER",
        Text(f"没有参数 {name}。", f"There is no parameter {name}."),
        Text("改革只能改动已有的参数。", "A reform changes parameters that are there."),
        fix,
        name,
    )


def wrong_form(name: str, fault: str) -> Problem:
    return Problem(
        "REFORM_FORM",
        Text(f"参数 {name} 的写法不对：{fault}", f"{name} is not written rightly: {fault}"),
        _FORM,
        Text(
            "每个值可以有 since、value、until、region；values 旁边可以有 everywhere。",
            "A value may have since, value, until, region; beside values everywhere may stand.",
        ),
        name,
    )


def no_values(name: str) -> Problem:
    return Problem(
        "NO_VALUES",
        Text(f"参数 {name} 没有值。", f"{name} has no values."),
        _FORM,
        Text("请写至少一个值，或者删去这个参数。", "Give a value, or leave the parameter out."),
        name,
    )


def twice(name: str) -> Problem:
    return Problem(
        "TWICE_ON_ONE_DAY",
        Text(
            f"参数 {name} 在同一天、同一地区有两个值。",
            f"{name} has two values for one region from one day.",
        ),
        Text("不知道该用哪一个。", "Nobody could tell which one holds."),
        Text("请删去一个或改日期。", "Leave one out, or change its day."),
        name,
    )


def does_not_suit(value: Any, unit: Unit) -> Problem:
    return Problem(
        "IMPOSSIBLE_VALUE",
        Text(
            f"值 {value} 不能用作 {unit.value}。",
            f"{value} cannot be a value of unit {unit.value}.",
        ),
        _RANGES.get(unit, Text("值的类型随单位而定。", "The unit decides the type of a value.")),
        Text("请改正这个值。", "Give a value that the unit allows."),
        "value",
    )


_RANGES = {
    Unit.SHARE: Text("份额写成 0 到 1 的小数，8% 写 0.08。", "A share is 0 to 1: 8 % is 0.08."),
    Unit.PERCENT: Text(
        "百分数写成不小于 0 的数，1.5% 写 1.5。", "A percentage is 0 or more: 1.5 % is 1.5."
    ),
    Unit.MONTHS: Text("月数是不小于 0 的整数。", "Months are whole and 0 or more."),
    Unit.COUNT: Text("个数是不小于 0 的整数。", "A count is whole and 0 or more."),
    Unit.MONTH: Text('年月写成带引号的 "2026-01"。', 'A month is written "2026-01", quoted.'),
    Unit.YUAN_PER_MONTH: Text("金额是不小于 0 的元。", "An amount is in yuan, 0 or more."),
}


def unknown_region(region: str) -> Problem:
    return Problem(
        "UNKNOWN_REGION",
        Text(f"没有待遇领取地 {region}。", f"There is no pension place {region}."),
        Text("地区用六位代码，如 110000。", "A region is a six-digit code, such as 110000."),
        Text("全国统一的值不写 region。", "Leave region out for the whole nation."),
        "region",
    )


def does_not_fit(fault: str) -> Problem:
    return Problem(
        "REFORM_DOES_NOT_FIT",
        Text(f"改革方案和现行参数合不上：{fault}", f"The reform does not fit the law: {fault}"),
        Text("同一天同一地区只能有一个值。", "One region has one value on a day."),
        Text("请改正日期或删去重复的值。", "Mend the dates, or leave out what is there twice."),
    )


def no_file(path: str) -> Problem:
    return Problem(
        "NOT_PARQUET",
        Text(f"{path} 不是 Parquet 文件。", f"{path} is no Parquet file."),
        Text("人口数据用 Parquet 格式。", "A population is a Parquet file."),
        Text(
            "可以先用 bumang law population 造一份合成人口，照它的列准备。",
            "`bumang law population` makes a synthetic one; prepare yours with its columns.",
        ),
    )


def missing_columns(missing: Sequence[str]) -> Problem:
    listed = ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")
    return Problem(
        "MISSING_COLUMNS",
        Text(f"人口数据缺少列：{listed}", f"The population lacks columns: {listed}"),
        Text("没有的值不能当作 0。", "A value that is missing is never taken as 0."),
        Text(
            "列的含义见 docs/reference/population.md。",
            "docs/reference/population.md says what each column means.",
        ),
    )


def wrong_type(column: str, found: str, needed: str) -> Problem:
    return Problem(
        "WRONG_COLUMN_TYPE",
        Text(
            f"列 {column} 的类型是 {found}，应为 {needed}。", f"{column} is {found}, not {needed}."
        ),
        Text("金额以分为单位，是整数。", "Amounts are whole fen."),
        Text("请转换后再试。", "Convert the column."),
        column,
    )


def impossible(column: str, row: int, what: Text) -> Problem:
    """`row` counts from 0 in the file."""
    return Problem(
        "IMPOSSIBLE_VALUE",
        Text(
            f"第 {row + 1} 行的 {column} 不可能：{what.zh}", f"Row {row + 1}, {column}: {what.en}"
        ),
        Text("算错一人，合计就错。", "One wrong person makes the sums wrong."),
        Text("请改正这一行；后面的行还没有检查。", "Mend the row; later rows are not checked yet."),
        column,
    )


def retires_outside(years: range, month: str) -> Problem:
    return Problem(
        "RETIRES_OUTSIDE_THE_HISTORIES",
        Text(
            f"有人在 {month} 退休，不在缴费记录的年份 {years[0]} 到 {years[-1]} 之内。",
            f"Somebody retires in {month}, outside the histories' years {years[0]} to {years[-1]}.",
        ),
        Text(
            "退休当年的缴费也要在记录里；推迟退休的方案需要更长的记录。",
            "The year of retirement belongs to the history; a later age needs longer histories.",
        ),
        Text(
            "请用记录更长的人口数据（bumang law population --last-year）。",
            "Use a population with longer histories (bumang law population --last-year).",
        ),
    )


def too_short(years: range) -> Problem:
    return Problem(
        "HISTORIES_TOO_SHORT",
        Text(f"缴费记录只到 {years[-1]} 年。", f"The histories, or the costs, end in {years[-1]}."),
        Text("退休年龄改革从 2025 年开始。", "Retirements are computed from 2025 on."),
        Text(
            "请用记录更长的人口数据，或者改 --until。",
            "Use a population with longer histories, or another --until.",
        ),
    )


NO_PERSONS = Problem(
    "NO_PERSONS",
    Text("人口数据里没有人。", "The population is empty."),
    Text("没有人就没有结果。", "Without persons there is nothing to tell."),
    Text("请换一个文件。", "Give another file."),
)
