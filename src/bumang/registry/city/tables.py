"""The city as rows of the registry's tables, in blocks, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bumang.kernel.identifiers import DEMO_AREA
from bumang.registry.city import binary_rows as b
from bumang.registry.city.people import AS_OF, FAMILY, Flags, Ints, People, settle
from bumang.registry.city.working import Employments, account_balances, employ, employers
from bumang.registry.people import NUMBER
from bumang.rules import law, resident_medical_premium
from bumang.vault.keys import Keys

AGENT = 1
_ALWAYS_CONSENTING = 1_000
_STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_FIRST_YEAR, _LAST_YEAR = 2025, 2026
_BLOCK = 200_000


@dataclass(frozen=True)
class City:
    """Everything drawn: made once from the seed, written out table by table."""

    people: People
    employers: Sequence[str]
    employments: Employments
    resident: NDArray[np.bool_]  # one row a person, one column a year of cover
    consenting: Flags


def draw(count: int, seed: int) -> City:
    """The same count and seed give the same city. Raises `ValueError` for an impossible count."""
    random = np.random.Generator(np.random.PCG64(seed))
    people = settle(count, random)
    codes = employers(count)
    employments = employ(people, len(codes), random)
    employed = np.zeros(count, dtype=bool)
    employed[employments.person[employments.lasting]] = True
    resident = (random.random((count, _LAST_YEAR - _FIRST_YEAR + 1)) < 0.85) & ~employed[:, None]
    consenting = random.random(count) < 0.2
    consenting[:_ALWAYS_CONSENTING] = True
    return City(people, codes, employments, resident, consenting)


def tables(city: City, keys: Keys) -> Iterator[tuple[str, bytes]]:
    """(table, rows) in blocks. The order within a table is by person where it matters for speed."""
    yield from _persons(city, keys)
    yield "employer", _employers(city.employers)
    yield from _employee_periods(city.employments)
    yield from _resident_periods(city.resident)
    yield from _relationships(city)
    yield from _accounts(city)
    yield from _families(city.people)
    yield "agent", b.rows(1, [b.big(AGENT), b.text("演示代办点"), b.flag(True)])
    yield from _consents(city.consenting)


def _blocks(places: Ints) -> Iterator[Ints]:
    for at in range(0, len(places), _BLOCK):
        yield places[at : at + _BLOCK]


def _persons(city: City, keys: Keys) -> Iterator[tuple[str, bytes]]:
    people, names = city.people, _names(len(city.people))
    for block in _blocks(np.arange(len(people))):
        indexes = b.raw([keys.current.index(number) for number in people.number[block].tolist()])
        yield "identity", b.rows(len(block), [b.big(block + 1), indexes])
    # A woman's category comes from her work; for the demo, one in three is a worker at 50.
    worker = np.arange(len(people)) % 3 == 0
    for male, sex, of_thirds, category in (
        (True, "male", None, "male_60"),
        (False, "female", False, "female_55"),
        (False, "female", True, "female_50"),
    ):
        chosen = people.male == male
        if of_thirds is not None:
            chosen &= worker == of_thirds
        for length in np.unique(np.char.str_len(names)):
            same = np.flatnonzero(chosen & (np.char.str_len(names) == length))
            for block in _blocks(same):
                numbers = zip((block + 1).tolist(), people.number[block].tolist(), strict=True)
                columns = [
                    b.big(block + 1),
                    b.text(names[block].astype(f"S{length}")),
                    b.text(sex),
                    b.day(people.born[block]),
                    b.text(DEMO_AREA),
                    b.text(category),
                    b.flag(True),
                    b.raw(keys.seal_many(NUMBER, numbers)),
                ]
                yield "person", b.rows(len(block), columns)


def _names(count: int) -> NDArray[np.bytes_]:
    """Names that say they are the demo's: 演示 and two characters."""
    pairs = np.array([f"演示{one}{other}".encode() for one in _STEMS for other in _STEMS])
    names: NDArray[np.bytes_] = pairs[np.arange(count) % len(pairs)]
    names[: len(FAMILY)] = [name.encode() for _, name in FAMILY]
    return names


