"""医疗费报销 as a calculation: by the place's deductible, bands and ceiling."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.benefits.medical import Band, BandsError, MedicalFacts, medical_reimbursement
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, money, ratio
from bumang.rules.parameters import Law


class PlaceBand(msgspec.Struct, frozen=True):
    """Costs up to an amount, counted from zero; the last band may have no end."""

    share: Annotated[Decimal, Field("报销比例", "share", ratio(least="0", most="1"))]
    up_to: Annotated[Fen | None, Field("到", "up to", money(above_zero=True))] = None


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Bill and place's rule; nothing of the rule is assumed."""

    total_cost: Annotated[Fen, Field("医疗费总额", "total cost", money())]
    outside_catalogue: Annotated[Fen, Field("目录外费用", "outside the catalogues", money())]
    deductible: Annotated[Fen, Field("起付线", "deductible", money())]
    bands: Annotated[
        tuple[PlaceBand, ...],
        Field("分段报销比例", "bands", many(group(PlaceBand), least=1, most=20)),
    ]
    ceiling: Annotated[Fen | None, Field("年度封顶线", "ceiling of the year", money())] = None
    already_paid: Annotated[Fen, Field("本年度已支付", "paid before in the year", money())] = 0


class Result(msgspec.Struct, frozen=True):
    """In yuan."""

    eligible: Decimal
    fund_pays: Decimal
    person_pays: Decimal


def answer(given: Inputs, _law: Law, _on: date) -> Calculated:
    """The split. Raises `InvalidInput` for bands or costs that cannot be."""
    if given.outside_catalogue > given.total_cost:
        raise InvalidInput(_MORE_THAN_ALL)
    facts = MedicalFacts(
        given.total_cost,
        given.outside_catalogue,
        given.deductible,
        tuple(Band(one.up_to, one.share) for one in given.bands),
        given.ceiling,
        given.already_paid,
    )
    try:
        found = medical_reimbursement(facts)
    except BandsError:
        raise InvalidInput(_BANDS) from None
    result = Result(to_yuan(found.eligible), to_yuan(found.fund_pays), to_yuan(found.person_pays))
    return Calculated(result, found.steps)


_MORE_THAN_ALL = Problem(
    "MORE_THAN_ALL",
    Text("目录外费用大于总额。", "What is outside the catalogues is more than the total."),
    Text("目录外费用是总额的一部分。", "It is a part of the total."),
    Text("请核对两个金额。", "Check both amounts."),
    "outside_catalogue",
)
_BANDS = Problem(
    "BANDS",
    Text("分段没有从小到大排列。", "The bands do not rise."),
    Text(
        "每段的上限要比前一段大，只有最后一段可以没有上限。",
        "Each ends above the one before; only the last may have no end.",
    ),
    Text("请核对各段的 up_to。", "Check `up_to` of the bands."),
    "bands",
)

CALCULATION = Calculation(
    kind="medical_reimbursement",
    title=Text("医疗费报销", "refund of medical bills"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("二十八", 28),),
    flow=(
        Derivation("eligible", ("total_cost", "outside_catalogue")),
        Derivation("fund_pays", ("eligible", "deductible", "bands", "ceiling", "already_paid")),
        Derivation("person_pays", ("total_cost", "fund_pays")),
    ),
)
