"""The questions, one a page, as a counter clerk asks them."""

from __future__ import annotations

from bumang.items.item import Choice, Question, Widget
from bumang.kernel.text import Text
from bumang.rules import law

_PLACES = tuple(Choice(value=code, label=name) for code, name in law().areas.items())

QUESTIONS = (
    Question(
        field="area_code",
        label=Text("参保地", "Place"),
        heading=Text("那时应该在哪里参保？", "Where should you have been insured?"),
        hint=Text(
            "单位所在的地方。城市没有列出的，选所在的省。",
            "Where the employer is. If your city is not listed, choose its province.",
        ),
        example="北京",
        widget=Widget.CHOICE,
        choices=_PLACES,
    ),
    Question(
        field="first_month",
        label=Text("漏缴的第一个月", "First month missed"),
        heading=Text("从哪个月开始漏缴？", "Which was the first month missed?"),
        hint=Text(
            "中间有缴过的，请分段算。", "If some months between were paid, ask for each stretch."
        ),
        example="2025-07",
        widget=Widget.MONTH,
    ),
    Question(
        field="last_month",
        label=Text("漏缴的最后一个月", "Last month missed"),
        heading=Text("漏缴到哪个月为止？", "Which was the last month missed?"),
        hint=Text("只漏一个月的，和第一个月相同。", "The same as the first for one month alone."),
        example="2025-12",
        widget=Widget.MONTH,
    ),
    Question(
        field="monthly_wage",
        label=Text("那时的月工资", "Monthly wage of that time"),
        heading=Text("那时每月工资多少？", "What was the monthly wage?"),
        hint=Text(
            "上一年的月平均工资；新入职的填第一个月的工资。单位是元，奖金、津贴、加班费都算。",
            "Last year's monthly average; the first month's for who was new. In yuan, with bonuses and allowances.",
        ),
        example="10000.00",
        widget=Widget.MONEY,
    ),
    Question(
        field="due_day",
        label=Text("每月最晚缴费日", "Last day to pay"),
        heading=Text("当地每月最晚几号缴费？", "By which day of the month is payment due?"),
        hint=Text(
            "滞纳金从第二天算起。各地不同，可以问单位；比当月最后一天大的，按最后一天。",
            "The late fee begins the day after. Places differ; your employer can tell. Beyond a month's end its last day counts.",
        ),
        example="25",
        widget=Widget.WHOLE,
    ),
    Question(
        field="paid_date",
        label=Text("补缴日期", "Day of payment"),
        heading=Text("打算哪天补缴？", "On which day will it be paid?"),
        hint=Text("早一天缴，少一天滞纳金。", "A day earlier is a day's fee less."),
        example="2026-11-30",
        widget=Widget.TEXT,
    ),
    Question(
        field="base_lower",
        label=Text("当时的基数下限", "Lower limit of that time"),
        heading=Text("当地那时的缴费基数下限是多少？", "What was the lower limit of the base?"),
        hint=Text(
            "可以不填：收录了的就用收录的。没有收录的月份才要填，按当时的通知。",
            "May be left empty: those on record are used. Needed only for months without, from the notice of that time.",
        ),
        example="6821.00",
        widget=Widget.MONEY,
        optional=True,
    ),
    Question(
        field="base_upper",
        label=Text("当时的基数上限", "Upper limit of that time"),
        heading=Text("当地那时的缴费基数上限是多少？", "What was the upper limit of the base?"),
        hint=Text("填了下限才要填。", "Only where the lower limit is given."),
        example="35283.00",
        widget=Widget.MONEY,
        optional=True,
    ),
)
