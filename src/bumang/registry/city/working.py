"""Working lives: employers, employments with gaps, wages, and what the accounts hold by now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bumang.kernel.credit_code import credit_check_character, organisation_check_character
from bumang.registry.city.people import AS_OF, FAMILY, Flags, Ints, People

FIRST_EMPLOYER = "91990101MA0000007H"
_PEOPLE_AN_EMPLOYER = 40
_MOST_JOBS = 4
_LONGEST_GAP_MONTHS = 18
_WORK_UNTIL = 60
# Monthly wages in yuan: log-normal around 6,500, inside what a base may be.
_MEDIAN_WAGE, _SPREAD, _LOWEST, _HIGHEST = 6_500, 0.45, 4_000, 32_000
_OPEN = np.datetime64("9999-01-01", "M")  # an employment that lasts


@dataclass(frozen=True)
class Employments:
    """One place an employment, in order of person and time. `until` is the first month after it."""

    person: Ints
    employer_id: Ints
    first: NDArray[np.datetime64]
    until: NDArray[np.datetime64]
    base_fen: Ints

    @property
    def lasting(self) -> Flags:
        open_: Flags = self.until == _OPEN
        return open_


def employers(people: int) -> list[str]:
    """The credit codes of the city's employers; the first is the one that examples use."""
    others = max(4, people // _PEOPLE_AN_EMPLOYER)
    return [FIRST_EMPLOYER, *(_credit_code(number) for number in range(1, others))]


def _credit_code(number: int) -> str:
    organisation = f"MA{number:06d}"
    body = f"91990101{organisation}{organisation_check_character(organisation)}"
    return body + credit_check_character(body)


def employ(people: People, employer_count: int, random: np.random.Generator) -> Employments:
    """Two of three grown people have worked; one to four employments with gaps between."""
    age = people.age
    begun = 18 + 7 * random.random(len(people))
    worked = (age > begun + 0.5) & (random.random(len(people)) < 0.66)
    worked[: len(FAMILY)] = False
    person = np.flatnonzero(worked)
    start = _month_of_age(people, person, begun[person])
    end = np.minimum(_month_of_age(people, person, np.float64(_WORK_UNTIL)), AS_OF.astype("M8[M]"))
    jobs = random.integers(1, _MOST_JOBS + 1, len(person))
    months = np.maximum((end - start).astype(np.int64), 1)
    cuts = np.sort(random.random((len(person), _MOST_JOBS)), axis=1)
    return _spells(people, person, start, end, months, jobs, cuts, employer_count, random)


def _spells(
    people: People,
    person: Ints,
    start: NDArray[np.datetime64],
    end: NDArray[np.datetime64],
    months: Ints,
    jobs: Ints,
    cuts: NDArray[np.float64],
    employer_count: int,
    random: np.random.Generator,
) -> Employments:
    """Each working life cut into its jobs; a gap is taken off the end of each."""
    job = np.arange(_MOST_JOBS)
    exists = job < jobs[:, None]
    begins = np.where(job == 0, 0.0, np.roll(cuts, 1, axis=1))
    ends = np.where(job == jobs[:, None] - 1, 1.0, cuts)
    first = (begins * months[:, None]).astype(np.int64)
    until = (ends * months[:, None]).astype(np.int64)
    last = job == jobs[:, None] - 1
    gap = random.integers(0, _LONGEST_GAP_MONTHS, first.shape)
    until = until - np.where(last, np.where(random.random(first.shape) < 0.12, gap, 0), gap)
    kept = exists & (until > first)
    row, _ = np.nonzero(kept)
    still = (last & (until == months[:, None]) & (end == AS_OF.astype("M8[M]"))[:, None])[kept]
    after = start[row] + until[kept].astype("m8[M]")
    wage = _MEDIAN_WAGE * np.exp(_SPREAD * random.standard_normal(len(person)))[row]
    wage = np.clip(wage * (0.75 + 0.5 * random.random(len(row))), _LOWEST, _HIGHEST)
    return Employments(
        person=person[row],
        # A few are large: the square of an even number favours the first.
        employer_id=(random.random(len(row)) ** 2 * employer_count).astype(np.int64) + 1,
        first=start[row] + first[kept].astype("m8[M]"),
        until=np.where(still, _OPEN, after),
        base_fen=wage.astype(np.int64) * 100,
    )


def _month_of_age(
    people: People, person: Ints, years: NDArray[np.float64] | np.float64
) -> NDArray[np.datetime64]:
    months = np.asarray(years * 12).astype(np.int64).astype("m8[M]")
    found: NDArray[np.datetime64] = people.born[person].astype("M8[M]") + months
    return found


def account_balances(employments: Employments, people: int) -> Ints:
    """What 8 % of the base has brought into each personal account by now, in fen."""
    until = np.where(employments.lasting, AS_OF.astype("M8[M]"), employments.until)
    months = (until - employments.first).astype(np.int64)
    paid = employments.base_fen * 8 // 100 * months
    balances: Ints = np.bincount(employments.person, paid, people).astype(np.int64)
    return balances
