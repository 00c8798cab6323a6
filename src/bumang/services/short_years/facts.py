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
from bumang.kernel.written_forms import read_amount, read_month
from bumang.rules import NotSetError, law, retirement_age
from bumang.rules.retirement_age import RetirementAge
from bumang.services.short_years import problems
from bumang.services.short_years.form import ShortYearsForm

T = TypeVar("T")
_WORKING_AGE = 16 * 12


class Facts(msgspec.Struct, frozen=True):
    """What the answer is computed from; the balance in fen."""

    age: RetirementAge
    paid_months: int
    deemed_months: int
    balance: Fen
    first_insured: Month | None

    @property
    def months(self) -> int:
        return self.paid_months + self.deemed_months

    @property
    def could_work(self) -> int:
        """The months between the sixteenth birthday and the statutory month."""
        return self.age.birth.plus(_WORKING_AGE).until(self.age.statutory_month)


def check(form: ShortYearsForm, today: date) -> Sequence[Problem]:
    """Every problem of the form, located."""
    try:
        read(form, today)
    except InvalidInput as refusal:
        return refusal.problems
    return ()


def read(form: ShortYearsForm, today: date) -> Facts:
    """The facts. Raises `InvalidInput` with every problem found."""
    wrong: list[Problem] = []
    age = _age(form, today, wrong)
    balance = _taken("account_balance", read_amount(form.account_balance), wrong)
    written = form.first_insured_month
    first = None
    if written and written.strip():
        first = _taken("first_insured_month", read_month(written), wrong)
    if age and first and first > age.statutory_month:
        wrong.append(problems.INSURED_AFTERWARDS.at("first_insured_month"))
    if not wrong and age and balance is not None:
        facts = Facts(age, form.paid_months, form.deemed_months, balance, first)
        if facts.months <= facts.could_work:
            return facts
        wrong.append(problems.TOO_MANY_MONTHS.at("paid_months"))
    raise InvalidInput(*wrong)


def _age(form: ShortYearsForm, today: date, wrong: list[Problem]) -> RetirementAge | None:
    birth = _taken("birth_month", read_month(form.birth_month), wrong)
    if birth is None:
        return None
    if birth > Month.of(today):
        wrong.append(problems.BORN_IN_FUTURE.at("birth_month"))
        return None
    try:
        age = retirement_age(birth, form.category, law(), today)
        law().at("extension_before_one_payment", age.statutory_month.first_day())
        return age
    except NotSetError:
        wrong.append(problems.BEFORE_THE_LAW.at("birth_month"))
        return None


def _taken(field: str, reading: Reading[T], wrong: list[Problem]) -> T | None:
    wrong += [problem.at(field) for problem in reading.problems]
    return reading.value
