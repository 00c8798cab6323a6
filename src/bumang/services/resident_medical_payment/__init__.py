"""城乡居民医保缴费: a year of residents' medical cover, for oneself, the family, or a client."""

from bumang.access.principal import Role
from bumang.items.item import AcceptedItem, Criticality, TimeLimit
from bumang.kernel.text import Text
from bumang.services.resident_medical_payment.amount import before_sending
from bumang.services.resident_medical_payment.decide import decide
from bumang.services.resident_medical_payment.form import (
    ResidentMedicalPaymentForm,
    check,
    examples,
)
from bumang.services.resident_medical_payment.load import load
from bumang.services.resident_medical_payment.questions import QUESTIONS

ITEM = AcceptedItem(
    code="resident-medical-payment",
    name=Text("城乡居民医保缴费", "Residents' medical insurance payment"),
    summary=Text(
        "给自己和家人交一年的城乡居民医保，一次最多 10 人。",
        "Pay a year of residents' medical insurance for yourself and family, up to 10 people.",
    ),
    who=Text(
        "参加城乡居民医保的人，以及他们委托的银行、村（社区）代办员。",
        "Residents in the scheme, and the banks and village agents they have authorised.",
    ),
    needs=(Text("参保人的身份证号码", "The identity number of each person insured"),),
    cost=Text("按当年公布的个人缴费标准，每人一份", "The published own share for each person"),
    best_hours=Text("任何时候都可以提交", "Any time"),
    basis="SIL-2018 art. 25",
    roles=frozenset({Role.PERSON, Role.AGENT}),
    criticality=Criticality.DEADLINE,
    time_limit=TimeLimit(
        working_days=0,
        source="SIL-2018 art. 74",
        usual=Text("一般几秒钟", "Mostly a few seconds"),
    ),
    form=ResidentMedicalPaymentForm,
    questions=QUESTIONS,
    examples=examples,
    check=check,
    load=load,
    decide=decide,
    before_sending=before_sending,
    told_at_once=frozenset({"ALREADY_COVERED", "NO_FAMILY_LINK", "NO_CONSENT"}),
)
