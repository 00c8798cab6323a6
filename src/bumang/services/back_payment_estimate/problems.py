"""What can be wrong with the form, in words."""

from __future__ import annotations

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

NO_SUCH_PLACE = Problem(
    code="PLACE",
    what=Text("没有收录这个地区。", "This place is not on record."),
    why=Text("缴费基数上下限由各地规定。", "The limits of the base are the place's."),
    fix=Text(
        "请从列表里选，城市没有列出的选所在的省。",
        "Choose one of the list; a province for a city that is not there.",
    ),
)
NO_WAGE = Problem(
    code="NO_WAGE",
    what=Text("工资是 0。", "The wage is 0."),
    why=Text("缴费基数从工资来。", "The base is the wage, within limits."),
    fix=Text("请填写那时的月工资。", "Enter the monthly wage of that time."),
)
LAST_BEFORE_FIRST = Problem(
    code="LAST_BEFORE_FIRST",
    what=Text("最后一个月早于第一个月。", "The last month is before the first."),
    why=Text("至少补缴一个月。", "A month at least is paid."),
    fix=Text("请核对两个月份。", "Check both months."),
)
NOT_PAST = Problem(
    code="MONTH_NOT_PAST",
    what=Text("最后一个月还没有过去。", "The last month is not past on the day of payment."),
    why=Text("补缴的是以前的月份；当月的正常缴费。", "Only past months are paid up."),
    fix=Text("请核对月份和补缴日期。", "Check the month and the day of payment."),
)
BOTH_LIMITS = Problem(
    code="BOTH_LIMITS",
    what=Text("基数下限和上限只填了一个。", "Only one of the two limits is given."),
    why=Text("工资要放在下限和上限之间。", "The wage is held between both."),
    fix=Text("请两个都填，或者都不填。", "Give both, or none."),
)
LIMITS_ROUND = Problem(
    code="LIMITS_ROUND",
    what=Text("基数下限是 0，或者大于上限。", "The lower limit is 0, or above the upper one."),
    why=Text("基数在下限和上限之间。", "The base lies between them."),
    fix=Text("请核对两个数。", "Check both."),
)
NO_LIMITS = Problem(
    code="NO_LIMITS",
    what=Text(
        "当地那时的缴费基数上下限没有收录。",
        "The limits of the base there and then are not on record.",
    ),
    why=Text("上下限由各地每年公布，不能推定。", "Places publish them each year; none is assumed."),
    fix=Text(
        "请按当时的通知填写基数下限和上限；不同年度的月份分开算。",
        "Enter both limits from the notice of that time; months of other years apart.",
    ),
)
NO_RATE = Problem(
    code="NO_RATE",
    what=Text("那时的单位缴费比例没有收录。", "The employer's rate of that time is not on record."),
    why=Text(
        "单位缴费比例从 2019 年 5 月起全国有统一的上限，以前各地不同。",
        "A national rate of employers is on record from May 2019; before, places differed.",
    ),
    fix=Text(
        "请从 2019 年 5 月算起；以前的月份请问参保地经办机构。",
        "Begin with May 2019; for earlier months ask the agency of your place.",
    ),
)


def too_many_months(most: int) -> Problem:
    """More months than are reckoned in one go."""
    return Problem(
        code="TOO_MANY_MONTHS",
        what=Text(f"超过了 {most} 个月。", f"These are more than {most} months."),
        why=Text(f"一次最多算 {most} 个月。", f"{most} months at most are reckoned at once."),
        fix=Text("请分几次算，再加起来。", "Ask in parts and add them up."),
    )
