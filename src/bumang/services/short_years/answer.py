"""The answer: what is missing by the rules, and each way with when it pays and how much."""

from __future__ import annotations

from datetime import date

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules import NotSetError, law
from bumang.rules.short_years import Choice, ShortOption, ShortYears, short_years
from bumang.services.short_years.facts import Facts, read
from bumang.services.short_years.form import ShortYearsForm
from bumang.services.short_years.result import ShortYearsAnswer, Way


def answer(form: ShortYearsForm, today: date) -> ShortYearsAnswer:
    """What is missing, and the ways. Raises `InvalidInput` with every problem of the form."""
    facts = read(form, today)
    found = missing(facts, facts.paid_months)
    ways = tuple(_way(option, facts, today) for option in found.options)
    return ShortYearsAnswer(
        statutory_month=str(facts.age.statutory_month),
        required_months=found.required_months,
        paid_months=facts.paid_months,
        deemed_months=facts.deemed_months,
        missing_months=found.missing_months,
        ways=ways,
        steps=(*facts.age.steps, found.step),
        notes=_NOTES if ways else (),
    )


def missing(facts: Facts, paid_months: int) -> ShortYears:
    """What the rule says of so many months paid."""
    return short_years(
        facts.age.statutory_month, paid_months, facts.deemed_months, law(), facts.first_insured
    )


def _way(option: ShortOption, facts: Facts, today: date) -> Way:
    months, first, monthly, once = _worth(option, facts, today)
    return Way(
        choice=option.choice,
        name=_NAMES[option.choice],
        open=option.open,
        condition=option.condition,
        gives=_GIVES[option.choice],
        months=months,
        first_month=str(first) if first else None,
        waits=facts.age.statutory_month.until(first) if first else 0,
        monthly=monthly,
        once=once,
    )


def _worth(option: ShortOption, facts: Facts, today: date) -> tuple[int, Month | None, Fen, Fen]:
    """Months still to be paid, the first month of a pension, what it is at least, and once."""
    if option.choice is Choice.END_RELATION:
        return 0, None, 0, facts.balance
    if option.choice is Choice.RESIDENTS_SCHEME:
        return _as_resident(facts, today)
    return option.months, option.reached.plus(1) if option.reached else None, 0, 0


def _as_resident(facts: Facts, today: date) -> tuple[int, Month | None, Fen, Fen]:
    """At the residents' age, with their fifteen years; the base is the nation's minimum of today."""
    on = max(today, facts.age.statutory_month.first_day())
    at_age = facts.age.birth.plus(law().at("resident_pension_age", on).count)
    short = max(0, law().at("resident_years_needed", on).count * 12 - facts.months)
    begins = max(at_age, facts.age.statutory_month)
    first = begins.plus(1) if not short else None
    account = to_fen(to_yuan(facts.balance) / law().at("resident_divisor", on).number)
    return short, first, account + _least_base(on), 0


def _least_base(on: date) -> Fen:
    """The national minimum that holds on the day; for a day not published yet, the last one."""
    try:
        return to_fen(law().at("resident_basic_pension", on).number)
    except NotSetError as unset:
        return to_fen(unset.last.number) if unset.last else 0


_NAMES = {
    Choice.EXTEND: Text("延长缴费", "Go on paying"),
    Choice.ONE_PAYMENT: Text("延长五年后一次性缴费", "One payment after five years more"),
    Choice.RESIDENTS_SCHEME: Text("转入城乡居民养老保险", "Move to the residents' scheme"),
    Choice.END_RELATION: Text("终止关系，一次领取账户", "End the relation, take the account"),
}
_GIVES = {
    Choice.EXTEND: Text(
        "缴满以后按月领取职工养老金，一直领到终身。", "The employee's pension each month, for life."
    ),
    Choice.ONE_PAYMENT: Text(
        "补齐以后按月领取职工养老金，一直领到终身。", "The employee's pension each month, for life."
    ),
    Choice.RESIDENTS_SCHEME: Text(
        "按月领取居民养老金：个人账户除以 139，加基础养老金（这里按国家最低标准，各地更高）。",
        "The residents' pension each month: the account over 139, and the base amount (here the national minimum; places pay more).",
    ),
    Choice.END_RELATION: Text(
        "只退个人账户，以后不再有养老金，也不能反悔。",
        "The account alone; no pension ever after, and no way back.",
    ),
}
_NOTES = (
    Text(
        "不够最低年限的，不能按月领取职工基本养老金；选哪条路由您自己决定，任何人不能替您选。",
        "Below the minimum no employee's pension is paid by the month. Which way you take is yours alone to choose.",
    ),
    Text(
        "职工养老金每月大约多少，可以用「养老待遇测算」算。",
        "What the employee's pension would be a month: see “Pension estimate”.",
    ),
    Text(
        "延长缴费期间继续缴费的手续、2030 年以后提高的最低年限能不能一次性缴费，以参保地的规定为准（待核实）。",
        "How to go on paying, and whether the minimum raised from 2030 may be reached by one payment, is for your place to say (to be verified).",
    ),
)
