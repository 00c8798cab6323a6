"""居民养老缴费补贴: a resident's yearly payment, the subsidy to it, and what goes into the account.

State Council opinion 2014 no. 8: at least 30 yuan of subsidy at the lowest step, at least 60 from
the step of 500 on; own money, subsidies and collective money all go into the account. Provinces
have steps and subsidies of their own, which are given, not guessed.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_PENSION
from bumang.rules.explanation import Step, money, plain
from bumang.rules.parameters import Law
from bumang.rules.values import Value


class ResidentContribution(msgspec.Struct, frozen=True):
    """In fen. `subsidy` is the one given, or the least there must be."""

    subsidy_minimum: Fen
    subsidy: Fen
    credited: Fen
    steps: tuple[Step, ...]


def subsidy_minimum(own: Fen, law: Law, on: date) -> Value:
    """The least subsidy for an own payment. Raises `NotSetError` before the scheme."""
    higher_from = to_fen(law.at("resident_subsidy_higher_from", on).number)
    name = "resident_subsidy_higher" if own >= higher_from else "resident_subsidy_lowest"
    return law.at(name, on)


def resident_contribution(
    own: Fen, subsidy: Fen | None, collective: Fen, law: Law, on: date
) -> ResidentContribution:
    """What a year's payment puts into the account.

    Raises `ValueError` for a payment below the lowest step or a subsidy below the least.
    """
    if own < to_fen(law.at("resident_lowest_contribution", on).number):
        raise ValueError("below the lowest step")
    least = subsidy_minimum(own, law, on)
    minimum = to_fen(least.number)
    given = minimum if subsidy is None else subsidy
    if given < minimum:
        raise ValueError("below the least subsidy")
    credited = own + given + collective
    step = Step(
        key="credited",
        name=_CREDITED,
        formula=Text(
            "个人缴费 + 政府补贴 + 集体补助", "own payment + government subsidy + collective money"
        ),
        worked=" + ".join(plain(to_yuan(part)) for part in (own, given, collective)),
        figures=(
            money("yearly_contribution", Text("个人缴费", "own payment"), own),
            money("subsidy_minimum", Text("政府补贴下限", "least subsidy"), minimum, least.origin),
        ),
        result=money("credited", _CREDITED, credited),
        rules=(RESIDENT_PENSION,),
    )
    return ResidentContribution(minimum, given, credited, (step,))


_CREDITED = Text("记入个人账户", "into the account")
