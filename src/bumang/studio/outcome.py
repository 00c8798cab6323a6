"""What a reform does: who gains, who loses, what it costs by year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.kernel.money import Fen
from bumang.kernel.text import Text
from bumang.rules.ages import Category
from bumang.rules.columns import Status
from bumang.rules.columns.exact import Column, largest
from bumang.rules.columns.retirement_age import CATEGORIES
from bumang.studio.compute import Stretch

NOW, REFORMED = 0, 1


class Group(NamedTuple):
    """Persons who have something in common; means in fen over all of them."""

    dimension: str
    name: Text
    persons: int
    gain: int
    lose: int
    mean_before: float
    mean_after: float
    mean_months_later: float
    mean_paid_change: float

    @property
    def same(self) -> int:
        return self.persons - self.gain - self.lose

    @property
    def mean_change(self) -> float:
        return self.mean_after - self.mean_before


class Year(NamedTuple):
    """What is paid out in a year, in fen, and to how many at its end."""

    year: int
    before: Fen
    after: Fen
    drawing_before: int
    drawing_after: int

    @property
    def change(self) -> Fen:
        return self.after - self.before


class Outcome(NamedTuple):
    """The whole answer. `groups` begins with everybody; `left_out` counts what totals lack."""

    groups: tuple[Group, ...]
    years: tuple[Year, ...]
    rows: int
    persons: int
    below_minimum: tuple[int, int]
    without_transitional: int
    decided_exactly: int


class _Column(NamedTuple):
    """What is kept of each person until everybody is known: about fifty bytes."""

    weight: Column
    category: NDArray[np.int8]
    place: NDArray[np.int16]
    birth_year: NDArray[np.int16]
    before: Column
    after: Column
    later: NDArray[np.int16]
    paid_change: Column
    status: NDArray[np.int8]
    status_after: NDArray[np.int8]


class Digest(NamedTuple):
    """What is left of a stretch when it was computed: its persons' figures, and its costs.

    `cost` is by year: paid before, paid after, drawing before, drawing after.
    """

    kept: _Column
    cost: dict[int, list[int]]
    decided_exactly: int


def digest(years: range, stretch: Stretch) -> Digest:
    """Computed under the law as it is and under the reform, in this order."""
    cost = {year: [0, 0, 0, 0] for year in years}
    _add_cost(cost, stretch)
    exactly = sum(under.decided_exactly for under in stretch.under)
    return Digest(_kept(stretch, years), cost, exactly)


def outcome(
    digests: Iterable[Digest],
    years: range,
    places: Sequence[Text],
    progress: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Add up the digests over the calendar `years`."""
    kept: list[_Column] = []
    cost = {year: [0, 0, 0, 0] for year in years}
    exactly = 0
    for one in digests:
        kept.append(one.kept)
        cost = {year: _added(sums, one.cost[year]) for year, sums in cost.items()}
        exactly += one.decided_exactly
        progress(len(one.kept.weight))
    column = _Column._make(np.concatenate(parts) for parts in zip(*kept, strict=True))
    weight = column.weight
    return Outcome(
        groups=tuple(_groups(column, places)),
        years=tuple(Year(year, *sums) for year, sums in cost.items()),
        rows=len(weight),
        persons=int(weight.sum()),
        below_minimum=(
            int(weight[column.status == Status.BELOW_MINIMUM].sum()),
            int(weight[column.status_after == Status.BELOW_MINIMUM].sum()),
        ),
        without_transitional=int(weight[column.status == Status.WITHOUT_TRANSITIONAL].sum()),
        decided_exactly=exactly,
    )


def _added(sums: Sequence[int], more: Sequence[int]) -> list[int]:
    return [one + another for one, another in zip(sums, more, strict=True)]


def paid_months(retirement: Column, years: range) -> Column:
    """Months for which a pension is paid in these calendar years; the first is the one after."""
    made: Column = np.clip(years.stop * 12 - np.maximum(retirement + 1, years.start * 12), 0, None)
    return made


