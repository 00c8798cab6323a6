"""Every kind of calculation that a program may ask for by name.

`CALCULATIONS` is the one registry; `calculate` is the one way in. A kind is one module: its inputs
under the names the field's documents use, its result, and a function from the one to the other that
calls the rules. The same serves the command line, the API and the explanations.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.calculations import (
    account_accrual,
    account_history,
    average_index,
    benefits,
    contributions,
    employee_pension,
    flexible_notice,
    handling_limit,
    provisional_recalculation,
    reporting_limit,
    resident_contribution,
    resident_pension,
    resident_years,
    retirement_age,
    short_years,
    transfer,
    working_day_limit,
)
from bumang.rules.calculations.declaration import Calculated, Calculation
from bumang.rules.calculations.reading import read
from bumang.rules.parameters import Law, NotSetError

_MODULES = (
    retirement_age,
    flexible_notice,
    short_years,
    average_index,
    account_accrual,
    account_history,
    employee_pension,
    provisional_recalculation,
    resident_years,
    resident_contribution,
    resident_pension,
    *transfer.MODULES,
    *contributions.MODULES,
    *benefits.MODULES,
    working_day_limit,
    handling_limit,
    reporting_limit,
)
CALCULATIONS: Mapping[str, Calculation] = {
    module.CALCULATION.kind: module.CALCULATION for module in _MODULES
}


def calculate(kind: object, inputs: object, law: Law, on: date) -> Calculated:
    """The result by the law of the day `on`.

    Raises `InvalidInput` for a kind that is not there, for inputs that cannot be, and where the law
    on record has no value for them.
    """
    calculation = calculation_of(kind)
    given = read(calculation.inputs, inputs)
    try:
        return calculation.answer(given, law, on)
    except NotSetError as unset:
        raise InvalidInput(not_on_record(unset.parameter, unset.day)) from None


def calculation_of(kind: object) -> Calculation:
    """The calculation of a kind. Raises `InvalidInput` with the kinds there are."""
    found = CALCULATIONS.get(kind) if isinstance(kind, str) else None
    if found is None:
        near = difflib.get_close_matches(str(kind), CALCULATIONS, 1)
        raise InvalidInput(no_such_kind(near[0] if near else "", ", ".join(CALCULATIONS)))
    return found


def no_such_kind(near: str, known: str) -> Problem:
    """A kind that is none of ours; `near` is what may have been meant."""
    meant = Text(f"是不是想写 {near}？", f"Did you mean {near}? ") if near else Text("", "")
    return Problem(
        "NO_SUCH_KIND",
        Text("没有这种计算。", "There is no such calculation."),
        Text("kind 要写计算的名称。", "`kind` names the calculation."),
        Text(f"{meant.zh}可以用的有：{known}。", f"{meant.en}There are: {known}."),
        "kind",
    )


def not_on_record(parameter: str, day: date) -> Problem:
    """The law as it is on record says nothing for that day."""
    return Problem(
        "NOT_ON_RECORD",
        Text(
            f"{day} 的 {parameter} 没有收录，算不出结果。",
            f"{parameter} is not on record for {day}, so nothing can be computed.",
        ),
        Text(
            "没有依据的数不能拿来用。",
            "A figure without a source is not used in its place.",
        ),
        Text(
            "请核对日期；可用 bumang law show 查看收录的值。",
            "Check the dates; `bumang law show` tells what is on record.",
        ),
    )