def _employers(codes: Sequence[str]) -> bytes:
    ids = np.arange(1, len(codes) + 1)
    names = np.array([f"演示单位{number:06d}".encode() for number in ids])
    columns = [b.big(ids), b.text(np.array(codes).astype("S18")), b.text(names)]
    return b.rows(len(ids), [*columns, b.text(DEMO_AREA), b.flag(True)])


def _employee_periods(work: Employments) -> Iterator[tuple[str, bytes]]:
    for lasting in (False, True):
        for block in _blocks(np.flatnonzero(work.lasting == lasting)):
            during = b.dates(work.first[block], None if lasting else work.until[block])
            columns = [
                *(b.big(work.person[block] + 1), b.text("employee"), during),
                *(b.big(work.employer_id[block]), b.big(work.base_fen[block])),
                *(b.NULL, b.NULL, b.NULL),
            ]
            yield "contribution_period", b.rows(len(block), columns)


def _resident_periods(resident: NDArray[np.bool_]) -> Iterator[tuple[str, bytes]]:
    for column, year in enumerate(range(_FIRST_YEAR, _LAST_YEAR + 1)):
        during = b.dates(np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01"))
        share = resident_medical_premium(year, law()).own_share
        for block in _blocks(np.flatnonzero(resident[:, column])):
            columns = [
                *(b.big(block + 1), b.text("resident_medical"), during, b.NULL, b.NULL),
                *(b.big(share), b.NULL, b.NULL),
            ]
            yield "contribution_period", b.rows(len(block), columns)


def _relationships(city: City) -> Iterator[tuple[str, bytes]]:
    work = city.employments
    person, at = np.unique(work.person, return_index=True)
    for block in _blocks(np.arange(len(person))):
        yield (
            "insurance_relationship",
            _relationship(person[block], "employee", work.first[at[block]]),
        )
    for block in _blocks(np.flatnonzero(city.resident.any(axis=1))):
        first_year = city.resident[block].argmax(axis=1) + _FIRST_YEAR - 1970
        since = first_year.astype("M8[Y]")
        yield "insurance_relationship", _relationship(block, "resident_medical", since)


def _relationship(person: Ints, scheme: str, since: NDArray[np.datetime64]) -> bytes:
    columns = [b.big(person + 1), b.text(scheme), b.text(DEMO_AREA), b.day(since)]
    return b.rows(len(person), columns)


def _accounts(city: City) -> Iterator[tuple[str, bytes]]:
    balances = account_balances(city.employments, len(city.people))
    for block in _blocks(np.unique(city.employments.person)):
        columns = [b.big(block + 1), b.text("employee"), b.day(AS_OF), b.big(balances[block])]
        yield "personal_account", b.rows(len(block), columns)


def _families(people: People) -> Iterator[tuple[str, bytes]]:
    """Links inside each household, stored from both sides."""
    place = np.full((int(people.household[-1]) + 1, 4), -1)
    place[people.household, people.seat] = np.arange(len(people))
    kinds = {(0, 1): ("spouse", "spouse")}
    kinds |= {(parent, child): ("child", "parent") for parent in (0, 1) for child in (2, 3)}
    for (one, other), (kind, back) in kinds.items():
        both = (place[:, one] >= 0) & (place[:, other] >= 0)
        for block in _blocks(np.flatnonzero(both)):
            here, there = place[block, one] + 1, place[block, other] + 1
            yield "family_link", b.rows(len(block), [b.big(here), b.big(there), b.text(kind)])
            yield "family_link", b.rows(len(block), [b.big(there), b.big(here), b.text(back)])


def _consents(consenting: Flags) -> Iterator[tuple[str, bytes]]:
    given = (AS_OF - np.datetime64("2000-01-01")).astype(np.int64) * 86_400_000_000
    for block in _blocks(np.flatnonzero(consenting)):
        columns = [b.big(block + 1), b.big(AGENT), b.big(given), b.NULL]
        yield "consent", b.rows(len(block), columns)
