"""The same formula for the same persons by three engines: ours, OpenFisca-Core, ttsim (GETTSIM).

One place, forty years, whole years in the account, no transitional part: what all three can be
written for without tricks. Each engine runs in its own process, from arrays in memory.
"""

from __future__ import annotations

import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.measured import Measured, Part
from bench.progress import say
from bumang.kernel.money import to_fen
from bumang.rules.account_accrual import Credit, account_accrual
from bumang.rules.average_index import average_index
from bumang.rules.columns import Histories, account_balances, average_indexes, pension_parts
from bumang.rules.columns.account_accrual import YearOfAccount
from bumang.rules.columns.average_index import Terms, records_of
from bumang.rules.columns.employee_pension import Roundings
from bumang.rules.columns.exact import Scaled
from bumang.rules.columns.histories import month_number
from bumang.rules.employee_pension import EmployeePensionFacts, employee_pension
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding

PEERS = Path(".venv-bench-law/bin/python")
_SCRIPTS = Path(__file__).parent / "peers" / "law"
_YEARS = range(1998, 2038)
_BLOCK, _CHECKED, _TIMES = 16_384, 2000, 10
_ROUNDINGS = Roundings(YearsRounding.EXACT, AmountRounding.FEN_HALF_UP, TotalRounding.SUM_OF_PARTS)


class Given(NamedTuple):
    """The persons, and the law's figures by year."""

    bases: NDArray[np.int32]
    months: NDArray[np.int8]
    divisor: NDArray[np.int64]
    figures: dict[str, Any]


def engines(persons: int, count: int) -> Part:
    """Medians over rounds, and by how many fen each engine is off the exact rules."""
    given = _given(persons)
    exact = _checked(given)
    with TemporaryDirectory() as folder:
        path = Path(folder, "persons.npz")
        arrays = given._asdict() | {"figures": json.dumps(given.figures)}
        np.savez(path, **arrays)
        one = [_ours(given, 1) for _ in range(count + 1)][1:]
        two = [_ours(given, 2) for _ in range(count)]
        say(f"engines: Bumang {persons / min(one):,.0f} a second on one core")
        fisca, fisca_out = _peer("openfisca_run.py", path, Path(folder, "o.npy"), count + 1)
        ttsim, ttsim_out = _peer("ttsim_run.py", path, Path(folder, "t.npy"), count + 1)
    best = max(persons / sorted(times)[len(times) // 2] for times in (fisca, ttsim))

    def rate(name: str, times: list[float], about: str, goal: float | None = None) -> Measured:
        return Measured(name, "persons/s", [persons / t for t in times], goal, True, about)

    return Part(
        "Persons a second beside other engines",
        [
            rate("Bumang, two threads", two, _BOTH, best * _TIMES),
            rate("Bumang, one thread", one, "The same on one core."),
            rate("OpenFisca-Core", fisca, _FISCA),
            rate("ttsim (GETTSIM)", ttsim, _TTSIM),
        ],
        [
            f"{persons:,} persons with {len(_YEARS)} years, the same for all; the goal is ten times"
            " the better of the others.",
            f"Agreement: Bumang equals the rules for one person in {_CHECKED:,} of them, to the fen.",
            _off("OpenFisca-Core", fisca_out, exact),
            _off("ttsim", ttsim_out, exact),
        ],
    )


def _given(persons: int) -> Given:
    chance = np.random.default_rng(3)
    wages = [round(900 * 1.06**n, 2) for n in range(len(_YEARS))]
    share = np.clip(chance.lognormal(-0.3, 0.5, persons), 0.4, 3)
    bases = np.stack([np.rint(share * wage).astype(np.int32) * 100 for wage in wages])
    full = chance.random(bases.shape) < 0.9
    months = np.where(full, 12, chance.integers(0, 13, bases.shape)).astype(np.int8)
    divisor = chance.integers(1170, 1391, persons)
    figures = {
        "reference_wage": wages,
        "interest": [round(1.5 + n % 7 * 0.97, 2) for n in range(len(_YEARS))],
        "credit_rate": [0.11] * 8 + [0.08] * 32,
        "cap": 3.0,
        "calc_base": 8123.45,
        "accrual_rate": 0.01,
    }
    return Given(bases, months, divisor, figures)


def _ours(given: Given, threads: int) -> float:
    begun = time.perf_counter()
    _totals(given, threads)
    return time.perf_counter() - begun


def _totals(given: Given, threads: int) -> NDArray[np.int64]:
    starts = range(0, len(given.divisor), _BLOCK)
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(lambda start: _block(given, start), starts)))


