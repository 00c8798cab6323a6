"""待遇资格认证 as a calculation: until when the last proof of life holds."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import handling_regulation
from bumang.rules.benefits.proof_of_life import proof_of_life
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, day
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """When it was proved last; `today` is the day of the law unless it is said."""

    proved_date: Annotated[date, Field("上次认证日期", "last proof", day())]
    today: Annotated[date | None, Field("截至", "as of", day())] = None


class Result(msgspec.Struct, frozen=True):
    """The last day it holds. Payment does not stop by itself when it has run out."""

    valid_until: str
    run_out: bool


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Raises `InvalidInput` for a proof yet to come."""
    today = given.today or on
    if given.proved_date > today:
        raise InvalidInput(_AHEAD)
    found = proof_of_life(given.proved_date, today, law)
    return Calculated(Result(found.valid_until.isoformat(), found.run_out), found.steps)


_AHEAD = Problem(
    "PROOF_AHEAD",
    Text("认证日期在将来。", "The proof lies in the future."),
    Text("有效期从已经做过的认证算起。", "It holds from a proof that was given."),
    Text("请核对日期。", "Check the day."),
    "proved_date",
)

CALCULATION = Calculation(
    kind="proof_of_life",
    title=Text("待遇资格认证有效期", "how long a proof of life holds"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(handling_regulation("二十六", 26),),
    flow=(
        Derivation("valid_until", ("proved_date",), ("proof_of_life_months",)),
        Derivation("run_out", ("valid_until", "today")),
    ),
)
