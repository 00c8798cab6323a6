"""The law laid out for a population's years, as it is and with a reform."""

from __future__ import annotations

from bumang.rules.columns import Tables, tables
from bumang.rules.law_files import LawFiles
from bumang.studio.projection import projected

FIRST_RETIREMENT = 2025
"""The measure on retirement ages begins in this year; earlier retirements are not computed."""


def laid_out(written: LawFiles, years: range) -> Tables:
    """For histories of `years`; retirements from `FIRST_RETIREMENT` to the last of them.

    Raises `LawDataError` where the written law contradicts itself.
    """
    law = projected(written, years)
    return tables(law, tuple(law.places), years, range(FIRST_RETIREMENT, years[-1] + 1))
