"""Years without a published value, filled by the assumptions.

The reference wage of a year is taken to be the place's calculation base of that year, carried back
and on by the assumed growth. Whatever the law or the reform sets is left as it is.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from bumang.rules import Law
from bumang.rules.law_files import LawFiles
from bumang.rules.source import NATION
from bumang.studio.written import ASSUMED, Parameters, with_parameters

_CENT = Decimal("0.01")
_BASE, _WAGE, _INTEREST = "calculation_base", "reference_wage", "account_interest"
Yearly = dict[int, Decimal]


def projected(written: LawFiles, years: range) -> Law:
    """The law with every year of `years` filled. Raises `LawDataError`."""
    parameters = deepcopy(written.parameters)
    assumed = {name: one for name, one in parameters.items() if name.startswith("assumed_")}
    # Only the assumptions are read here: the rest may have gaps until it is filled.
    known = with_parameters(written, assumed).law()
    wages: list[dict[str, Any]] = []
    bases = parameters[_BASE]["values"]
    for region in dict.fromkeys(value.get("region", NATION) for value in bases):
        published = {
            value["since"].year: Decimal(value["value"])
            for value in bases
            if value.get("region", NATION) == region
        }
        whole = _grown(published, years, known)
        wages += [_value(year, whole[year], region) for year in years]
        bases.extend(
            _value(year, whole[year], region)
            for year in range(min(published), years[-1] + 1)
            if year not in published
        )
    parameters.setdefault(_WAGE, _reference_wage(wages))
    _fill_interest(parameters, years, known)
    return with_parameters(written, parameters).law()


def _grown(published: Yearly, years: range, law: Law) -> Yearly:
    """Each year from the year beside it: on from the published ones, and back before the first."""
    made = dict(published)
    for year in range(min(published) + 1, max(years[-1], *published) + 1):
        if year not in made:
            made[year] = (made[year - 1] * _growth(law, year)).quantize(_CENT)
    for year in range(min(published) - 1, years[0] - 1, -1):
        made[year] = (made[year + 1] / _growth(law, year + 1)).quantize(_CENT)
    return made


def _growth(law: Law, year: int) -> Decimal:
    return 1 + law.at("assumed_wage_growth", date(year, 1, 1)).number / 100


def _fill_interest(parameters: Parameters, years: range, law: Law) -> None:
    values = parameters[_INTEREST]["values"]
    known = {value["since"].year for value in values}
    for year in range(min(years[0], *known), max(years[-1], *known) + 1):
        if year not in known:
            rate = law.at("assumed_account_interest", date(year, 1, 1)).number
            values.append(_value(year, rate, NATION))


def _value(year: int, value: Decimal, region: str) -> dict[str, Any]:
    return {
        "since": date(year, 1, 1),
        "value": value,
        "region": region,
        "confidence": "D",
        "sources": (ASSUMED,),
    }


def _reference_wage(values: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "title": {"zh": "缴费参照工资（假定）", "en": "reference wage (assumed)"},
        "unit": "yuan_per_month",
        "lasts": "calendar_year",
        "values": values,
    }
