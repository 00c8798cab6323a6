"""生育津贴: the wage of the leave, by the average wage of the employer.

Social Insurance Law, art. 56: by last year's average monthly wage of the employer's staff. The days
of leave are those of national and local rules together and have to be given; a day is a thirtieth of
the month (from memory).
"""

from __future__ import annotations

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY, insurance_law
from bumang.rules.explanation import DAYS, Step, money, number, plain

_DAYS_A_MONTH = 30


class MaternityAllowance(msgspec.Struct, frozen=True):
    """The allowance in fen; `topped_up` is what the employer adds to the own wage, if given."""

    allowance: Fen
    topped_up: Fen
    steps: tuple[Step, ...]


def maternity_allowance(
    employer_average: Fen, leave_days: int, own_wage: Fen | None = None
) -> MaternityAllowance:
    """Rounded once to the fen. With an own wage above the average the employer adds the rest."""
    allowance = _for_days(employer_average, leave_days)
    own = allowance if own_wage is None else _for_days(own_wage, leave_days)
    step = Step(
        key="allowance",
        name=_NAME,
        formula=Text(
            "用人单位上年度职工月平均工资 ÷ 30 × 产假天数",
            "last year's average monthly wage of the employer ÷ 30 × days of leave",
        ),
        worked=f"{plain(to_yuan(employer_average))} ÷ {_DAYS_A_MONTH} × {leave_days}",
        figures=(
            money("employer_average", _AVERAGE, employer_average),
            number("leave_days", Text("产假天数", "days of leave"), leave_days, DAYS),
        ),
        result=money("allowance", _NAME, allowance),
        rules=(insurance_law("五十六", 56), FROM_MEMORY),
    )
    top_up = max(0, own - allowance)
    if own_wage is None:
        return MaternityAllowance(allowance, 0, (step,))
    return MaternityAllowance(
        allowance, top_up, (step, _top_up_step(own_wage, leave_days, allowance, top_up))
    )


def _for_days(monthly: Fen, days: int) -> Fen:
    return to_fen(to_yuan(monthly) * days / _DAYS_A_MONTH)


def _top_up_step(own_wage: Fen, days: int, allowance: Fen, top_up: Fen) -> Step:
    return Step(
        key="topped_up",
        name=_TOP_UP,
        formula=Text(
            "本人工资高于津贴的，差额由单位补足",
            "where the own wage is more than the allowance, the employer adds the rest",
        ),
        worked=f"max(0, {plain(to_yuan(own_wage))} ÷ {_DAYS_A_MONTH} × {days} − {plain(to_yuan(allowance))})",
        figures=(money("own_wage", Text("本人月工资", "own monthly wage"), own_wage),),
        result=money("topped_up", _TOP_UP, top_up),
        rules=(FROM_MEMORY,),
    )


_NAME = Text("生育津贴", "maternity allowance")
_AVERAGE = Text("单位上年度职工月平均工资", "employer's average monthly wage")
_TOP_UP = Text("单位补足", "added by the employer")
