"""The questions, one a page, as a counter clerk asks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bumang.items.item import Choice, Question, Widget
from bumang.kernel.text import Text
from bumang.rules import Category, law
from bumang.rules.transitional import TransitionalForm

_PLACES = tuple(Choice(value=code, label=name) for code, name in law().places.items())

_CATEGORIES = (
    Choice(value=Category.MALE_60.value, label=Text("男职工", "Man")),
    Choice(
        value=Category.FEMALE_55.value,
        label=Text(
            "女职工，原来 55 岁退休（管理、技术岗位）",
            "Woman, originally at 55 (management or technical post)",
        ),
    ),
    Choice(
        value=Category.FEMALE_50.value,
        label=Text("女职工，原来 50 岁退休", "Woman, originally at 50"),
    ),
)


def _form_of(answers: Mapping[str, Any]) -> TransitionalForm | None:
    """The form of the transitional rule at the place answered; None for no known place."""
    code = answers.get("area_code")
    if code not in law().places:
        return None
    history = law().history("transitional_form", f"{str(code)[:2]}0000")
    return TransitionalForm(history[-1].word) if history else None


def _has_own_index(answers: Mapping[str, Any]) -> bool:
    return _form_of(answers) is TransitionalForm.SEPARATE_INDEX


def _is_done_by_hand(answers: Mapping[str, Any]) -> bool:
    form = _form_of(answers)
    return form is not None and not form.computable


QUESTIONS = (
    Question(
        field="area_code",
        label=Text("领取地", "Pension place"),
        heading=Text("您打算在哪里领养老金？", "Where will you draw your pension?"),
        hint=Text(
            "一般是退休时养老保险关系所在的地方。所在城市单独公布计发基数的，请选城市。",
            "Mostly where your pension relation is at retirement. Choose the city if listed.",
        ),
        example="山东",
        widget=Widget.CHOICE,
        choices=_PLACES,
    ),
    Question(
        field="birth_month",
        label=Text("出生年月", "Month of birth"),
        heading=Text("您是哪年哪月出生的？", "In which month were you born?"),
        hint=Text(
            "身份证和档案不一致的，一般以档案最早记载的为准。",
            "If your file and your card differ, mostly the earliest record in the file counts.",
        ),
        example="1965-01",
        widget=Widget.MONTH,
    ),
    Question(
        field="category",
        label=Text("人员类别", "Category"),
        heading=Text("您属于哪一类？", "Which of these are you?"),
        hint=Text(
            "女职工原来是 50 岁还是 55 岁退休，看岗位，可以问单位。",
            "For women the original age depends on the post; your employer can tell.",
        ),
        example="男职工",
        widget=Widget.CHOICE,
        choices=_CATEGORIES,
    ),
    Question(
        field="retirement_month",
        label=Text("退休年月", "Month of retirement"),
        heading=Text("您想什么时候退休？", "When would you like to retire?"),
        hint=Text(
            "不填的，按法定退休年月算。提前、延后都最多 3 年。",
            "Leave it empty for the statutory month. At most 3 years earlier or later.",
        ),
        example="2028-01",
        widget=Widget.MONTH,
        optional=True,
    ),
    Question(
        field="paid_months",
        label=Text("实际缴费月数", "Months paid"),
        heading=Text(
            "到退休时，您一共实际缴费多少个月？", "How many months will you have paid in all?"
        ),
        hint=Text(
            "在个人权益记录单上可以查到。不含视同缴费。",
            "Your yearly statement of rights has it. Without deemed months.",
        ),
        example="360",
        widget=Widget.WHOLE,
    ),
    Question(
        field="deemed_months",
        label=Text("视同缴费月数", "Deemed months"),
        heading=Text("您有多少个月视同缴费？", "How many months are deemed to be paid?"),
        hint=Text(
            "实行缴费以前的连续工龄、军龄等。没有填 0。",
            "Service before payments began, military service and the like. 0 for none.",
        ),
        example="48",
        widget=Widget.WHOLE,
    ),
    Question(
        field="pre_account_months",
        label=Text("建账前实际缴费月数", "Months paid before accounts"),
        heading=Text(
            "建立个人账户以前，您实际缴费多少个月？",
            "How many months did you pay before personal accounts existed?",
        ),
        hint=Text(
            "各地大多在 1992 年到 1998 年建立个人账户。这些月数已算在实际缴费里。没有填 0。",
            "Most places began in 1992 to 1998. They are part of the months paid. 0 for none.",
        ),
        example="84",
        widget=Widget.WHOLE,
    ),
    Question(
        field="average_index",
        label=Text("平均缴费指数", "Average index"),
        heading=Text("您的平均缴费指数是多少？", "What is your average contribution index?"),
        hint=Text(
            "您历年的缴费基数和当年平均工资之比的平均数，在个人权益记录单上可以查到。",
            "The mean of your base over each year's average wage; your statement of rights has it.",
        ),
        example="0.8500",
        widget=Widget.DECIMAL,
    ),
    Question(
        field="account_balance",
        label=Text("个人账户储存额", "Account balance"),
        heading=Text(
            "到退休时，个人账户里有多少钱？", "How much will be in your personal account?"
        ),
        hint=Text("单位是元，本金和利息都算。", "In yuan, payments and interest together."),
        example="120000.00",
        widget=Widget.MONEY,
    ),
    Question(
        field="transitional_index",
        label=Text("过渡性指数", "Transitional index"),
        heading=Text(
            "您的过渡性养老金另有指数吗？",
            "Is there an index of its own for the transitional part?",
        ),
        hint=Text(
            "您的领取地可能单独核定这个指数。不知道可以不填，先按平均缴费指数算。",
            "Your place may set one. If you do not know it, the average index is used.",
        ),
        example="1.0000",
        widget=Widget.DECIMAL,
        optional=True,
        asked_when=_has_own_index,
    ),
    Question(
        field="transitional_amount",
        label=Text("过渡性养老金", "Transitional pension"),
        heading=Text(
            "经办机构告诉过您过渡性养老金是多少吗？",
            "Has the agency told you your transitional pension?",
        ),
        hint=Text(
            "您的领取地有自己的算法，这里还不能算。知道每月多少元就填，不知道可以不填。",
            "Your place has a rule of its own that we cannot compute. Enter yuan a month if known.",
        ),
        example="300.00",
        widget=Widget.MONEY,
        optional=True,
        asked_when=_is_done_by_hand,
    ),
)
