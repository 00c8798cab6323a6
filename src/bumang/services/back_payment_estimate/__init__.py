"""补缴测算: what pension insurance costs for months that an employer missed, with the late fee."""

from bumang.access.principal import Role
from bumang.items.item import AnsweredItem, Criticality, TimeLimit
from bumang.kernel.text import Text
from bumang.services.back_payment_estimate.answer import answer
from bumang.services.back_payment_estimate.facts import check
from bumang.services.back_payment_estimate.form import (
    HALF_A_YEAR,
    LIMITS_BY_HAND,
    BackPaymentForm,
)
from bumang.services.back_payment_estimate.questions import QUESTIONS
from bumang.services.back_payment_estimate.result import BackPaymentAnswer

ITEM = AnsweredItem(
    code="back-payment-estimate",
    name=Text("单位漏缴补缴测算", "What missed months cost"),
    summary=Text(
        "单位漏缴养老保险的月份，现在补缴单位出多少、个人出多少、滞纳金多少。",
        "For months in which an employer paid no pension insurance: its share, yours, and the late fee.",
    ),
    who=Text(
        "单位漏缴过养老保险的职工和单位。不用登录。",
        "Employees whose employer missed months, and employers. No sign-in needed.",
    ),
    needs=(
        Text("漏缴的起止月份", "The first and the last month missed"),
        Text("那时的月工资", "The monthly wage of that time"),
        Text("当地每月最晚几号缴费", "The day of the month by which your place wants the money"),
    ),
    cost=Text("不收费", "Free"),
    best_hours=Text("任何时候都可以算，马上出结果", "Any time; the answer comes at once"),
    basis="SIL-2018 arts. 63, 86; MOHRSS-2019-94",
    roles=frozenset(Role),
    criticality=Criticality.QUERY,
    time_limit=TimeLimit(working_days=0, source="SIL-2018 art. 74", usual=Text("马上", "At once")),
    form=BackPaymentForm,
    questions=QUESTIONS,
    examples=lambda _: (HALF_A_YEAR, LIMITS_BY_HAND),
    check=check,
    result=BackPaymentAnswer,
    answer=answer,
)
