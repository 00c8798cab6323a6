"""The synthetic city: the same every time, plausible, whole or not there at all."""

from collections.abc import Iterable, Iterator
from datetime import date

import asyncpg
import numpy as np
import pytest
from tests import registered

from bumang.kernel.credit_code import read_credit_code
from bumang.kernel.identifiers import birth_date, identity_problem, sex
from bumang.registry.city import build as building
from bumang.registry.city.build import Built, OtherCityError, build
from bumang.registry.city.people import AS_OF
from bumang.registry.city.tables import City, draw, tables
from bumang.registry.demo_people import demo_people
from bumang.vault.data_key import AES, DataKey
from bumang.vault.keys import Keys

PEOPLE = 3_000
TODAY = date(2026, 11, 1)


class _Plain(Keys):
    """Seals with nothing drawn, so that two cities can be compared."""

    def seal_many(self, column: str, values: Iterable[tuple[object, bytes]]) -> list[bytes]:
        return [
            self.current.seal(bytes(12), f"{column} {row}".encode(), one) for row, one in values
        ]


@pytest.fixture
async def city(core: asyncpg.Connection) -> asyncpg.Connection:
    assert await build(core, PEOPLE, 7) is Built.MADE
    return core


def test_the_same_seed_gives_the_same_rows_and_another_gives_others() -> None:
    keys = _Plain([DataKey(bytes(4), AES, bytes(32))])
    first, again, other = (list(tables(draw(PEOPLE, seed), keys)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


async def test_every_person_has_a_valid_number_that_fits_and_a_name_that_says_synthetic(
    city: asyncpg.Connection,
) -> None:
    rows = await registered.numbers(city)
    assert len({row["identity_number"] for row in rows}) == len(rows) == PEOPLE
    for row in rows:
        number = row["identity_number"]
        assert identity_problem(number, today=TODAY, allow_demo_area_codes=True) is None
        assert (birth_date(number), sex(number)) == (row["birth_date"], row["sex"])
        assert row["synthetic"]
        assert row["name"].startswith("演示")


async def test_the_first_three_are_the_family_that_examples_use(city: asyncpg.Connection) -> None:
    first = await demo_people(city, 3)
    assert [person.identity_number for person in first] == [
        "990101196501150014",
        "990101197503200024",
        "990101200002290038",
    ]
    kinds = {
        (row["person_id"], row["member_id"]): row["kind"]
        for row in await city.fetch("SELECT * FROM family_link WHERE person_id <= 3")
    }
    assert kinds[1, 2] == kinds[2, 1] == "spouse"
    assert kinds[1, 3] == kinds[2, 3] == "child"
    assert kinds[3, 1] == kinds[3, 2] == "parent"
    employed = "SELECT count(*) FROM contribution_period WHERE person_id <= 3 AND scheme = $1"
    assert await city.fetchval(employed, "employee") == 0


async def test_families_are_told_from_both_sides_and_parents_are_older(
    city: asyncpg.Connection,
) -> None:
    back = {"spouse": "spouse", "child": "parent", "parent": "child"}
    rows = await city.fetch(
        "SELECT link.*, one.birth_date AS born, other.birth_date AS member_born"
        " FROM family_link AS link JOIN person AS one USING (person_id)"
        " JOIN person AS other ON other.person_id = link.member_id"
    )
    links = {(row["person_id"], row["member_id"]): row["kind"] for row in rows}
    assert len(links) > PEOPLE // 2
    for (one, other), kind in links.items():
        assert links[other, one] == back[kind]
    for row in rows:
        if row["kind"] == "child" and row["person_id"] > 3:
            assert (row["member_born"] - row["born"]).days >= 21 * 365


async def test_working_lives_are_plausible(city: asyncpg.Connection) -> None:
    periods = await city.fetch(
        "SELECT period.*, birth_date FROM contribution_period AS period JOIN person"
        " USING (person_id) WHERE scheme = 'employee'"
    )
    assert PEOPLE // 2 < len(periods) < PEOPLE * 3
    for row in periods:
        assert (row["during"].lower - row["birth_date"]).days > 17 * 365
        assert 400_000 <= row["monthly_base_fen"] <= 3_200_000
    lasting = sum(row["during"].upper is None for row in periods)
    assert PEOPLE // 6 < lasting < PEOPLE // 2
    assert np.median([row["monthly_base_fen"] for row in periods]) == pytest.approx(
        650_000, rel=0.1
    )


async def test_employers_have_valid_codes_and_the_first_is_the_one_that_examples_use(
    city: asyncpg.Connection,
) -> None:
    rows = await city.fetch("SELECT * FROM employer ORDER BY employer_id")
    assert rows[0]["credit_code"] == "91990101MA0000007H"
    for row in rows:
        reading = read_credit_code(row["credit_code"], allow_demo_area_codes=True)
        assert reading.value == row["credit_code"]
        assert not reading.notices
    known = {row["employer_id"] for row in rows}
    used = await city.fetch("SELECT DISTINCT employer_id FROM contribution_period")
    assert {row["employer_id"] for row in used} - {None} <= known


async def test_ages_cover_a_whole_life() -> None:
    ages = draw(20_000, 1).people.age
    assert ages.min() >= 0
    assert ages.max() < 110
    assert 0.05 < (ages < 18).mean() < 0.4
    assert 0.1 < (ages >= 60).mean() < 0.4


async def test_the_tables_have_their_keys_again_after_the_load(
    core: asyncpg.Connection, intake: asyncpg.Connection
) -> None:
    keys = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
    )
    before = await core.fetch(keys)
    await build(core, PEOPLE, 7)
    assert await core.fetch(keys) == before
    with pytest.raises(asyncpg.ExclusionViolationError):
        await core.execute(
            "INSERT INTO contribution_period (person_id, scheme, during)"
            " SELECT person_id, scheme, during FROM contribution_period LIMIT 1"
        )


async def test_a_city_that_is_there_is_left_alone_and_another_replaces_it_only_when_asked(
    city: asyncpg.Connection,
) -> None:
    assert await build(city, PEOPLE, 7) is Built.THERE_ALREADY
    with pytest.raises(OtherCityError):
        await build(city, PEOPLE, 8)
    assert await build(city, PEOPLE + 1, 8, replace=True) is Built.MADE
    assert await city.fetchval("SELECT count(*) FROM person") == PEOPLE + 1
    await city.execute(
        "INSERT INTO outcome (log_id, seq, item, state, told) VALUES (1, 0, 'x', 'done', '')"
    )
    with pytest.raises(OtherCityError, match="of seed 8"):
        await build(city, PEOPLE, 7, replace=True)


async def test_a_seed_that_is_interrupted_leaves_nothing(
    core: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(drawn: City, keys: Keys) -> Iterator[tuple[str, bytes]]:
        yield next(iter(tables(drawn, keys)))
        raise OSError

    monkeypatch.setattr(building, "tables", broken)
    with pytest.raises(OSError):  # noqa: PT011 - ours, from above
        await build(core, PEOPLE, 7)
    monkeypatch.undo()
    assert await core.fetchval("SELECT count(*) FROM identity") == 0
    assert await build(core, PEOPLE, 7) is Built.MADE


@pytest.mark.parametrize("count", [0, 2, 5_000_001])
def test_a_city_that_cannot_be_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="people"):
        draw(count, 1)


def test_the_city_is_described_on_a_fixed_day() -> None:
    assert np.datetime64("2026-11-01") == AS_OF
