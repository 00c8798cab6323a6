"""From the form to facts: everything read, and every problem named with its field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.reading import Reading
from bumang.kernel.written_forms import read_amount, read_date, read_month
from bumang.rules import law
from bumang.rules.contributions.base import Limits, LimitsBasis
from bumang.services.back_payment_estimate import problems
from bumang.services.back_payment_estimate.form import BackPaymentForm

T = TypeVar("T")
MOST_MONTHS = 60


class Facts(msgspec.Struct, frozen=True):
    """What is reckoned from; the wage in fen. `limits` are those given, if any."""

    area_code: str
    months: tuple[Month, ...]
    wage: Fen
    due_day: int
    paid_on: date
    limits: Limits | None


def check(form: BackPaymentForm, today: date) -> Sequence[Problem]:
    """Every problem of the form, located."""
    try:
        read(form, today)
    except InvalidInput as refusal:
        return refusal.problems
    return ()


def read(form: BackPaymentForm, _today: date) -> Facts:
    """The facts. Raises `InvalidInput` with every problem found."""
    wrong: list[Problem] = []
    if form.area_code not in law().areas:
        wrong.append(problems.NO_SUCH_PLACE.at("area_code"))
    first = _taken("first_month", read_month(form.first_month), wrong)
    last = _taken("last_month", read_month(form.last_month), wrong)
    wage = _taken("monthly_wage", read_amount(form.monthly_wage), wrong)
    if wage == 0:
        wrong.append(problems.NO_WAGE.at("monthly_wage"))
    paid_on = _taken("paid_date", read_date(form.paid_date), wrong)
    if first and last and paid_on:
        wrong += _months(first, last, paid_on)
    limits = _limits(form, wrong)
    if wrong or not (first and last and wage and paid_on):
        raise InvalidInput(*wrong)
    months = tuple(first.plus(ahead) for ahead in range(first.until(last) + 1))
    return Facts(form.area_code, months, wage, form.due_day, paid_on, limits)


def _months(first: Month, last: Month, paid_on: date) -> Sequence[Problem]:
    if last < first:
        return (problems.LAST_BEFORE_FIRST.at("last_month"),)
    if first.until(last) >= MOST_MONTHS:
        return (problems.too_many_months(MOST_MONTHS).at("last_month"),)
    return (problems.NOT_PAST.at("last_month"),) if last >= Month.of(paid_on) else ()


def _limits(form: BackPaymentForm, wrong: list[Problem]) -> Limits | None:
    """Both or none; an empty answer is none."""
    written = {"base_lower": form.base_lower, "base_upper": form.base_upper}
    given = {name: text for name, text in written.items() if text and text.strip()}
    if not given:
        return None
    found = {name: _taken(name, read_amount(text), wrong) for name, text in given.items()}
    wrong += [problems.BOTH_LIMITS.at(name) for name in written if name not in given]
    lower, upper = found.get("base_lower"), found.get("base_upper")
    if lower is None or upper is None:
        return None
    if not 0 < lower <= upper:
        wrong.append(problems.LIMITS_ROUND.at("base_lower"))
    return Limits(lower, upper, LimitsBasis.GIVEN)


def _taken(field: str, reading: Reading[T], wrong: list[Problem]) -> T | None:
    wrong += [problem.at(field) for problem in reading.problems]
    return reading.value
