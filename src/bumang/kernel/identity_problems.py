"""What can be wrong with an identity number, in words."""

from __future__ import annotations

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text


def length_problem(length: int) -> Problem:
    return Problem(
        code="LENGTH",
        what=Text(
            zh="身份证号码应该是 18 位，您填了 {length} 位。",
            en="An identity number has 18 characters; this one has {length}.",
        ).format(length=length),
        why=Text(
            zh="多一位或少一位都对不上您的参保记录。",
            en="With one more or one less it does not lead to your record.",
        ),
        fix=_COMPARE,
    )


def old_form_problem() -> Problem:
    return Problem(
        code="LENGTH",
        what=Text(
            zh="这是 15 位的旧号码，现在用 18 位的号码。",
            en="This is an old number of 15 digits; numbers now have 18.",
        ),
        why=Text(
            zh="旧号码只能用来查找过去的记录。",
            en="An old number serves only to find records of the past.",
        ),
        fix=Text(
            zh="请填现在身份证上的 18 位号码。",
            en="Enter the 18 characters on your present identity card.",
        ),
    )


def charset_problem(number: str) -> Problem:
    place = next(
        place
        for place, character in enumerate(number, 1)
        if character not in "0123456789" and not (place == 18 and character == "X")
    )
    return Problem(
        code="CHARSET",
        what=Text(
            zh="身份证号码的第 {place} 位不对：前 17 位只能是数字，最后一位是数字或 X。",
            en="Character {place} of the identity number is wrong: 17 digits, then a digit or X.",
        ).format(place=place),
        why=Text(
            zh="常见的是把数字 0 写成字母 O，把 1 写成 I。",
            en="Often the digit 0 was written as the letter O, or 1 as I.",
        ),
        fix=_COMPARE,
    )


_COMPARE = Text(
    zh="请对着身份证逐位核对。", en="Compare it with the identity card, character by character."
)

AREA_CODE = Problem(
    code="AREA_CODE",
    what=Text(
        zh="身份证号码开头的地区代码不存在。",
        en="The area code at the start of the identity number does not exist.",
    ),
    why=Text(
        zh="前两位代表省、自治区、直辖市，没有这个代码。",
        en="The first two digits name a province, and none has these.",
    ),
    fix=Text(
        zh="请对着身份证核对前 6 位。", en="Compare the first six digits with the identity card."
    ),
)

BIRTH_DATE = Problem(
    code="BIRTH_DATE",
    what=Text(
        zh="身份证号码第 7 到 14 位的出生日期不对。",
        en="The birth date in places 7 to 14 of the identity number is not possible.",
    ),
    why=Text(
        zh="没有这一天，或者这一天还没有到。",
        en="There is no such day, or it is still to come.",
    ),
    fix=Text(
        zh="请对着身份证核对第 7 到 14 位。",
        en="Compare places 7 to 14 with the identity card.",
    ),
)

# The right character is not told: whoever tries numbers out would be helped by it.
CHECK_DIGIT = Problem(
    code="CHECK_DIGIT",
    what=Text(
        zh="身份证号码的最后一位和前面 17 位对不上。",
        en="The last character of the identity number does not fit the 17 before it.",
    ),
    why=Text(
        zh="最后一位是校验码，对不上就说明有一位写错了。",
        en="It is a check character: somewhere one character is wrong.",
    ),
    fix=_COMPARE,
)

IMPLAUSIBLE_AGE = Problem(
    code="IMPLAUSIBLE_AGE",
    what=Text(
        zh="按这个号码，持有人已超过 120 岁。",
        en="By this number its holder is older than 120 years.",
    ),
    why=Text(zh="可能有一位写错了。", en="A character may be wrong."),
    fix=_COMPARE,
)

OLD_LENGTH = Problem(
    code="LENGTH",
    what=Text(zh="旧号码应该是 15 位数字。", en="An old number has 15 digits."),
    why=Text(zh="其他长度无法换算成 18 位。", en="Anything else cannot be converted to 18."),
    fix=Text(zh="请核对旧记录。", en="Compare it with the old record."),
)
