"""待遇 as calculations: unemployment, survivors, work injury, maternity, bills, adjustment, recovery."""

from bumang.rules.calculations.benefits import (
    double_pension,
    maternity_allowance,
    medical_reimbursement,
    overpayment_recovery,
    pension_adjustment,
    proof_of_life,
    survivor_benefits,
    unemployment_extension,
    unemployment_months,
    work_death_benefit,
    work_injury_benefit,
    work_injury_deadlines,
)

MODULES = (
    unemployment_months,
    unemployment_extension,
    survivor_benefits,
    work_injury_benefit,
    work_injury_deadlines,
    work_death_benefit,
    maternity_allowance,
    medical_reimbursement,
    pension_adjustment,
    proof_of_life,
    overpayment_recovery,
    double_pension,
)
