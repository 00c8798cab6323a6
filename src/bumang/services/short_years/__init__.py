"""年限不足: what is missing for a monthly pension, the ways there are, and what each gives."""

from bumang.access.principal import Role
from bumang.items.item import AnsweredItem, Criticality, TimeLimit
from bumang.kernel.text import Text
from bumang.services.short_years.answer import answer
from bumang.services.short_years.facts import check
from bumang.services.short_years.form import EARLY_MEMBER, SHORT_MAN, ShortYearsForm
from bumang.services.short_years.questions import QUESTIONS
from bumang.services.short_years.result import ShortYearsAnswer
from bumang.services.short_years.what_if import what_if

ITEM = AnsweredItem(
    code="short-years",
    name=Text("缴费年限不够怎么办", "Too few years: what can be done"),
    summary=Text(
        "看看到法定退休年龄时还差多少个月，有哪几条路，各从什么时候起领多少。",
        "How many months are missing at the statutory age, which ways there are, and what each gives.",
    ),
    who=Text(
        "参加城镇职工基本养老保险、担心年限不够的人。不用登录。",
        "Anyone in the employees' pension scheme who may have too few years. No sign-in needed.",
    ),
    needs=(
        Text("出生年月", "Your month of birth"),
        Text(
            "个人权益记录单（上面有缴费月数、首次参保年月和个人账户储存额）",
            "Your yearly statement of rights: months, month first insured, account balance",
        ),
    ),
    cost=Text("不收费", "Free"),
    best_hours=Text("任何时候都可以算，马上出结果", "Any time; the answer comes at once"),
    basis="SIL-2018 art. 16; NPC-2024 art. 2; SC-2014-8",
    roles=frozenset(Role),
    criticality=Criticality.QUERY,
    time_limit=TimeLimit(working_days=0, source="SIL-2018 art. 74", usual=Text("马上", "At once")),
    form=ShortYearsForm,
    questions=QUESTIONS,
    examples=lambda _: (SHORT_MAN, EARLY_MEMBER),
    check=check,
    result=ShortYearsAnswer,
    answer=answer,
    beside=what_if,
)
