"""Each service learns what it declares, and two of them cannot find out that they saw one person."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.codes.attributes import LABELS, Attribute, Facts, bits, of_bits, says, told
from bumang.codes.pseudonyms import Pseudonyms
from bumang.codes.services import Service, numbered, services

TODAY = date(2026, 11, 25)
SOMEONE = Facts(
    name="演示甲",
    identity_number="990101196501150014",
    birth_date=date(1965, 1, 15),
    area_code="990101",
    retirement_category="male_60",
    insured_here=True,
    medical_cover=False,
    employer="演示单位",
    schemes=("employee",),
    paid_months=301,
)
ALL = list(services().values())


def test_at_least_twelve_services_read_the_code_under_the_catalogues_numbers(shared: Path) -> None:
    table = (shared / "domain/tables/card_services.csv").read_text(encoding="utf-8")
    catalogue = {int(row["no"]) for row in csv.DictReader(table.splitlines())}
    assert len(ALL) >= 12
    assert {one.number for one in ALL} <= catalogue
    assert all(numbered(one.number) is one for one in ALL)


@pytest.mark.parametrize("service", ALL, ids=lambda one: one.code)
def test_a_service_is_told_what_it_declares_and_nothing_else(service: Service) -> None:
    found = told(service.asks, SOMEONE, TODAY)
    assert tuple(found) == service.asks
    assert set(service.asks) | set(service.keeps_out) == set(Attribute)
    assert not set(service.asks) & set(service.keeps_out)
    assert of_bits(service.bits) == tuple(one for one in Attribute if one in service.asks)
    # What stands in the code for everyone to read is a yes or no, never a name or number.
    assert all(isinstance(found[one], bool) for one in service.offline)
    if service.decides:
        assert found[service.decides] in {True, False, None}


def test_the_values_are_those_of_the_registry() -> None:
    found = told(tuple(Attribute), SOMEONE, TODAY)
    assert found[Attribute.NAME_MASKED] != SOMEONE.name
    assert found[Attribute.IDENTITY_TAIL] == "0014"
    assert found[Attribute.AGE_60] is True
    assert found[Attribute.AGE_65] is False
    assert found[Attribute.OUT_OF_WORK] is False
    assert found[Attribute.RETIREMENT_AGE] is True  # 60 and a month, by the table of 2025
    assert set(LABELS) == set(Attribute)


@pytest.mark.parametrize(
    ("birth", "of_age"), [(date(1965, 10, 24), True), (date(1966, 11, 26), False)]
)
def test_pension_age_is_the_laws_of_the_day(birth: date, of_age: bool) -> None:
    someone = msgspec.structs.replace(SOMEONE, birth_date=birth)
    assert told((Attribute.RETIREMENT_AGE,), someone, TODAY) == {Attribute.RETIREMENT_AGE: of_age}


def test_what_the_registry_does_not_know_is_not_guessed() -> None:
    undeclared = msgspec.structs.replace(SOMEONE, retirement_category="")
    assert told((Attribute.RETIREMENT_AGE,), undeclared, TODAY)[Attribute.RETIREMENT_AGE] is None
    assert says((Attribute.RETIREMENT_AGE,), undeclared, TODAY) == 0


def test_a_birthday_is_reached_on_the_day() -> None:
    for today, of_age in ((date(2029, 2, 28), False), (date(2029, 3, 1), True)):
        someone = msgspec.structs.replace(SOMEONE, birth_date=date(1964, 2, 29))
        assert told((Attribute.AGE_65,), someone, today)[Attribute.AGE_65] is of_age


def test_the_bits_never_change() -> None:
    assert [bits([one]) for one in Attribute] == [1 << at for at in range(14)]
    assert bits([Attribute.INSURED_HERE]) == 1
    assert bits([Attribute.EMPLOYER]) == 8192


@given(person=st.integers(1, 2**63 - 1), service=st.integers(0, 65_535))
def test_the_instance_finds_the_person_behind_a_pseudonym(person: int, service: int) -> None:
    pseudonyms = Pseudonyms(b"\x05" * 32)
    made = pseudonyms.of(person, service)
    assert pseudonyms.person(made, service) == person
    assert pseudonyms.of(person, service) == made
    other = (service + 1) & 0xFFFF
    assert pseudonyms.of(person, other) != made
    assert pseudonyms.person(made, other) is None
    assert Pseudonyms(b"\x06" * 32).person(made, service) is None
