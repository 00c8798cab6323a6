"""Unified social credit codes 统一社会信用代码 (GB 32100-2015) of employers.

Eighteen places: registering office 1, kind 1, area 6, organisation code 9 (GB 11714), check 1.
"""

from __future__ import annotations

from bumang.kernel.identifiers import DEMO_AREA, PROVINCES
from bumang.kernel.plain import compact
from bumang.kernel.problems import Problem
from bumang.kernel.reading import Reading, empty, refused
from bumang.kernel.text import Text

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""A character's value is its place here: 31 characters, no I, O, S, V, Z."""

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_STATE = "10"  # registered with an office of the central state
_NAME = Text(zh="统一社会信用代码", en="unified social credit code")


def read_credit_code(
    text: str, *, allow_demo_area_codes: bool, strict_org_check: bool = False
) -> Reading[str]:
    """Read a code. Problems: EMPTY, LENGTH, CHARSET, AREA_CODE, CHECK_DIGIT.

    A few old real codes have a wrong inner check character: ORG_CHECK_DIGIT is a notice, and a
    problem only with `strict_org_check`.
    """
    code = compact(text)
    problem = _problem(code, allow_demo_area_codes)
    if problem is not None:
        return refused(problem)
    inner_wrong = organisation_check_character(code[8:16]) != code[16]
    if inner_wrong and strict_org_check:
        return refused(_ORG_CHECK_DIGIT)
    return Reading(
        code, normalised=code != text, notices=(_ORG_CHECK_DIGIT,) if inner_wrong else ()
    )


def credit_check_character(body: str) -> str:
    """The last place for the first seventeen. Raises `ValueError` for characters not in use."""
    if len(body) != 17 or not set(body) <= _VALUE.keys():
        raise ValueError("the first seventeen characters are needed")
    total = sum(
        _VALUE[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def organisation_check_character(body: str) -> str:
    """The last place of an organisation code (places 9 to 17) for its first eight."""
    # Digits count as themselves, letters from A = 10; that is how base 36 reads them.
    total = sum(int(c, 36) * w for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _problem(code: str, allow_demo_area_codes: bool) -> Problem | None:
    if not code:
        return empty(_NAME)
    if len(code) != 18:
        return _length_problem(len(code))
    for place, character in enumerate(code, 1):
        if character not in _VALUE or (3 <= place <= 8 and character not in "0123456789"):
            return _charset_problem(place)
    area = code[2:8]
    known = area[:2] in PROVINCES or area[:2] == _STATE
    if not known and not (area == DEMO_AREA and allow_demo_area_codes):
        return _AREA_CODE
    return None if credit_check_character(code[:17]) == code[17] else _CHECK_DIGIT


def _length_problem(length: int) -> Problem:
    return Problem(
        code="LENGTH",
        what=Text(
            zh="统一社会信用代码应该是 18 位，您填了 {length} 位。",
            en="A unified social credit code has 18 characters; this one has {length}.",
        ).format(length=length),
        why=Text(
            zh="位数不对就找不到单位的参保登记。",
            en="With another length the employer's registration is not found.",
        ),
        fix=_COMPARE,
    )


def _charset_problem(place: int) -> Problem:
    return Problem(
        code="CHARSET",
        what=Text(
            zh="统一社会信用代码的第 {place} 位不对。",
            en="Character {place} of the unified social credit code is wrong.",
        ).format(place=place),
        why=Text(
            zh="代码只用数字和大写字母，不用 I、O、S、V、Z；第 3 到 8 位只能是数字。",
            en="It has digits and letters except I, O, S, V and Z; places 3 to 8 are digits.",
        ),
        fix=_COMPARE,
    )


_COMPARE = Text(
    zh="请对着营业执照或登记证书核对。",
    en="Compare it with the business licence or the certificate of registration.",
)

_AREA_CODE = Problem(
    code="AREA_CODE",
    what=Text(
        zh="统一社会信用代码第 3 到 8 位的地区代码不存在。",
        en="The area code in places 3 to 8 of the unified social credit code does not exist.",
    ),
    why=Text(zh="它的前两位代表省、自治区、直辖市。", en="Its first two digits name a province."),
    fix=_COMPARE,
)

_CHECK_DIGIT = Problem(
    code="CHECK_DIGIT",
    what=Text(
        zh="统一社会信用代码的最后一位和前面 17 位对不上。",
        en="The last character of the unified social credit code does not fit the 17 before it.",
    ),
    why=Text(
        zh="最后一位是校验码，对不上就说明有一位写错了。",
        en="It is a check character: somewhere one character is wrong.",
    ),
    fix=_COMPARE,
)

_ORG_CHECK_DIGIT = Problem(
    code="ORG_CHECK_DIGIT",
    what=Text(
        zh="代码里的组织机构代码（第 9 到 17 位）校验不符。",
        en="The organisation code inside (places 9 to 17) fails its own check.",
    ),
    why=Text(
        zh="少数早期发放的代码确实如此，其余多半是写错了。",
        en="A few early codes are like that; most others are mistakes.",
    ),
    fix=_COMPARE,
)
