"""个人账户记账: what of a month's base is credited to the account.

Eleven percent of the base from 1998, eight from 2006, all from the person; of the twenty percent of
a flexible worker eight as well. Before 1998 the local rules held.
"""

from __future__ import annotations

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.months import Month
from bumang.rules.parameters import Law


def account_credit(month: Month, monthly_base: Fen, law: Law) -> Fen:
    """The credit of a month. Raises `NotSetError` before 1998."""
    rate = law.at("account_credit_rate", month.first_day())
    return to_fen(to_yuan(monthly_base) * rate.number)
