"""From the form to facts: everything read, and every problem named with its field.

The checks of the rules on input: nothing missing is guessed, months add up, the month lies in the
window, and a base exists for the place and the year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.months import Month
from bumang.kernel.plain import half_width
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.reading import Reading
from bumang.kernel.written_forms import read_amount, read_month
from bumang.rules import Age, Law, NotSetError, Value, law, retirement_age, retirement_option
from bumang.rules.flexible_retirement import RetirementOption
from bumang.rules.retirement_age import RetirementAge
from bumang.services.pension_estimate import problems
from bumang.services.pension_estimate.form import PensionEstimateForm

T = TypeVar("T")
_INDEX = re.compile(r"[0-9](?:\.[0-9]{1,8})?")
_WORKING_AGE = 16 * 12


class Facts(msgspec.Struct, frozen=True):
    """What the estimate is computed from. `base.since` tells the year of the base."""

    place: str
    age: RetirementAge
    option: RetirementOption
    retire_age: Age
    paid_months: int
    deemed_months: int
    pre_account_months: int
    average_index: Decimal
    account_balance: Fen
    transitional_index: Decimal | None
    transitional_amount: Fen | None
    base: Value

    @property
    def total_months(self) -> int:
        return self.paid_months + self.deemed_months

    @property
    def provisional(self) -> bool:
        """Whether the base is of an earlier year than the retirement."""
        return self.base.since.year != self.option.chosen_month.year


class _Found:
    """Collects problems while a form is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, field: str, problem: Problem) -> None:
        self.problems.append(problem.at(field))

    def take(self, field: str, reading: Reading[T]) -> T | None:
        self.problems += [problem.at(field) for problem in reading.problems]
        return reading.value


def check(form: PensionEstimateForm, today: date) -> Sequence[Problem]:
    """Every problem of the form, located."""
    try:
        read(form, today)
    except InvalidInput as refusal:
        return refusal.problems
    return ()


def read(form: PensionEstimateForm, today: date) -> Facts:
    """The facts. Raises `InvalidInput` with every problem found."""
    rules, found = law(), _Found()
    place = _place(form.area_code, rules, found)
    age = _age(form, rules, today, found)
    option = _option(form.retirement_month, age, rules, found) if age else None
    index = found.take("average_index", _read_index(form.average_index))
    balance = found.take("account_balance", read_amount(form.account_balance))
    own_index = _optional("transitional_index", form.transitional_index, _read_index, found)
    own_amount = _optional("transitional_amount", form.transitional_amount, read_amount, found)
    base = _base(place, option, rules, found) if place and option else None
    _check_months(form, place, age, option, found)
    if found.problems or not (place and age and option and base) or index is None:
        raise InvalidInput(*found.problems)
    return Facts(
        place=place,
        age=age,
        option=option,
        retire_age=Age.of_months(age.birth.until(option.chosen_month)),
        paid_months=form.paid_months,
        deemed_months=form.deemed_months,
        pre_account_months=form.pre_account_months,
        average_index=index,
        account_balance=balance or 0,
        transitional_index=own_index,
        transitional_amount=own_amount,
        base=base,
    )


def working_months(age: RetirementAge, option: RetirementOption) -> int:
    """The months between the sixteenth birthday and retirement."""
    return age.birth.plus(_WORKING_AGE).until(option.chosen_month)


def _optional(
    field: str, text: str | None, reader: Callable[[str], Reading[T]], found: _Found
) -> T | None:
    """An answer that may be left out; an empty field on a page is one that was."""
    return found.take(field, reader(text)) if text and text.strip() else None


def _place(code: str, rules: Law, found: _Found) -> str | None:
    """The pension place of an area code: itself, its city or its province."""
    plain = half_width(code).strip()
    for wider in (plain, f"{plain[:4]}00", f"{plain[:2]}0000"):
        if len(plain) == 6 and wider in rules.places:
            return wider
    found.add("area_code", problems.NO_SUCH_PLACE if plain else problems.NO_PLACE)
    return None


def _age(form: PensionEstimateForm, rules: Law, today: date, found: _Found) -> RetirementAge | None:
    birth = found.take("birth_month", read_month(form.birth_month))
    if birth is None:
        return None
    if birth > Month.of(today):
        found.add("birth_month", problems.BORN_IN_FUTURE)
        return None
    try:
        return retirement_age(birth, form.category, rules, today)
    except NotSetError:
        found.add("birth_month", problems.BEFORE_THE_LAW)
        return None


def _option(
    written: str | None, age: RetirementAge, rules: Law, found: _Found
) -> RetirementOption | None:
    chosen = _optional("retirement_month", written, read_month, found)
    if chosen is None and written and written.strip():
        return None
    month = chosen or age.statutory_month
    if chosen and age.birth.until(chosen) < _WORKING_AGE:
        found.add("retirement_month", problems.not_in_window(problems.BEFORE_WORKING_AGE))
        return None
    try:
        option = retirement_option(age.statutory_month, age.window, month, rules)
    except NotSetError:
        found.add("retirement_month", problems.not_in_window(problems.BEFORE_THE_RECORD))
        return None
    if option.reason is not None:
        found.add("retirement_month", problems.not_in_window(option.reason))
        return None
    return option


def _base(place: str, option: RetirementOption, rules: Law, found: _Found) -> Value | None:
    """The base of the retirement year, or the last one published before it."""
    try:
        return rules.at("calculation_base", option.chosen_month.first_day(), place)
    except NotSetError as unset:
        if unset.last is None:
            found.add("retirement_month", problems.no_base(option.chosen_month.year))
        return unset.last


def _check_months(
    form: PensionEstimateForm,
    place: str | None,
    age: RetirementAge | None,
    option: RetirementOption | None,
    found: _Found,
) -> None:
    if form.pre_account_months > form.paid_months:
        found.add("pre_account_months", problems.MORE_THAN_PAID)
    elif place and age and form.pre_account_months:
        _check_before_accounts(form.pre_account_months, place, age, found)
    total = form.paid_months + form.deemed_months
    if option and total < option.required_months:
        found.add("paid_months", problems.below_minimum(total, option.required_months))


def _check_before_accounts(months: int, place: str, age: RetirementAge, found: _Found) -> None:
    try:
        start = law().at("account_start", age.statutory_month.first_day(), place).month
    except NotSetError:  # before the years on record: there is no base either, and that is told
        return
    possible = max(0, age.birth.plus(_WORKING_AGE).until(start))
    if months > possible:
        found.add("pre_account_months", problems.too_many_before(start, possible))


def _read_index(text: str) -> Reading[Decimal]:
    plain = half_width(text).strip()
    if not plain:
        return Reading(None, (problems.NO_INDEX,))
    if _INDEX.fullmatch(plain) is None:
        return Reading(None, (problems.INDEX_FORMAT,))
    index = Decimal(plain)
    if not 0 < index <= 3:
        return Reading(None, (problems.INDEX_RANGE,))
    return Reading(index, normalised=plain != text)