def _block(given: Given, start: int) -> NDArray[np.int64]:
    rows = slice(start, start + _BLOCK)
    histories = Histories(_YEARS[0], given.bases[:, rows], given.months[:, rows])
    persons = histories.months.shape[1]
    averages = average_indexes(
        histories, _references(given), np.zeros(persons, np.intp), Terms(4, Decimal(3))
    )
    retired = np.full(persons, month_number(_YEARS[-1] + 1, 1))
    balance = account_balances(histories, _account(given), retired, np.zeros(persons, np.int64))
    return pension_parts(
        calc_base=to_fen(Decimal(str(given.figures["calc_base"]))),
        average_index=Scaled(averages.units, 10_000),
        total_months=histories.paid_months(),
        balance=balance,
        divisor_tenths=given.divisor[rows],
        accrual_rate=Decimal(str(given.figures["accrual_rate"])),
        roundings=_ROUNDINGS,
    ).total


def _references(given: Given) -> NDArray[np.int64]:
    return np.array([[to_fen(Decimal(str(w)))] for w in given.figures["reference_wage"]])


def _account(given: Given) -> list[YearOfAccount]:
    pairs = zip(given.figures["interest"], given.figures["credit_rate"], strict=True)
    return [YearOfAccount(Decimal(str(rate)), Decimal(str(share))) for rate, share in pairs]


def _checked(given: Given) -> NDArray[np.int64]:
    """All totals of ours. Raises RuntimeError when one of the first persons is not exact."""
    totals = _totals(given, 1)
    for person in range(_CHECKED):
        exact = _by_the_rules(given, person)
        if exact != totals[person]:
            raise RuntimeError(f"person {person}: {totals[person]} by columns, {exact} by the rule")
    return totals


def _by_the_rules(given: Given, person: int) -> int:
    histories = Histories(_YEARS[0], given.bases, given.months)
    records = records_of(histories, _references(given)[:, 0], person)
    index = average_index(records, index_decimals=4, yearly_cap=Decimal(3)).average_index
    balance, before = 0, 0
    for row, terms in enumerate(_account(given)):
        count, base = int(given.months[row, person]), int(given.bases[row, person])
        credit = to_fen(Decimal(base) / 100 * terms.credit_rate)
        first = 1 if before else 13 - count
        paid = [Credit(month, credit) for month in range(first, first + count)]
        balance = account_accrual(balance, terms.rate_percent, paid).closing_balance
        before = count
    return employee_pension(
        EmployeePensionFacts(
            calc_base=to_fen(Decimal(str(given.figures["calc_base"]))),
            average_index=index,
            total_months=sum(record.months for record in records),
            account_balance=balance,
            divisor=Decimal(int(given.divisor[person])) / 10,
            accrual_rate=Decimal(str(given.figures["accrual_rate"])),
        )
    ).total


def _peer(script: str, given: Path, out: Path, count: int) -> tuple[list[float], NDArray[Any]]:
    """The rounds' seconds, the first left out as a warm-up, and what was computed, in fen."""
    run = subprocess.run(
        [str(PEERS.absolute()), str(_SCRIPTS / script), str(given), str(out), str(count)],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if run.returncode:
        raise RuntimeError(f"{script} failed: {run.stderr[-800:]}")
    taken: list[float] = json.loads(run.stdout.splitlines()[-1])[1:]
    say(f"engines: {script} {min(taken):.3f} s at best")
    return taken, np.rint(np.load(out) * 100)


def _off(name: str, found: NDArray[Any], exact: NDArray[np.int64]) -> str:
    off = np.abs(found - exact)
    return (
        f"{name}: {100 * float((off > 0).mean()):.2f} % of the pensions are not the exact ones,"
        f" by up to {int(off.max())} fen."
    )


_BOTH = "From arrays in memory to exact totals: average index, account by months, parts, roundings."
_FISCA = (
    "The formula as its documentation teaches: a variable a step, years by recursion, 32-bit floats."
    " Its clock runs over `calculate` alone: building the simulation and setting inputs is not counted."
)
_TTSIM = (
    "A column a year, NumPy backend, 64-bit floats, checks off, from columns to the table of results."
    " GETTSIM itself is German law on this engine and has no such pension, so the engine is measured"
    " with the same formula as the others."
)
