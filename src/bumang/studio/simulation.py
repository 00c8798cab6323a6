"""A reform tried on a population."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bumang.kernel.problems import InvalidInput
from bumang.studio import problems
from bumang.studio.changes import changed_values
from bumang.studio.compute import computed
from bumang.studio.file import Population
from bumang.studio.laws import FIRST_RETIREMENT, laid_out
from bumang.studio.outcome import digest, outcome
from bumang.studio.projection import projected
from bumang.studio.reform import Reform
from bumang.studio.report import Report
from bumang.studio.written import shipped


def simulated(
    reform: Reform,
    population: Population,
    until: int | None,
    processes: int | None,
    progress: Callable[[int], None],
) -> Report:
    """Every pension under both laws, and the difference told.

    Costs are of the calendar years from the first retirements to `until`, by default the last year
    of the histories. Raises `InvalidInput`.
    """
    years = population.years
    last = until or years[-1]
    if last <= FIRST_RETIREMENT or years[-1] <= FIRST_RETIREMENT:
        raise InvalidInput(problems.too_short(years))
    now = laid_out(shipped(), years)
    laws = (now, laid_out(reform.law, years))
    costs = range(FIRST_RETIREMENT + 1, last + 1)
    digests = computed(population, laws, partial(digest, costs), processes)
    law = projected(shipped(), years)
    names = [law.places[place] for place in now.places]
    found = outcome(digests, costs, names, progress)
    return Report(reform.title, changed_values(reform, law), found)
