"""养老待遇测算: an employee's monthly pension, with every step of the sum."""

from bumang.access.principal import Role
from bumang.items.item import AnsweredItem, Criticality, TimeLimit
from bumang.kernel.text import Text
from bumang.services.pension_estimate.answer import answer
from bumang.services.pension_estimate.facts import check
from bumang.services.pension_estimate.form import EARLY_WOMAN, FIRST_PERSON, PensionEstimateForm
from bumang.services.pension_estimate.questions import QUESTIONS
from bumang.services.pension_estimate.result import PensionEstimate
from bumang.services.pension_estimate.what_if import what_if

ITEM = AnsweredItem(
    code="pension-estimate",
    name=Text("养老待遇测算", "Pension estimate"),
    summary=Text(
        "算一算退休后每月大约能领多少养老金，每一步怎么算的都列出来。",
        "What you will get a month after retirement, with every step of the sum.",
    ),
    who=Text(
        "参加城镇职工基本养老保险的人，包括灵活就业人员。不用登录。",
        "Anyone in the employees' pension scheme, flexible workers too. No sign-in needed.",
    ),
    needs=(
        Text("出生年月", "Your month of birth"),
        Text(
            "个人权益记录单（上面有缴费月数、平均缴费指数和个人账户储存额）",
            "Your yearly statement of rights: months, average index, account balance",
        ),
    ),
    cost=Text("不收费", "Free"),
    best_hours=Text("任何时候都可以算，马上出结果", "Any time; the answer comes at once"),
    basis="SC-2005-38; NPC-2024; SIL-2018 arts. 14-16",
    roles=frozenset(Role),
    criticality=Criticality.QUERY,
    time_limit=TimeLimit(working_days=0, source="SIL-2018 art. 74", usual=Text("马上", "At once")),
    form=PensionEstimateForm,
    questions=QUESTIONS,
    examples=lambda _: (FIRST_PERSON, EARLY_WOMAN),
    check=check,
    result=PensionEstimate,
    answer=answer,
    beside=what_if,
)
