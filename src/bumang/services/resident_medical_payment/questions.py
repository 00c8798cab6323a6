"""What is asked, one thing a page."""

from bumang.items.item import Choice, Question, Widget
from bumang.kernel.text import Text

QUESTIONS = (
    Question(
        field="area_code",
        label=Text("参保地", "Place of insurance"),
        heading=Text("在哪里参保？", "Where are you insured?"),
        hint=Text("一般是户籍地或居住地。", "Usually where you are registered or live."),
        example="990101",
        widget=Widget.CHOICE,
        choices=(Choice(value="990101", label=Text("演示区", "The demo city")),),
    ),
    Question(
        field="coverage_year",
        label=Text("参保年度", "Year of cover"),
        heading=Text("交哪一年的？", "Which year do you pay for?"),
        hint=Text(
            "秋天交的一般是下一年的。", "What is paid in autumn is usually for the next year."
        ),
        example="2027",
        widget=Widget.YEAR,
    ),
    Question(
        field="insured",
        label=Text("参保人", "The insured"),
        heading=Text("给谁交？", "For whom?"),
        hint=Text(
            "可以给自己、配偶、父母、子女交，一次最多十人。",
            "Yourself, spouse, parents, children; at most ten at a time.",
        ),
        example="990101196501150014",
        widget=Widget.IDENTITIES,
    ),
)
