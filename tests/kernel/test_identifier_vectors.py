"""Every row of the shared table of identifier test vectors."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bumang.kernel.contact_numbers import read_bank_card, read_mobile
from bumang.kernel.credit_code import read_credit_code
from bumang.kernel.identifiers import read_identity, read_old_identity
from bumang.kernel.names import read_name
from bumang.kernel.reading import Reading
from bumang.kernel.written_forms import read_amount, read_date, read_month

TODAY = date(2026, 11, 24)

Reader = Callable[[str, bool], Reading[Any]]
READERS: dict[str, Reader] = {
    "id18": lambda text, demo: read_identity(text, today=TODAY, allow_demo_area_codes=demo),
    "id15": lambda text, demo: read_old_identity(text, today=TODAY, allow_demo_area_codes=demo),
    "uscc": lambda text, demo: read_credit_code(
        text, allow_demo_area_codes=demo, strict_org_check=True
    ),
    "mobile": lambda text, _: read_mobile(text),
    "bank_card": lambda text, _: read_bank_card(text),
    "name": lambda text, _: read_name(text),
    "month": lambda text, _: read_month(text),
    "date": lambda text, _: read_date(text),
    "amount": lambda text, _: read_amount(text),
}


@pytest.fixture
def vectors(shared: Path) -> list[dict[str, str]]:
    with (shared / "domain/tables/identifier_test_vectors.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table_has_every_kind_we_read(vectors: list[dict[str, str]]) -> None:
    assert {row["kind"] for row in vectors} == set(READERS)


def test_what_is_valid_is_read_as_written(vectors: list[dict[str, str]]) -> None:
    for row in vectors:
        if row["result"] in ("valid", "valid_demo"):
            reading = READERS[row["kind"]](row["value"], row["result"] == "valid_demo")
            assert reading.problems == (), row
            assert not reading.normalised, row


def test_demo_numbers_are_refused_where_demo_areas_are_off(vectors: list[dict[str, str]]) -> None:
    demo = [row for row in vectors if row["result"] == "valid_demo"]
    assert demo
    for row in demo:
        reading = READERS[row["kind"]](row["value"], False)
        assert [problem.code for problem in reading.problems] == ["AREA_CODE"], row


def test_what_is_written_differently_is_normalised_and_flagged(
    vectors: list[dict[str, str]],
) -> None:
    for row in vectors:
        if row["result"] in ("normalise", "convert"):
            reading = READERS[row["kind"]](row["value"], True)
            assert reading.problems == (), row
            assert reading.normalised, row


def test_what_is_invalid_is_refused_with_the_code_of_the_table(
    vectors: list[dict[str, str]],
) -> None:
    for row in vectors:
        if row["result"] == "invalid":
            reading = READERS[row["kind"]](row["value"], True)
            assert [problem.code for problem in reading.problems] == [row["error_code"]], row


def test_a_problem_is_complete_in_both_languages_and_repeats_no_input(
    vectors: list[dict[str, str]],
) -> None:
    for row in vectors:
        for problem in READERS[row["kind"]](row["value"], False).problems:
            for text in (problem.what, problem.why, problem.fix):
                assert text.zh
                assert text.en
                assert "{" not in text.zh + text.en, row
                assert len(row["value"]) < 4 or row["value"] not in text.zh + text.en, row