def _add_cost(cost: dict[int, list[int]], stretch: Stretch) -> None:
    for law, under in enumerate(stretch.under):
        monthly = under.parts.total * stretch.weight
        exact = monthly.astype(object) if _beyond(under.parts.total, stretch.weight) else monthly
        for year, sums in cost.items():
            months = paid_months(under.retirement, range(year, year + 1))
            sums[law] += int((exact * months).sum())
            sums[2 + law] += int(stretch.weight[(months > 0) & (under.parts.total > 0)].sum())


def _beyond(total: Column, weight: Column) -> bool:
    """Whether a year's sum could leave 64 bits."""
    return largest(total) * largest(weight) * 12 * max(1, len(total)) >= 2**63


def _kept(stretch: Stretch, years: range) -> _Column:
    now, reformed = stretch.under
    paid = [one.parts.total * paid_months(one.retirement, years) for one in stretch.under]
    return _Column(
        weight=stretch.weight,
        category=stretch.persons.category,
        place=stretch.persons.place.astype(np.int16),
        birth_year=(stretch.persons.birth // 12).astype(np.int16),
        before=now.parts.total,
        after=reformed.parts.total,
        later=(reformed.retirement - now.retirement).astype(np.int16),
        paid_change=paid[REFORMED] - paid[NOW],
        status=now.status,
        status_after=reformed.status,
    )


def _groups(column: _Column, places: Sequence[Text]) -> Iterator[Group]:
    everybody = np.zeros(len(column.weight), np.int64)
    yield from _by("all", everybody, [Text("全体", "everybody")], column)
    women = (column.category != CATEGORIES.index(Category.MALE_60)).astype(np.int64)
    yield from _by("sex", women, [Text("男", "men"), Text("女", "women")], column)
    yield from _by("category", column.category, _CATEGORIES, column)
    cohort = column.birth_year // _COHORT
    first = int(cohort.min())
    cohorts = [_cohort(number) for number in range(first, int(cohort.max()) + 1)]
    yield from _by("cohort", cohort - first, cohorts, column)
    yield from _by("decile", deciles(column.before, column.weight), _DECILES, column)
    yield from _by("place", column.place, places, column)


def _by(
    dimension: str, code: NDArray[np.integer[Any]], names: Sequence[Text], column: _Column
) -> Iterator[Group]:
    """A group a code, those without persons left out."""
    many = len(names)

    def added(values: NDArray[Any]) -> NDArray[np.float64]:
        return np.bincount(code, column.weight * values, many).astype(np.float64)

    one = np.ones(len(code), np.int64)
    persons, gain = added(one), added(column.after > column.before)
    lose = added(column.after < column.before)
    sums = [added(v) for v in (column.before, column.after, column.later, column.paid_change)]
    for n, name in enumerate(names):
        if persons[n]:
            means = (float(total[n] / persons[n]) for total in sums)
            yield Group(dimension, name, int(persons[n]), int(gain[n]), int(lose[n]), *means)


def deciles(before: Column, weight: Column) -> NDArray[np.int64]:
    """1 to 10 by the pension before the reform, as many persons in each; 0 for who has none."""
    made = np.zeros(len(before), np.int64)
    drawing = np.flatnonzero(before > 0)
    order = drawing[np.argsort(before[drawing], kind="stable")]
    upto = np.cumsum(weight[order])
    if len(order):
        # The middle of each row's weight decides, so that a heavy row has one decile.
        middle = upto - weight[order] / 2
        made[order] = np.minimum(middle * 10 // upto[-1], 9).astype(np.int64) + 1
    return made


_COHORT = 5
_CATEGORIES = [
    Text("男职工", "men"),
    Text("女职工（原 55 岁）", "women, originally at 55"),
    Text("女职工（原 50 岁）", "women, originally at 50"),
]
_DECILES = [
    Text("现无养老金", "no pension now"),
    *(Text(f"第 {n} 组", f"decile {n}") for n in range(1, 11)),
]


def _cohort(number: int) -> Text:
    first, last = number * _COHORT, number * _COHORT + _COHORT - 1
    return Text(f"{first}—{last} 年出生", f"born {first}–{last}")
