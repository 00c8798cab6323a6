"""关系转移接续 as calculations, under the names of the transfer rules' documents."""

from bumang.rules.calculations.transfer import (
    account_kind,
    double_months,
    medical_gap,
    pension_place,
    scheme_conversion,
    temporary_account_transfer,
    transfer_amount,
    transfer_check,
    transfer_progress,
    unemployment_transfer,
)

MODULES = (
    transfer_amount,
    transfer_check,
    temporary_account_transfer,
    account_kind,
    pension_place,
    scheme_conversion,
    transfer_progress,
    medical_gap,
    unemployment_transfer,
    double_months,
)
