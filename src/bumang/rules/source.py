"""Where the law's figures come from, and how far each is to be trusted."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.text import Text

NATION = "CN"
"""The region of a value that holds wherever no place has its own."""


class Confidence(StrEnum):
    """A: text or official page seen. B: two sources agree. C: one secondary. D: memory."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def verified(self) -> bool:
        """C and D are shown as yet to be verified, wherever they are used."""
        return self in (Confidence.A, Confidence.B)


class Source(msgspec.Struct, frozen=True):
    """A document, named by its key. `seen` tells how much of it was before the authors."""

    key: str
    title: Text
    seen: str


class Article(msgspec.Struct, frozen=True):
    """A place in the law that a rule rests on: the document's title and the article."""

    source: str
    title: Text


class Unit(StrEnum):
    """What a value counts; it decides the type of the value, see `Value`."""

    YUAN_PER_MONTH = "yuan_per_month"
    YUAN_PER_YEAR = "yuan_per_year"
    SHARE = "share"
    PERCENT = "percent"
    INDEX = "index"
    MONTHS = "months"
    COUNT = "count"
    MONTH = "month"
    WORD = "word"
    MONTHS_BY_AGE = "months_by_age"
    WHOLE_BY_GRADE = "whole_by_grade"


class Origin(msgspec.Struct, frozen=True):
    """What is told of a parameter's value beside a figure: since and until when, where, by whom."""

    parameter: Text
    region: str
    since: date
    sources: tuple[Source, ...]
    confidence: Confidence
    verified: bool
    note: Text | None = None
    until: date | None = None
