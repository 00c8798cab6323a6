"""补缴账单: both shares of months that an employer missed, each by its own rules, with the late fee.

The late fee is reckoned for each insurance and month on both shares together, rounded to the fen,
and falls on the employer (Social Insurance Law, arts. 63, 86).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.contributions.late_fee import LateFee, late_fee
from bumang.rules.contributions.monthly import KINDS, Insurance, MonthlyContribution
from bumang.rules.explanation import Step, money, of_month, plain
from bumang.rules.parameters import Law


class Lateness(msgspec.Struct, frozen=True):
    """When a month was due at the latest, when it is paid, and whether the fee ends at the arrears."""

    last_due_date: date
    paid_date: date
    cap_at_principal: bool = False


class Fee(msgspec.Struct, frozen=True):
    """The late fee on both shares of one insurance in a month, in fen."""

    insurance: Insurance
    arrears: Fen
    amount: Fen


class BilledMonth(msgspec.Struct, frozen=True):
    """A missed month: what was due in fen, the days it is late, the fees."""

    month: Month
    due: MonthlyContribution
    days: int
    fees: tuple[Fee, ...]
    steps: tuple[Step, ...]

    @property
    def late_fee(self) -> Fen:
        return sum(fee.amount for fee in self.fees)


class Bill(msgspec.Struct, frozen=True):
    """All months in fen. What the employer pays in all is its share and the late fee."""

    employer_total: Fen
    personal_total: Fen
    late_fee: Fen
    total: Fen
    step: Step


def billed_month(month: Month, due: MonthlyContribution, late: Lateness, law: Law) -> BilledMonth:
    """A month's lines with their late fees. Raises `NotSetError` for days before any rate of fees."""
    kinds = dict.fromkeys(line.insurance for line in due.lines)
    arrears = {
        kind: sum(line.amount for line in due.lines if line.insurance is kind) for kind in kinds
    }
    found = {kind: _late(owed, late, law) for kind, owed in arrears.items()}
    steps = [step for step in due.steps if step.key != "invoice_total"]
    steps += next(iter(found.values())).steps[:1]  # the days, the same for all
    steps += [_fee_step(kind, fee) for kind, fee in found.items()]
    return BilledMonth(
        month,
        due,
        next(iter(found.values())).days,
        tuple(Fee(kind, arrears[kind], fee.late_fee) for kind, fee in found.items()),
        tuple(of_month(step, month) for step in steps),
    )


def bill(months: Sequence[BilledMonth]) -> Bill:
    """The sum of the months."""
    employer = sum(one.due.employer_total for one in months)
    personal = sum(one.due.personal_total for one in months)
    fees = sum(one.late_fee for one in months)
    total = employer + personal + fees
    step = Step(
        key="total",
        name=_TOTAL,
        formula=Text(
            "各月单位部分 + 个人部分 + 滞纳金；滞纳金由单位承担",
            "both shares of all months + the late fees, which fall on the employer",
        ),
        worked=" + ".join(plain(to_yuan(one)) for one in (employer, personal, fees)),
        figures=(
            money("employer_total", _EMPLOYER, employer),
            money("personal_total", _PERSONAL, personal),
            money("late_fee", _FEES, fees),
        ),
        result=money("total", _TOTAL, total),
        rules=(insurance_law("六十三", 63), insurance_law("八十六", 86)),
    )
    return Bill(employer, personal, fees, total, step)


def _late(owed: Fen, late: Lateness, law: Law) -> LateFee:
    return late_fee(
        owed, late.last_due_date, late.paid_date, law, cap_at_principal=late.cap_at_principal
    )


def _fee_step(kind: Insurance, fee: LateFee) -> Step:
    _days, step = fee.steps
    key, name = f"{kind}_late_fee", _FEE.format(kind=KINDS[kind])
    result = msgspec.structs.replace(step.result, key=key, name=name)
    return msgspec.structs.replace(step, key=key, name=name, result=result)


_FEE = Text("{kind}滞纳金", "late fee of {kind}")
_FEES = Text("滞纳金合计", "late fees")
_TOTAL = Text("补缴合计", "total to pay")
_EMPLOYER = Text("单位部分合计", "employer's share")
_PERSONAL = Text("个人部分合计", "person's share")
