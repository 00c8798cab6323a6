"""Who gains, who loses, what it costs: added up again one by one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.columns import Tables
from bumang.studio.compute import computed, without_histories
from bumang.studio.file import Population
from bumang.studio.laws import laid_out
from bumang.studio.outcome import deciles, digest, outcome
from bumang.studio.reform import Reform, read_reform
from bumang.studio.simulation import simulated
from bumang.studio.written import shipped

TITLE = '[reform]\ntitle = { zh = "试", en = "<trial>" }\n'
COSTS = range(2026, 2041)


def reform(text: str) -> Reform:
    return read_reform(TITLE + text, shipped())


LATER = reform("[birth_months_per_step_male_60]\nvalues = [{ since = 2030-01-01, value = 2 }]")
HIGHER = reform("[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 0.011 }]")


@pytest.fixture(scope="module", params=[LATER, HIGHER], ids=["later", "higher"])
def tried(request: pytest.FixtureRequest) -> Reform:
    made: Reform = request.param
    return made


def test_sums_by_year_and_by_group_are_those_of_the_persons(
    people: Path, tables: Tables, tried: Reform
) -> None:
    weighted = people.with_name("weighted.parquet")
    table = pq.read_table(people)
    weights = pa.array([1 + n % 3 for n in range(300)], pa.int32())
    pq.write_table(table.set_column(1, "weight", weights), weighted)
    population = Population(weighted)
    laws = (tables, laid_out(tried.law, population.years))
    (stretch,) = computed(population, laws, without_histories, 1)
    found = outcome(
        [digest(COSTS, stretch)], COSTS, [Text(place, place) for place in tables.places]
    )
    cost = {year: [0, 0] for year in COSTS}
    gain = lose = 0
    for n in range(300):
        weight = 1 + n % 3
        totals = [int(under.parts.total[n]) for under in stretch.under]
        for which, under in enumerate(stretch.under):
            for year in COSTS:
                begins = int(under.retirement[n]) + 1
                months = sum(begins <= year * 12 + m for m in range(12))
                cost[year][which] += weight * totals[which] * months
        gain += weight * (totals[1] > totals[0])
        lose += weight * (totals[1] < totals[0])
    assert {year.year: [year.before, year.after] for year in found.years} == cost
    everybody = found.groups[0]
    assert (everybody.persons, everybody.gain, everybody.lose) == (600, gain, lose)
    for dimension in ("sex", "category", "cohort", "decile", "place"):
        mine = [group for group in found.groups if group.dimension == dimension]
        for name in ("persons", "gain", "lose", "same"):
            assert sum(getattr(g, name) for g in mine) == getattr(everybody, name)


def test_a_reform_that_pays_more_makes_nobody_lose_and_a_reform_of_nothing_changes_nothing(
    people: Path,
) -> None:
    more = simulated(HIGHER, Population(people), None, 1, lambda _: None).outcome
    assert more.groups[0].lose == 0 < more.groups[0].gain
    same = reform("[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 0.01 }]")
    nothing = simulated(same, Population(people), None, 1, lambda _: None).outcome
    assert nothing.groups[0].same == 300
    assert all(year.change == 0 for year in nothing.years)


def test_a_later_age_pays_out_less_at_first(people: Path) -> None:
    found = simulated(LATER, Population(people), 2033, 1, lambda _: None).outcome
    men, women = (group for group in found.groups if group.dimension == "sex")
    assert men.mean_months_later > 0 == women.mean_months_later
    assert sum(year.change for year in found.years) < 0


def test_a_reform_that_leads_beyond_the_histories_is_told_so(people: Path) -> None:
    beyond = reform("[original_age_male_60]\nvalues = [{ since = 2027-01-01, value = 840 }]")
    with pytest.raises(InvalidInput) as refused:
        simulated(beyond, Population(people), None, 1, lambda _: None)
    assert [problem.code for problem in refused.value.problems] == ["RETIRES_OUTSIDE_THE_HISTORIES"]


def test_the_report_stands_alone_and_escapes_what_it_is_given(people: Path, tmp_path: Path) -> None:
    report = simulated(LATER, Population(people), None, 1, lambda _: None)
    for language in ("zh", "en"):
        report.write(tmp_path, language)
        page = (tmp_path / "report.html").read_text("utf-8")
        assert "<trial>" not in page
        assert "<script" not in page
        assert "http" not in page
        assert "src=" not in page
        assert page.count("<svg") == 9
    document = json.loads((tmp_path / "result.json").read_text("utf-8"))
    assert document["changes"][0]["before"] == "4"
    assert document["persons"] == 300
    csv = (tmp_path / "groups.csv").read_text("utf-8-sig").splitlines()
    assert len(csv) == len(document["groups"]) + 1


def test_deciles_hold_as_many_persons_each_and_leave_out_who_has_no_pension() -> None:
    before = np.array([0, *range(1, 101)])
    found = deciles(before, np.ones(101, np.int64))
    assert found[0] == 0
    assert np.bincount(found).tolist() == [1, *[10] * 10]
    heavy = deciles(np.array([1, 2, 3]), np.array([1, 98, 1]))
    assert heavy.tolist() == [1, 6, 10]
