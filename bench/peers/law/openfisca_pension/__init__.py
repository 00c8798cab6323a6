"""The employee's pension written for OpenFisca-Core, as its documentation teaches.

Money in yuan, every variable a float column (OpenFisca computes in 32 bits); parameters in a tree.
The same formula as `bumang.rules.columns`: index over the years, account year by year, the parts.
"""

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

FIRST, LAST = 1998, 2037
Person = build_entity(key="person", plural="persons", label="A person", is_person=True)


def fen(yuan):
    """Half up to the fen, in the floats of the column."""
    return np.floor(yuan * 100 + 0.5) / 100


def yearly(variable):
    """OpenFisca wants these said of each variable itself."""
    variable.value_type, variable.entity, variable.definition_period = float, Person, YEAR
    return variable


@yearly
class monthly_base(Variable):
    label = "Monthly base the year was paid on, yuan"


@yearly
class months(Variable):
    label = "Months paid in the year"


@yearly
class credit(Variable):
    label = "What a month puts into the account, yuan"

    def formula(person, period, parameters):
        return fen(person("monthly_base", period) * parameters(period).credit_rate)


@yearly
class balance(Variable):
    label = "Account at the end of the year, yuan"

    def formula(person, period, parameters):
        if period.start.year < FIRST:
            return np.zeros(person.count)
        opening = person("balance", period.last_year)
        rate = parameters(period).interest / 100
        credit, months = person("credit", period), person("months", period)
        before = person("months", period.last_year) if period.start.year > FIRST else 0 * months
        triangle = months * (months + 1) / 2
        stands = np.where(before == 0, triangle, 13 * months - triangle)
        return opening + fen(opening * rate) + credit * months + fen(credit * stands * rate / 12)


@yearly
class index_sum(Variable):
    label = "The year's index, capped, times its months"

    def formula(person, period, parameters):
        index = person("monthly_base", period) / parameters(period).reference_wage
        return np.minimum(index, parameters(period).cap) * person("months", period)


def _over_years(person, name):
    return sum(person(name, str(year)) for year in range(FIRST, LAST + 1))


@yearly
class total_months(Variable):
    label = "Months paid"

    def formula(person, period):
        return _over_years(person, "months")


@yearly
class average_index(Variable):
    label = "Average index, four decimals"

    def formula(person, period):
        index = _over_years(person, "index_sum") / np.maximum(person("total_months", period), 1)
        return np.floor(index * 10_000 + 0.5) / 10_000


@yearly
class divisor(Variable):
    label = "Months the account is divided by"


@yearly
class account_balance(Variable):
    label = "Account at retirement"

    def formula(person, period):
        return person("balance", str(LAST))


@yearly
class basic(Variable):
    label = "Basic pension"

    def formula(person, period, parameters):
        law, months = parameters(period), person("total_months", period)
        mean = (law.calc_base + law.calc_base * person("average_index", period)) / 2
        return fen(mean * months * law.accrual_rate / 12)


@yearly
class account(Variable):
    label = "Account pension"

    def formula(person, period):
        return fen(person("account_balance", period) / person("divisor", period))


@yearly
class pension(Variable):
    label = "Monthly pension"

    def formula(person, period):
        return person("basic", period) + person("account", period)


class CountryTaxBenefitSystem(TaxBenefitSystem):
    def __init__(self, figures=None):
        super().__init__([Person])
        self.add_variables(
            monthly_base, months, credit, balance, index_sum, total_months, average_index,
            divisor, account_balance, basic, account, pension,
        )  # fmt: skip
        self.parameters = ParameterNode("", data=_tree(figures or {}))


def _tree(figures):
    """Values by year as the benchmark gives them; constants for the web API."""
    years = range(FIRST, LAST + 1)

    def series(name, default):
        given = figures.get(name, [default] * len(years))
        return {
            "values": {f"{y}-01-01": {"value": float(v)} for y, v in zip(years, given, strict=True)}
        }

    def constant(name, default):
        return {"values": {"1990-01-01": {"value": float(figures.get(name, default))}}}

    return {
        "reference_wage": series("reference_wage", 8000),
        "interest": series("interest", 1.5),
        "credit_rate": series("credit_rate", 0.08),
        "cap": constant("cap", 3),
        "calc_base": constant("calc_base", 8000),
        "accrual_rate": constant("accrual_rate", 0.01),
    }
