"""Population files: what is read, and what is said of those that cannot be."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from bumang.cli import main
from bumang.kernel.problems import InvalidInput, Problem
from bumang.rules.columns import Tables
from bumang.studio.agreement import result_of
from bumang.studio.compute import compute
from bumang.studio.file import Population, write


def problems_of(path: Path, tables: Tables) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as refused:
        compute(Population(path), (tables,), 0)
    for problem in refused.value.problems:
        assert problem.what.zh != problem.what.en
    return refused.value.problems


def changed(people: Path, column: str, row: int, value: Any) -> Path:
    table = pq.read_table(people)
    values = table[column].to_pylist()
    values[row] = value
    place = table.schema.get_field_index(column)
    kind = table.schema.field(column).type
    plain = pa.string() if pa.types.is_dictionary(kind) else kind
    path = people.with_name("changed.parquet")
    pq.write_table(table.set_column(place, column, pa.array(values, plain)), path)
    return path


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("birth_month", 0),
        ("birth_month", 13),
        ("birth_month", None),
        ("weight", 0),
        ("deemed_months", -1),
        ("opening_balance_fen", -1),
        ("transitional_by_hand_fen", -1),
        ("months_2020", 13),
        ("months_2020", -1),
        ("base_2020", -1),
        ("base_2020", None),
        ("category", "male"),
        ("category", None),
        ("area_code", "999999"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_row_and_column(
    people: Path, tables: Tables, column: str, value: Any
) -> None:
    (problem,) = problems_of(changed(people, column, 41, value), tables)
    assert (problem.code, problem.field) == ("IMPOSSIBLE_VALUE", column)
    assert "42" in problem.what.zh
    assert "42" in problem.what.en


@pytest.mark.parametrize(
    ("column", "value"), [("birth_month", 12), ("months_2020", 0), ("weight", 1)]
)
def test_values_at_the_bounds_are_read(
    people: Path, tables: Tables, column: str, value: int
) -> None:
    compute(Population(changed(people, column, 41, value)), (tables,), 0)


def test_missing_columns_are_named(people: Path, tables: Tables) -> None:
    table = pq.read_table(people).drop_columns(["category", "months_2001"])
    path = people.with_name("fewer.parquet")
    pq.write_table(table, path)
    with pytest.raises(InvalidInput) as refused:
        Population(path)
    assert refused.value.problems[0].code == "MISSING_COLUMNS"
    assert "category, months_2001" in refused.value.problems[0].what.en


def test_a_column_of_yuan_in_floats_is_refused(people: Path) -> None:
    table = pq.read_table(people)
    place = table.schema.get_field_index("base_2020")
    yuan = pa.array([1.5] * len(table))
    path = people.with_name("floats.parquet")
    pq.write_table(table.set_column(place, "base_2020", yuan), path)
    with pytest.raises(InvalidInput) as refused:
        Population(path)
    assert [(p.code, p.field) for p in refused.value.problems] == [
        ("WRONG_COLUMN_TYPE", "base_2020")
    ]


def test_a_file_that_is_no_parquet_and_an_empty_one(people: Path, tmp_path: Path) -> None:
    (tmp_path / "text.parquet").write_text("no")
    pq.write_table(pq.read_table(people).slice(0, 0), tmp_path / "empty.parquet")
    for name, code in (("text", "NOT_PARQUET"), ("empty", "NO_PERSONS")):
        with pytest.raises(InvalidInput) as refused:
            Population(tmp_path / f"{name}.parquet")
        assert refused.value.problems[0].code == code


def test_a_file_that_was_not_finished_is_not_there(tmp_path: Path) -> None:
    def broken() -> Any:
        yield pa.record_batch({"a": [1]})
        raise RuntimeError("the disk is full, say")

    with pytest.raises(RuntimeError):
        write(tmp_path / "out.parquet", broken(), lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_the_command_tells_a_wrong_reform_in_words(people: Path, tmp_path: Path) -> None:
    reform = tmp_path / "reform.toml"
    reform.write_text("[acrual_rate]\nvalues = []\n")
    command = ["law", "simulate", str(reform), "--population", str(people), "--language", "en"]
    ran = CliRunner().invoke(main, command)
    assert ran.exit_code == 1
    assert "Perhaps one of these: accrual_rate" in ran.output
    assert "Traceback" not in ran.output


def test_years_that_do_not_follow_each_other_are_told() -> None:
    ran = CliRunner().invoke(main, ["law", "population", "--retire-to", "2050"])
    assert ran.exit_code == 2
    assert "must follow each other" in ran.output


def test_the_command_writes_every_part_of_every_pension(
    people: Path, tables: Tables, tmp_path: Path
) -> None:
    out = tmp_path / "pensions.parquet"
    ran = CliRunner().invoke(
        main, ["law", "pensions", "--population", str(people), "--out", str(out)]
    )
    assert ran.exit_code == 0
    written = pq.read_table(out).to_pylist()
    (found,) = compute(Population(people), (tables,), 0).under
    assert [row["person"] for row in written] == list(range(300))
    for row, one in enumerate(written):
        exact = result_of(found, row)
        assert one["retirement"] == str(exact.retirement)
        assert Decimal(one["average_index"]).scaleb(-one["index_decimals"]) == exact.average_index
        assert (one["balance_fen"], one["total_months"]) == (exact.balance, exact.total_months)
        parts = ("basic_fen", "account_fen", "transitional_fen", "supplement_fen", "total_fen")
        assert tuple(one[name] for name in parts) == exact.parts
        assert one["status"] == exact.status.name.lower()


def test_without_the_extra_the_command_says_which_one_is_missing(
    people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("pyarrow", "bumang.studio"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = CliRunner().invoke(main, ["law", "agree", "--population", str(people)])
    assert ran.exit_code == 1
    assert "pip install 'bumang[analysis]'" in ran.output
