"""What a service may learn of a person: a short list, each with its bit in the code; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.masking import mask_name
from bumang.kernel.text import Text
from bumang.rules.in_force import law
from bumang.rules.parameters import NotSetError
from bumang.rules.retirement_age import retirement_age


class Attribute(StrEnum):
    """In the order of their bits, which never changes: the first is bit 0."""

    INSURED_HERE = "insured_here"
    MEDICAL_COVER = "medical_cover"
    OUT_OF_WORK = "out_of_work"
    RETIREMENT_AGE = "retirement_age"
    AGE_18 = "age_18"
    AGE_60 = "age_60"
    AGE_65 = "age_65"
    NAME_MASKED = "name_masked"
    NAME = "name"
    IDENTITY_TAIL = "identity_tail"
    AREA = "area"
    SCHEMES = "schemes"
    PAID_MONTHS = "paid_months"
    EMPLOYER = "employer"


LABELS: Mapping[Attribute, Text] = {
    Attribute.INSURED_HERE: Text("是不是在本地参保", "Whether insured here"),
    Attribute.MEDICAL_COVER: Text("今天有没有医保", "Whether medical insurance covers today"),
    Attribute.OUT_OF_WORK: Text("是不是没有单位参保", "Whether no employer pays now"),
    Attribute.RETIREMENT_AGE: Text("到没到法定退休年龄", "Whether of statutory pension age"),
    Attribute.AGE_18: Text("满没满 18 周岁", "Whether 18 or older"),
    Attribute.AGE_60: Text("满没满 60 周岁", "Whether 60 or older"),
    Attribute.AGE_65: Text("满没满 65 周岁", "Whether 65 or older"),
    Attribute.NAME_MASKED: Text("姓名的一部分", "Part of the name"),
    Attribute.NAME: Text("姓名", "Name"),
    Attribute.IDENTITY_TAIL: Text("身份证号码后四位", "Last four of the identity number"),
    Attribute.AREA: Text("参保地", "Place of insurance"),
    Attribute.SCHEMES: Text("参加了哪些险种", "Which insurances"),
    Attribute.PAID_MONTHS: Text("累计缴费月数", "Months paid by employers"),
    Attribute.EMPLOYER: Text("参保单位", "Employer"),
}
_AGES = {Attribute.AGE_18: 18, Attribute.AGE_60: 60, Attribute.AGE_65: 65}
Value = bool | int | str | tuple[str, ...] | None
"""`None`: the registry does not know."""


class Facts(msgspec.Struct, frozen=True):
    """What the registry knows of a person that any attribute is made of."""

    name: str
    identity_number: str
    birth_date: date
    area_code: str
    retirement_category: str
    insured_here: bool
    medical_cover: bool
    employer: str | None
    schemes: tuple[str, ...]
    paid_months: int


def bits(chosen: Iterable[Attribute]) -> int:
    order = list(Attribute)
    return sum(1 << order.index(one) for one in set(chosen))


def of_bits(number: int) -> tuple[Attribute, ...]:
    """The attributes of a number's bits; what is beyond the list is left out."""
    return tuple(one for at, one in enumerate(Attribute) if number >> at & 1)


def told(asked: Sequence[Attribute], facts: Facts, today: date) -> dict[Attribute, Value]:
    """Those asked for and nothing else."""
    return {one: _value(one, facts, today) for one in asked}


def says(offline: Sequence[Attribute], facts: Facts, today: date) -> int:
    """The bits of those whose answer is yes, for where there is no network."""
    found = told(offline, facts, today)
    return bits(one for one, value in found.items() if value is True)


def _value(attribute: Attribute, facts: Facts, today: date) -> Value:
    if years := _AGES.get(attribute):
        return _years(facts.birth_date, today) >= years
    if attribute is Attribute.RETIREMENT_AGE:
        return _of_age(facts, today)
    found: dict[Attribute, Value] = {
        Attribute.INSURED_HERE: facts.insured_here,
        Attribute.MEDICAL_COVER: facts.medical_cover,
        Attribute.OUT_OF_WORK: facts.employer is None,
        Attribute.NAME_MASKED: mask_name(facts.name),
        Attribute.NAME: facts.name,
        Attribute.IDENTITY_TAIL: facts.identity_number[-4:],
        Attribute.AREA: facts.area_code,
        Attribute.SCHEMES: facts.schemes,
        Attribute.PAID_MONTHS: facts.paid_months,
        Attribute.EMPLOYER: facts.employer,
    }
    return found[attribute]


def _years(born: date, today: date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _of_age(facts: Facts, today: date) -> bool | None:
    category = facts.retirement_category
    if category not in {"male_60", "female_55", "female_50"}:
        return None
    try:
        found = retirement_age(facts.birth_date, category, law(), today)  # type: ignore[arg-type]
    except NotSetError:
        return None
    return found.statutory_date is not None and found.statutory_date <= today
