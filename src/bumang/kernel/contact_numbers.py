"""Mobile numbers 手机号码 and bank card numbers 银行卡号."""

from __future__ import annotations

import re

from bumang.kernel.plain import half_width
from bumang.kernel.problems import Problem
from bumang.kernel.reading import Reading, empty, refused
from bumang.kernel.text import Text

_SEPARATORS = re.compile(r"[\s-]")
_COUNTRY = re.compile(r"(\+86|0086)")
_MOBILE = Text(zh="手机号码", en="mobile number")
_CARD = Text(zh="银行卡号", en="bank card number")


def read_mobile(text: str) -> Reading[str]:
    """Read a mobile number of mainland China: EMPTY, CHARSET, LENGTH, PREFIX.

    Country code, spaces and hyphens are removed. Operators' lists are not checked: numbers may be
    taken along to another operator.
    """
    number = _SEPARATORS.sub("", half_width(text))
    country = _COUNTRY.match(number)
    number = number[country.end() :] if country else number
    problem = _mobile_problem(number)
    return refused(problem) if problem else Reading(number, normalised=number != text)


def read_bank_card(text: str) -> Reading[str]:
    """Read a bank card number, 16 to 19 digits with a Luhn check: EMPTY, CHARSET, LENGTH, LUHN."""
    number = _SEPARATORS.sub("", half_width(text))
    problem = _card_problem(number)
    return refused(problem) if problem else Reading(number, normalised=number != text)


def _mobile_problem(number: str) -> Problem | None:
    if not number:
        return empty(_MOBILE)
    if not _is_digits(number):
        return _digits_only(_MOBILE)
    if len(number) != 11:
        return _length(_MOBILE, "11", len(number))
    if number[0] != "1" or number[1] in "012":
        return _PREFIX
    return None


def _card_problem(number: str) -> Problem | None:
    if not number:
        return empty(_CARD)
    if not _is_digits(number):
        return _digits_only(_CARD)
    if not 16 <= len(number) <= 19:
        return _length(_CARD, "16-19", len(number))
    return None if _luhn(number) else _LUHN


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _luhn(number: str) -> bool:
    """From the right every second digit is doubled, its digits summed; the total ends in 0."""
    doubled = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + sum(doubled[digit] for digit in digits[1::2])) % 10 == 0


def _digits_only(name: Text) -> Problem:
    return Problem(
        code="CHARSET",
        what=Text(
            zh="{name}里有数字以外的字符。", en="The {name} has something other than digits."
        ).format(name=name),
        why=Text(zh="{name}只由数字组成。", en="A {name} has digits only.").format(name=name),
        fix=Text(zh="请只填数字。", en="Enter digits only."),
    )


def _length(name: Text, wanted: str, length: int) -> Problem:
    return Problem(
        code="LENGTH",
        what=Text(
            zh="{name}应该是 {wanted} 位，您填了 {length} 位。",
            en="A {name} has {wanted} digits; this one has {length}.",
        ).format(name=name, wanted=wanted, length=length),
        why=Text(zh="可能多写或漏写了。", en="One may be missing or too many."),
        fix=Text(zh="请逐位核对。", en="Compare it digit by digit."),
    )


_PREFIX = Problem(
    code="PREFIX",
    what=Text(
        zh="手机号码的开头不对。",
        en="The mobile number begins wrongly.",
    ),
    why=Text(
        zh="手机号码以 1 开头，第二位是 3 到 9。",
        en="It begins with 1, and the second digit is 3 to 9.",
    ),
    fix=Text(
        zh="请填能收到短信的手机号码，不要填固定电话或服务热线。",
        en="Enter a mobile number that receives messages, not a landline or a hotline.",
    ),
)

_LUHN = Problem(
    code="LUHN",
    what=Text(zh="银行卡号有误。", en="The bank card number has a mistake."),
    why=Text(
        zh="卡号的最后一位是校验码，和前面的数字对不上。",
        en="Its last digit is a check digit and does not fit the others.",
    ),
    fix=Text(zh="请对着银行卡逐位核对。", en="Compare it with the card, digit by digit."),
)
