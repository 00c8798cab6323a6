"""The answer: every month by its own rules, the late fee, and what to know beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules import NotSetError, law
from bumang.rules.contributions.back_payment import LumpPayment, employer_back_payment
from bumang.rules.contributions.back_payment_bill import (
    BilledMonth,
    Lateness,
    bill,
    billed_month,
)
from bumang.rules.contributions.base import LimitsBasis
from bumang.rules.contributions.monthly import (
    Insurance,
    InsuredAs,
    MissingRatesError,
    MonthFacts,
    MonthlyContribution,
    monthly_contribution,
)
from bumang.rules.explanation import Step
from bumang.services.back_payment_estimate import problems
from bumang.services.back_payment_estimate.facts import Facts, read
from bumang.services.back_payment_estimate.form import BackPaymentForm
from bumang.services.back_payment_estimate.result import BackPaymentAnswer, PaidUpMonth


def answer(form: BackPaymentForm, today: date) -> BackPaymentAnswer:
    """The bill. Raises `InvalidInput` with every problem of the form."""
    facts = read(form, today)
    months = [_billed(facts, month) for month in facts.months]
    whole = bill(months)
    lump = employer_back_payment(LumpPayment(len(months), facts.paid_on), True, law())
    return BackPaymentAnswer(
        months=tuple(map(_row, months)),
        employer_total=whole.employer_total,
        personal_total=whole.personal_total,
        late_fee=whole.late_fee,
        total=whole.total,
        moves=lump.transferable,
        reason=lump.reason,
        steps=(*_steps(months), whole.step, *lump.steps),
        notes=tuple(_notes(months)),
    )


def _billed(facts: Facts, month: Month) -> BilledMonth:
    late = Lateness(month.day(facts.due_day), facts.paid_on)
    return billed_month(month, _due(facts, month), late, law())


def _due(facts: Facts, month: Month) -> MonthlyContribution:
    asked = MonthFacts(
        region=facts.area_code,
        month=month,
        insured_as=InsuredAs.EMPLOYEE,
        declared_wage=facts.wage,
        insurances=(Insurance.PENSION,),
        given_limits=facts.limits,
    )
    try:
        return monthly_contribution(asked, law())
    except MissingRatesError:
        raise InvalidInput(problems.NO_RATE.at("first_month")) from None
    except NotSetError:
        raise InvalidInput(problems.NO_LIMITS.at("base_lower")) from None


def _row(one: BilledMonth) -> PaidUpMonth:
    due = one.due
    return PaidUpMonth(
        month=str(one.month),
        base=due.base.amount,
        employer=due.employer_total,
        personal=due.personal_total,
        days=one.days,
        late_fee=one.late_fee,
    )


def _steps(months: Sequence[BilledMonth]) -> Iterator[Step]:
    """A month that is reckoned as the one before it is not told again."""
    before = None
    for one in months:
        reckoned = (one.due.limits, one.due.lines)
        if reckoned != before:
            yield from one.steps
        before = reckoned


def _notes(months: Sequence[BilledMonth]) -> Iterator[Text]:
    stand_in = {LimitsBasis.COMPUTED, LimitsBasis.LAST_YEAR}
    if any(one.due.limits.basis in stand_in for one in months):
        yield _STAND_IN
    yield from _NOTES


_STAND_IN = Text(
    "有的月份没有收录当地公布的缴费基数上下限，是按平均工资推算的，或者暂用上一次公布的，以当地公布的为准。",
    "For some months the place's limits are not on record: they are computed from the average wage, or last year's. The published ones prevail.",
)
_NOTES = (
    Text(
        "补缴由单位去办，要有那些月份劳动关系的证明。滞纳金由单位承担，不能让职工出。",
        "The employer pays, with proof of the labour relation of those months. The late fee is the employer's and not the employee's.",
    ),
    Text(
        "这里只算养老保险。医疗、失业、工伤保险漏缴的也要补，费率由当地定。",
        "This is pension insurance alone. Medical, unemployment and work injury insurance are paid up as well, at the place's rates.",
    ),
    Text(
        "单位不肯补的，可以向社会保险费征收机构或者劳动监察投诉。",
        "If the employer refuses, complain to the collecting agency or the labour inspection.",
    ),
    Text(
        "灵活就业人员一般不能补缴以前的月份。",
        "Flexible workers generally pay no past months.",
    ),
)
