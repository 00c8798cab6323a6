"""城乡居民医保缴费: pay a year of residents' medical insurance for oneself and family members."""

from bumang.access.principal import Role
from bumang.items.item import AcceptedItem, Criticality, TimeLimit
from bumang.kernel.text import Text
from bumang.services.resident_medical_payment.decide import decide
from bumang.services.resident_medical_payment.form import EXAMPLE, Payment, check
from bumang.services.resident_medical_payment.load import load
from bumang.services.resident_medical_payment.questions import QUESTIONS

ITEM = AcceptedItem(
    code="resident-medical-payment",
    name=Text("城乡居民医保缴费", "Residents' medical insurance payment"),
    summary=Text(
        "给自己和家人交一年的居民医保。",
        "Pay a year of residents' medical insurance for yourself and your family.",
    ),
    who=Text(
        "参加城乡居民医保的人，可以替配偶、父母、子女交；受委托的银行和村级代办点也可以代办。",
        "Anyone in the residents' scheme, for spouse, parents and children too; agents with consent.",
    ),
    needs=(Text("参保人的身份证号码", "The identity numbers of those to be insured"),),
    cost=Text("按当年标准，每人一份", "The year's standard, for each person"),
    best_hours=Text("任何时候都可以提交，不用排队", "Any time; a payment never waits in a queue"),
    basis="NHSA-2024-19; SIL-2018 art. 25",
    roles=frozenset({Role.PERSON, Role.AGENT}),
    criticality=Criticality.DEADLINE,
    time_limit=TimeLimit(
        working_days=10,
        source="SIAR-2023 art. 6",
        usual=Text("一般几秒钟", "Usually a few seconds"),
    ),
    form=Payment,
    questions=QUESTIONS,
    examples=(EXAMPLE,),
    check=check,
    load=load,
    decide=decide,
)
