"""Times ttsim, GETTSIM's engine, over the persons of a file: `ttsim_run.py IN.npz OUT.npy ROUNDS`.

Its functions are made year by year, since its graph has no time: a column a year, as GETTSIM's own
pension takes points per year.
"""

import datetime
import json
import sys
import time

import numpy as np
import pandas as pd
from ttsim import InputData, MainTarget, TTTargets, main
from ttsim.tt import Currency, TTSIMUnit, UnitSystem, policy_function, policy_input
from ttsim.typing import FloatColumn

FIRST, LAST = 1998, 2037
NONE = TTSIMUnit.DIMENSIONLESS

_YEAR = '''
@policy_input(unit=NONE)
def base_{y}() -> float:
    """Monthly base, yuan."""

@policy_input(unit=NONE)
def months_{y}() -> float:
    """Months paid."""

@policy_function(unit=NONE, verify_units=False, vectorization_strategy="not_required")
def index_sum_{y}({before_index}base_{y}: FloatColumn, months_{y}: FloatColumn) -> FloatColumn:
    """The capped indexes times months, up to this year."""
    return {plus_index}np.minimum(base_{y} / {wage!r}, {cap!r}) * months_{y}

@policy_function(unit=NONE, verify_units=False, vectorization_strategy="not_required")
def months_sum_{y}({before_months}months_{y}: FloatColumn) -> FloatColumn:
    """Months paid up to this year."""
    return {plus_months}months_{y}

@policy_function(unit=NONE, verify_units=False, vectorization_strategy="not_required")
def balance_{y}({before_balance}base_{y}: FloatColumn, months_{y}: FloatColumn) -> FloatColumn:
    """The account at the end of the year, yuan."""
    opening = {opening}
    credit = fen(base_{y} * {share!r})
    triangle = months_{y} * (months_{y} + 1) / 2
    stands = np.where({paid_before} == 0, triangle, 13 * months_{y} - triangle)
    return opening + fen(opening * {rate!r}) + credit * months_{y} + fen(credit * stands * {rate!r} / 12)
'''

_END = '''
@policy_input(unit=NONE)
def divisor() -> float:
    """Months the account is divided by."""

@policy_function(unit=NONE, verify_units=False, vectorization_strategy="not_required")
def pension(index_sum_{last}: FloatColumn, months_sum_{last}: FloatColumn, balance_{last}: FloatColumn, divisor: FloatColumn) -> FloatColumn:
    """Monthly pension, yuan."""
    index = np.floor(index_sum_{last} / np.maximum(months_sum_{last}, 1) * 10_000 + 0.5) / 10_000
    mean = ({base!r} + {base!r} * index) / 2
    return fen(mean * months_sum_{last} * {accrual!r} / 12) + fen(balance_{last} / divisor)
'''


def fen(yuan):
    return np.floor(yuan * 100 + 0.5) / 100


def environment(figures):
    """The functions of every year; written out because the graph reads names from signatures."""
    text = ""
    for row, year in enumerate(range(FIRST, LAST + 1)):
        later, before = row > 0, year - 1
        text += _YEAR.format(
            y=year,
            wage=figures["reference_wage"][row],
            cap=figures["cap"],
            share=figures["credit_rate"][row],
            rate=figures["interest"][row] / 100,
            before_index=f"index_sum_{before}: FloatColumn, " if later else "",
            plus_index=f"index_sum_{before} + " if later else "",
            before_months=f"months_sum_{before}: FloatColumn, " if later else "",
            plus_months=f"months_sum_{before} + " if later else "",
            before_balance=f"balance_{before}: FloatColumn, months_{before}: FloatColumn, "
            if later
            else "",
            opening=f"balance_{before}" if later else f"0.0 * base_{year}",
            paid_before=f"months_{before}" if later else "0",
        )
    text += _END.format(last=LAST, base=figures["calc_base"], accrual=figures["accrual_rate"])
    space = {
        "np": np,
        "fen": fen,
        "NONE": NONE,
        "FloatColumn": FloatColumn,
        "policy_input": policy_input,
    }
    space["policy_function"] = policy_function
    exec(compile(text, "pension_of_every_year", "exec"), space)
    return {name: one for name, one in space.items() if name.split("_")[0] in _NAMES}


_YUAN = UnitSystem(currencies={"CNY": Currency(statutory_from="0001-01-01")})
_NAMES = ("base", "months", "index", "balance", "divisor", "pension")


def run(given, out, rounds):
    data = np.load(given)
    made = environment(json.loads(str(data["figures"])))
    columns = {"p_id": np.arange(len(data["divisor"])), "divisor": data["divisor"] / 10.0}
    for row, year in enumerate(range(FIRST, LAST + 1)):
        columns[f"base_{year}"] = data["bases"][row] / 100.0
        columns[f"months_{year}"] = data["months"][row].astype(np.float64)
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        result = main(
            main_target=MainTarget.results.df_with_nested_columns,
            policy_environment=made,
            unit_system=_YUAN,
            policy_date_str="2026-01-01",
            evaluation_date=datetime.date(2026, 1, 1),
            input_data=InputData.tree(columns),
            tt_targets=TTTargets.tree({"pension": None}),
            include_fail_nodes=False,
            include_warn_nodes=False,
            rounding=False,
            backend="numpy",
        )
        taken.append(time.perf_counter() - begun)
    assert isinstance(result, pd.DataFrame)
    np.save(out, result.to_numpy()[:, 0].astype(np.float64))
    print(json.dumps(taken))


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], int(sys.argv[3]))
