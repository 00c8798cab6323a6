"""Citizen identity numbers 公民身份号码 (GB 11643-1999), which are also social security numbers.

Eighteen places: area 6 (GB/T 2260), birth date 8, sequence 3 (odd: male, even: female), check 1.
The number is the social security number by article 58 of the Social Insurance Law.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Literal

from bumang.kernel import identity_problems
from bumang.kernel.plain import compact
from bumang.kernel.problems import Problem
from bumang.kernel.reading import Reading, empty, refused
from bumang.kernel.text import Text

DEMO_AREA = "990101"
"""An area code that GB/T 2260 does not use: no demo number can be a real person's."""

Sex = Literal["male", "female"]

_PROVINCE_NUMBERS = (
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
)
PROVINCES = frozenset(map(str, _PROVINCE_NUMBERS))
"""First two digits of an area code. County codes change and stay valid for life: not checked."""

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_OLD_FORM = re.compile(r"[0-9]{15}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZEROS = ord("0") * sum(_WEIGHTS)
_CHECKS = "10X98765432"
_EARLIEST_YEAR = 1880
_IMPLAUSIBLE_AGE = 120

_NAME = Text(zh="身份证号码", en="identity number")


def identity_problem(text: str, *, today: date, allow_demo_area_codes: bool) -> Problem | None:
    """The first thing wrong with an identity number, or None.

    Order: EMPTY, LENGTH, CHARSET, AREA_CODE, BIRTH_DATE, CHECK_DIGIT. The text is judged in its
    normal form, so a number that passes is to be stored as `normal_identity(text)`. This stands on
    the path of every acceptance: a number already in normal form takes about two microseconds.
    """
    number = text
    if _FORM.fullmatch(number) is None:
        number = normal_identity(text)
        if _FORM.fullmatch(number) is None:
            return _form_problem(number)
    if not _area_exists(number, allow_demo_area_codes):
        return identity_problems.AREA_CODE
    birth = _day(number[6:14])
    if birth is None or birth > today:
        return identity_problems.BIRTH_DATE
    return None if _check_character(number) == number[17] else identity_problems.CHECK_DIGIT


def normal_identity(text: str) -> str:
    """The form to store: ASCII, no spaces, `X` upper case. Says nothing about being valid."""
    return compact(text)


def read_identity(text: str, *, today: date, allow_demo_area_codes: bool) -> Reading[str]:
    """Read an identity number. A holder older than 120 years gives the notice IMPLAUSIBLE_AGE."""
    number = normal_identity(text)
    problem = identity_problem(number, today=today, allow_demo_area_codes=allow_demo_area_codes)
    if problem is not None:
        return refused(problem)
    old = today.year - int(number[6:10]) > _IMPLAUSIBLE_AGE
    return Reading(
        number,
        normalised=number != text,
        notices=(identity_problems.IMPLAUSIBLE_AGE,) if old else (),
    )


def read_old_identity(text: str, *, today: date, allow_demo_area_codes: bool) -> Reading[str]:
    """Convert a 15-digit number of old records: 19 is inserted and the check character added.

    Only for matching old records, never for a new registration.
    """
    old = compact(text)
    if not old:
        return refused(empty(_NAME))
    if _OLD_FORM.fullmatch(old) is None:
        return refused(identity_problems.OLD_LENGTH)
    body = f"{old[:6]}19{old[6:]}"
    number = body + _check_character(body)
    problem = identity_problem(number, today=today, allow_demo_area_codes=allow_demo_area_codes)
    return refused(problem) if problem is not None else Reading(number, normalised=True)


def birth_date(number: str) -> date:
    """The birth date in a valid number in normal form. Raises `ValueError` for any other text."""
    birth = _day(number[6:14])
    if birth is None:
        raise ValueError("not a valid identity number")
    return birth


def sex(number: str) -> Sex:
    """The sex in a valid number in normal form: the 17th digit is odd for men."""
    return "male" if int(number[16]) % 2 else "female"


def check_character(body: str) -> str:
    """The last place for the first seventeen digits. Raises `ValueError` for any other text."""
    if len(body) != 17 or not (body.isascii() and body.isdigit()):
        raise ValueError("the first seventeen digits are needed")
    return _check_character(body)


def _check_character(number: str) -> str:
    # The digits' codes are summed as they are; what "0" adds is taken off once. `map` stops at the
    # shorter of the two, so an eighteenth place does not count.
    return _CHECKS[(sum(map(mul, number.encode(), _WEIGHTS)) - _ZEROS) % 11]


def _area_exists(number: str, allow_demo_area_codes: bool) -> bool:
    if number[:2] in PROVINCES:
        return True
    if number[:6] == DEMO_AREA:
        return allow_demo_area_codes
    # Permanent residence card of foreigners, 2023 form: 9, then the province that issued it.
    # From memory, not yet verified against the standard.
    return number[0] == "9" and number[1:3] in PROVINCES


@lru_cache(maxsize=65536)  # every birthday of 120 years fits
def _day(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= _EARLIEST_YEAR else None


def _form_problem(number: str) -> Problem:
    if not number:
        return empty(_NAME)
    if len(number) != 18:
        return (
            identity_problems.old_form_problem()
            if _OLD_FORM.fullmatch(number)
            else identity_problems.length_problem(len(number))
        )
    return identity_problems.charset_problem(number)
