"""The questions, which are also the columns of a file; the codes are those of agency systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bumang.items.item import Choice, Question, Widget
from bumang.kernel.text import Text
from bumang.services.employment_declaration.reasons import END_REASONS


def _starts(answers: Mapping[str, Any]) -> bool:
    return answers.get("change") == "start"


def _ends(answers: Mapping[str, Any]) -> bool:
    return answers.get("change") == "end"


QUESTIONS = (
    Question(
        field="change",
        label=Text("操作类型", "Change"),
        heading=Text("是增员还是减员？", "Does the person begin or leave?"),
        hint=Text(
            "新招用的选增员，离职的选减员。", "Begin for a new employee, leave for one who goes."
        ),
        example="增员",
        widget=Widget.CHOICE,
        choices=(
            Choice(value="start", label=Text("增员", "Begin")),
            Choice(value="end", label=Text("减员", "Leave")),
        ),
    ),
    Question(
        field="identity_number",
        label=Text("社会保障号码", "Identity number"),
        heading=Text("职工的身份证号码是什么？", "What is the person's identity number?"),
        hint=Text("18 位，就是社会保障号码。", "18 characters; it is the social security number."),
        example="990101200002290038",
        widget=Widget.IDENTITY,
        aliases=(
            "社会保障号码(证件号码)",
            "证件号码",
            "身份证号码",
            "身份证号",
            "aac002",
            "aac147",
        ),
    ),
    Question(
        field="name",
        label=Text("姓名", "Name"),
        heading=Text("职工叫什么名字？", "What is the person's name?"),
        hint=Text("和身份证上的一样。", "As on the identity card."),
        example="演示丙",
        widget=Widget.TEXT,
        aliases=("aac003", "职工姓名"),
    ),
    Question(
        field="month",
        label=Text("年月", "Month"),
        heading=Text(
            "从哪个月开始，或者到哪个月为止？", "Which is the first month, or the last one?"
        ),
        hint=Text(
            "增员填第一个参保的月份，减员填最后一个参保的月份。",
            "For one who begins the first month insured, for one who leaves the last.",
        ),
        example="2026-12",
        widget=Widget.MONTH,
        aliases=("起止年月", "起始年月", "终止年月"),
    ),
    Question(
        field="monthly_wage",
        label=Text("月缴费工资", "Monthly wage"),
        heading=Text("月缴费工资是多少元？", "What is the monthly wage in yuan?"),
        hint=Text(
            "新参保的填首月工资，最多两位小数。",
            "For a new employee the first month's; two decimals.",
        ),
        example="6500.00",
        widget=Widget.MONEY,
        aliases=("aae180", "缴费工资", "缴费基数"),
        asked_when=_starts,
    ),
    Question(
        field="reason",
        label=Text("变更原因", "Reason"),
        heading=Text("为什么减员？", "Why does the person leave?"),
        hint=Text("选最接近的一项。", "Choose what fits best."),
        example="合同期满",
        widget=Widget.CHOICE,
        choices=tuple(Choice(value=code, label=label) for code, label in END_REASONS.items()),
        aliases=("减员原因",),
        asked_when=_ends,
    ),
)
