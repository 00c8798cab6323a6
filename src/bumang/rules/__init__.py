"""The law: dated parameters with sources, and pure functions that cite their article.

`law()` is the law in force in this process: as shipped, with what was laid over it. A rule is one file; it takes everything as an argument,
"today" too, and returns its figures beside the steps that led to them. Rules compute in `Decimal`
and round where the law says; amounts come and go in fen.
"""

from bumang.rules.account_accrual import account_accrual
from bumang.rules.ages import Age, Category
from bumang.rules.annuity_divisor import annuity_divisor
from bumang.rules.average_index import average_index
from bumang.rules.employee_pension import EmployeePensionFacts, employee_pension
from bumang.rules.flexible_retirement import retirement_option
from bumang.rules.in_force import law
from bumang.rules.minimum_months import min_contribution_months
from bumang.rules.parameters import Law, NotSetError
from bumang.rules.resident_medical_premium import resident_medical_premium
from bumang.rules.resident_pension import resident_pension
from bumang.rules.retirement_age import retirement_age
from bumang.rules.values import Value

__all__ = [
    "Age",
    "Category",
    "EmployeePensionFacts",
    "Law",
    "NotSetError",
    "Value",
    "account_accrual",
    "annuity_divisor",
    "average_index",
    "employee_pension",
    "law",
    "min_contribution_months",
    "resident_medical_premium",
    "resident_pension",
    "retirement_age",
    "retirement_option",
]
