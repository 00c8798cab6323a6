"""社会保险费 as calculations: bases, monthly amounts, lateness, past months, refunds."""

from bumang.rules.calculations.contributions import (
    back_payment,
    back_payment_bill,
    base_settlement,
    contribution_base,
    employer_invoice,
    fine,
    late_fee,
    monthly_contribution,
    newborn_cover,
    refund,
    resident_medical_premium,
    resident_medical_waiting,
    undeclared_month,
    work_injury_rate,
)

MODULES = (
    contribution_base,
    monthly_contribution,
    work_injury_rate,
    employer_invoice,
    base_settlement,
    undeclared_month,
    late_fee,
    fine,
    back_payment,
    back_payment_bill,
    refund,
    resident_medical_premium,
    resident_medical_waiting,
    newborn_cover,
)
