"""The estimate itself: the place's terms at the month of retirement, put into the rules."""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.money import to_fen
from bumang.kernel.text import Text
from bumang.rules import (
    EmployeePensionFacts,
    Value,
    annuity_divisor,
    employee_pension,
    law,
)
from bumang.rules.annuity_divisor import AnnuityDivisor
from bumang.rules.employee_pension import EmployeePension
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.source import Origin
from bumang.rules.transitional import Transitional, TransitionalForm, transitional_coefficient
from bumang.services.pension_estimate.facts import Facts, read
from bumang.services.pension_estimate.form import PensionEstimateForm
from bumang.services.pension_estimate.result import Part, PensionEstimate
from bumang.services.pension_estimate.warnings import warnings


class Terms(msgspec.Struct, frozen=True):
    """The place's parameters on the first day of the month of retirement."""

    accrual_rate: Value
    years_rounding: Value
    amount_rounding: Value
    total_rounding: Value
    base: Value
    transitional_base: Value
    transitional_form: Value
    transitional_coefficient: Value
    divisor: AnnuityDivisor

    @property
    def form(self) -> TransitionalForm:
        return TransitionalForm(self.transitional_form.word)

    def origins(self) -> dict[str, Origin]:
        """Where each figure came from, by the name of the rules' input."""
        return {
            "accrual_rate": self.accrual_rate.origin,
            "years": self.years_rounding.origin,
            "amount_rounding": self.amount_rounding.origin,
            "calc_base": self.base.origin,
            "transitional_base": self.transitional_base.origin,
            "transitional_form": self.transitional_form.origin,
            "transitional_coefficient": self.transitional_coefficient.origin,
            "divisor": self.divisor.origin,
        }


def answer(form: PensionEstimateForm, today: date) -> PensionEstimate:
    """Estimate. Raises `InvalidInput` with every problem of the form."""
    facts = read(form, today)
    terms = _terms(facts)
    transitional = _transitional(facts, terms)
    pension = employee_pension(
        EmployeePensionFacts(
            calc_base=to_fen(terms.base.number),
            average_index=facts.average_index,
            total_months=facts.total_months,
            account_balance=facts.account_balance,
            divisor=terms.divisor.divisor,
            accrual_rate=terms.accrual_rate.number,
            transitional=transitional,
            transitional_amount=facts.transitional_amount,
            years_rounding=YearsRounding(terms.years_rounding.word),
            amount_rounding=AmountRounding(terms.amount_rounding.word),
            total_rounding=TotalRounding(terms.total_rounding.word),
        ),
        terms.origins(),
    )
    return _estimate(facts, terms, pension, today)


def transitional_months(facts: Facts, form: TransitionalForm) -> int:
    """The months that count for the transitional part in the place's form."""
    return facts.deemed_months + (0 if form.deemed_only else facts.pre_account_months)


def _terms(facts: Facts) -> Terms:
    rules, place, day = law(), facts.place, facts.option.chosen_month.first_day()
    form = rules.at("transitional_form", day, place)
    base = facts.base
    if form.word == TransitionalForm.TWO_BASES:
        # The city's base serves the transitional part only; the province's the basic pension.
        base = rules.at("calculation_base", facts.base.since, f"{place[:2]}0000")
    return Terms(
        accrual_rate=rules.at("accrual_rate", day, place),
        years_rounding=rules.at("years_rounding", day, place),
        amount_rounding=rules.at("amount_rounding", day, place),
        total_rounding=rules.at("total_rounding", day, place),
        base=base,
        transitional_base=facts.base,
        transitional_form=form,
        transitional_coefficient=transitional_coefficient(
            TransitionalForm(form.word), facts.total_months, rules, day, place
        ),
        divisor=annuity_divisor(facts.retire_age, rules, day),
    )


def _transitional(facts: Facts, terms: Terms) -> Transitional | None:
    """None for new people, for a part given by hand, and for a form that is not computed."""
    months = transitional_months(facts, terms.form)
    if not months or facts.transitional_amount is not None or not terms.form.computable:
        return None
    return Transitional(
        form=terms.form,
        months=months,
        coefficient=terms.transitional_coefficient.number,
        base=to_fen(terms.transitional_base.number),
        index=facts.transitional_index or facts.average_index,
    )


def _estimate(facts: Facts, terms: Terms, pension: EmployeePension, today: date) -> PensionEstimate:
    steps = (*facts.age.steps, facts.option.step, terms.divisor.step, *pension.steps)
    left_out = (
        transitional_months(facts, terms.form) > 0
        and facts.transitional_amount is None
        and not terms.form.computable
    )
    retirement = facts.option.chosen_month
    return PensionEstimate(
        place=law().places[facts.place],
        retirement_month=str(retirement),
        retirement_type=facts.option.type,
        retirement_age=facts.retire_age,
        first_pension_month=str(retirement.plus(1)),
        divisor=str(pension.divisor),
        basic=pension.basic,
        account=pension.account,
        transitional=pension.transitional,
        supplement=pension.supplement,
        total=pension.total,
        parts=_parts(pension),
        base_year=facts.base.since.year,
        provisional=facts.provisional,
        complete=not left_out,
        steps=steps,
        warnings=warnings(facts, terms.base, terms.transitional_form, steps, left_out, today),
    )


def _parts(pension: EmployeePension) -> tuple[Part, ...]:
    """The parts that are there, and what rounding the total up adds."""
    amounts = {
        "basic": pension.basic,
        "account": pension.account,
        "transitional": pension.transitional,
        "supplement": pension.supplement,
    }
    amounts["rounding"] = pension.total - sum(amounts.values())
    return tuple(Part(key, _NAMES[key], amount) for key, amount in amounts.items() if amount)


_NAMES = {
    "basic": Text("基础养老金", "Basic pension"),
    "account": Text("个人账户养老金", "Account pension"),
    "transitional": Text("过渡性养老金", "Transitional pension"),
    "supplement": Text("加发", "Supplement"),
    "rounding": Text("见分进角", "Rounding up"),
}
