"""The law on columns: the same rules for ten million persons, equal to the fen.

Money stays exact because nothing that is paid out is ever a binary fraction:

- amounts are whole fen in 64-bit integers, rates and indexes whole units of a power of ten;
- a product is formed in 64 bits only after its largest possible value was shown to fit, else in
  Python's unbounded integers; rounding is one integer division at the end of a part;
- the average index alone is a sum of quotients without a common denominator. It is estimated in
  64-bit floats with a proved bound on the error, and whoever lies within that bound of a rounding
  tie is computed again by the exact rule for one person.

A column is an array over persons; histories are arrays of years times persons.
"""

from bumang.rules.columns.account_accrual import Accrual, account_accrual, account_balances
from bumang.rules.columns.annuity_divisor import divisor_table
from bumang.rules.columns.average_index import Averages, average_indexes
from bumang.rules.columns.employee_pension import Parts, pension_parts
from bumang.rules.columns.histories import Histories
from bumang.rules.columns.pensions import (
    OutsideTablesError,
    Pensions,
    Persons,
    Status,
    pensions,
)
from bumang.rules.columns.retirement_age import Schedules, schedules, statutory_months
from bumang.rules.columns.tables import Tables, tables

__all__ = [
    "Accrual",
    "Averages",
    "Histories",
    "OutsideTablesError",
    "Parts",
    "Pensions",
    "Persons",
    "Schedules",
    "Status",
    "Tables",
    "account_accrual",
    "account_balances",
    "average_indexes",
    "divisor_table",
    "pension_parts",
    "pensions",
    "schedules",
    "statutory_months",
    "tables",
]
