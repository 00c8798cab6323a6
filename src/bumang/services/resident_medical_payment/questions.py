"""The questions, one a page, as a counter clerk asks them."""

from __future__ import annotations

from bumang.items.item import Choice, Question, Widget
from bumang.kernel.identifiers import DEMO_AREA
from bumang.kernel.text import Text

QUESTIONS = (
    Question(
        field="area_code",
        label=Text("参保地", "Place of insurance"),
        heading=Text("在哪里参保？", "Where is the insurance?"),
        hint=Text("一般是户籍地或者居住地。", "Mostly where one is registered or lives."),
        example="990101",
        widget=Widget.CHOICE,
        choices=(Choice(value=DEMO_AREA, label=Text("演示市", "Demo city")),),
    ),
    Question(
        field="coverage_year",
        label=Text("参保年度", "Year of cover"),
        heading=Text("缴哪一年的？", "Which year is to be paid?"),
        hint=Text(
            "从当年 1 月 1 日到 12 月 31 日。可以缴今年和明年的。",
            "From 1 January to 31 December. This year and the next can be paid.",
        ),
        example="2027",
        widget=Widget.YEAR,
    ),
    Question(
        field="insured",
        label=Text("参保人", "People insured"),
        heading=Text("给谁缴费？", "Who is to be insured?"),
        hint=Text(
            "可以给本人和已登记的家人缴，一次最多 10 人。",
            "Yourself and registered family, at most 10 at a time.",
        ),
        example="990101196501150014",
        widget=Widget.IDENTITIES,
    ),
)
