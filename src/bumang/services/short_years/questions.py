"""The questions, one a page, as a counter clerk asks them."""

from __future__ import annotations

from bumang.items.item import Choice, Question, Widget
from bumang.kernel.text import Text
from bumang.rules import Category

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

QUESTIONS = (
    Question(
        field="birth_month",
        label=Text("出生年月", "Month of birth"),
        heading=Text("您是哪年哪月出生的？", "In which month were you born?"),
        hint=Text(
            "身份证和档案不一致的，一般以档案最早记载的为准。",
            "If your file and your card differ, mostly the earliest record in the file counts.",
        ),
        example="1967-03",
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
        field="paid_months",
        label=Text("实际缴费月数", "Months paid"),
        heading=Text(
            "到法定退休年龄时，您一共会实际缴费多少个月？",
            "How many months will you have paid when you reach the statutory age?",
        ),
        hint=Text(
            "已缴的月数在个人权益记录单上可以查到；以后还打算缴的，加上去。不含视同缴费。",
            "Your yearly statement has those paid; add what you will still pay. Without deemed months.",
        ),
        example="96",
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
        example="0",
        widget=Widget.WHOLE,
    ),
    Question(
        field="account_balance",
        label=Text("个人账户储存额", "Account balance"),
        heading=Text(
            "到法定退休年龄时，个人账户里有多少钱？",
            "How much will be in your personal account at the statutory age?",
        ),
        hint=Text("单位是元，本金和利息都算。", "In yuan, payments and interest together."),
        example="52000.00",
        widget=Widget.MONEY,
    ),
    Question(
        field="first_insured_month",
        label=Text("首次参保年月", "Month first insured"),
        heading=Text(
            "您最早是哪年哪月参加职工养老保险的？",
            "In which month were you first insured in the employees' scheme?",
        ),
        hint=Text(
            "2011 年 7 月以前参保的，多一条路。不知道可以不填。",
            "Who was insured before July 2011 has one way more. Leave it empty if you do not know.",
        ),
        example="2009-05",
        widget=Widget.MONTH,
        optional=True,
    ),
)
