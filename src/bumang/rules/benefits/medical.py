"""医疗费报销: one stay or year of bills, by the place's deductible, bands and ceiling.

Only costs within the catalogues count (Social Insurance Law, art. 28). Deductible, shares and
ceiling are the place's and have to be given; nothing stands in for them.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.explanation import Step, money, plain

_ARTICLE = insurance_law("二十八", 28)


class Band(msgspec.Struct, frozen=True):
    """The share of costs up to `up_to` (fen, above the deductible's start; None: without end)."""

    up_to: Fen | None
    share: Decimal


class MedicalFacts(msgspec.Struct, frozen=True):
    """Amounts in fen. `already_paid` is what the fund paid in the year before this bill."""

    total_cost: Fen
    outside_catalogue: Fen
    deductible: Fen
    bands: tuple[Band, ...]
    ceiling: Fen | None
    already_paid: Fen


class MedicalReimbursement(msgspec.Struct, frozen=True):
    """What counts, what the fund pays, what the person pays; in fen."""

    eligible: Fen
    fund_pays: Fen
    person_pays: Fen
    steps: tuple[Step, ...]


class BandsError(Exception):
    """The bands are not in rising order, or one follows the band without end."""


def medical_reimbursement(facts: MedicalFacts) -> MedicalReimbursement:
    """Each band's share, rounded once to the fen. Raises `BandsError`.

    Costs above the last band's end are paid by nobody but the person.
    """
    _check(facts.bands)
    eligible = max(0, facts.total_cost - facts.outside_catalogue)
    parts = _in_bands(eligible, facts)
    exact = sum((to_yuan(cost) * band.share for cost, band in parts), Decimal(0))
    by_bands = to_fen(exact)
    room = by_bands if facts.ceiling is None else max(0, facts.ceiling - facts.already_paid)
    fund = min(by_bands, room)
    person = facts.total_cost - fund
    return MedicalReimbursement(
        eligible,
        fund,
        person,
        (_eligible_step(facts, eligible), _fund_step(facts, parts, fund), _person(facts, person)),
    )


def _check(bands: tuple[Band, ...]) -> None:
    ends = [band.up_to for band in bands]
    last = 0
    for place, end in enumerate(ends):
        if end is None:
            if place != len(ends) - 1:
                raise BandsError
        elif end <= last:
            raise BandsError
        else:
            last = end


def _in_bands(eligible: Fen, facts: MedicalFacts) -> list[tuple[Fen, Band]]:
    """What falls into each band; bands are measured from zero, the deductible lies below them."""
    found, start = [], facts.deductible
    for band in facts.bands:
        end = eligible if band.up_to is None else min(eligible, band.up_to)
        if end > start:
            found.append((end - start, band))
            start = end
    return found


def _eligible_step(facts: MedicalFacts, eligible: Fen) -> Step:
    return Step(
        key="eligible",
        name=_ELIGIBLE,
        formula=Text("医疗费总额 − 目录外费用", "total cost − what is outside the catalogues"),
        worked=f"{plain(to_yuan(facts.total_cost))} − {plain(to_yuan(facts.outside_catalogue))}",
        figures=(),
        result=money("eligible", _ELIGIBLE, eligible),
        rules=(_ARTICLE,),
    )


def _fund_step(facts: MedicalFacts, parts: list[tuple[Fen, Band]], fund: Fen) -> Step:
    limits = () if facts.ceiling is None else (money("ceiling", _CEILING, facts.ceiling),)
    return Step(
        key="fund_pays",
        name=_FUND,
        formula=Text(
            "起付线以上的部分按分段比例计算，不超过封顶线的余额",
            "the cost above the deductible by bands, no more than what the ceiling leaves",
        ),
        worked=" + ".join(
            f"{plain(to_yuan(cost))} × {plain(band.share * 100)}%" for cost, band in parts
        )
        or "0",
        figures=(money("deductible", _DEDUCTIBLE, facts.deductible), *limits),
        result=money("fund_pays", _FUND, fund),
        rules=(_ARTICLE,),
    )


def _person(facts: MedicalFacts, person: Fen) -> Step:
    return Step(
        key="person_pays",
        name=_PERSON,
        formula=Text("医疗费总额 − 基金支付", "total cost − what the fund pays"),
        worked=f"{plain(to_yuan(facts.total_cost))} − {plain(to_yuan(facts.total_cost - person))}",
        figures=(),
        result=money("person_pays", _PERSON, person),
        rules=(_ARTICLE,),
    )


_ELIGIBLE = Text("目录内费用", "cost within the catalogues")
_FUND = Text("基金支付", "the fund pays")
_PERSON = Text("个人负担", "the person pays")
_DEDUCTIBLE = Text("起付线", "deductible")
_CEILING = Text("封顶线", "ceiling")
