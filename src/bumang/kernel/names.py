"""Names of persons 姓名: Han names, names with a middle dot, foreign names as in the passport."""

from __future__ import annotations

import re
import unicodedata

from bumang.kernel.plain import half_width
from bumang.kernel.problems import Problem
from bumang.kernel.reading import Reading, empty, refused
from bumang.kernel.text import Text

DOT = "\u00b7"
"""The middle dot as it is stored, 阿不都·艾合买提."""

# Unified ideographs with all extensions, compatibility ideographs, and 〇.
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_NAME = re.compile(f"[{_HAN}]+(?:{DOT}[{_HAN}]+)*")
_FOREIGN_NAME = re.compile(r"[A-Z]+(?:[ '-][A-Z]+)*")
_HAS_HAN = re.compile(f"[{_HAN}]")
_DOT_PLACES = re.compile(f"^{DOT}|{DOT}$|{DOT}{DOT}")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# What keyboards and old systems put for the dot: bullet, katakana dots, hyphenation point, stops.
_DOTS = {ord(variant): DOT for variant in "\u2022\u30fb\uff65\u2027\uff0e."}
_NAME = Text(zh="姓名", en="name")
_LONGEST = 50


def read_name(text: str, *, one_character_confirmed: bool = False) -> Reading[str]:
    """Read a name: EMPTY, PRIVATE_USE, CHARSET, DOT, LENGTH (2 to 50 code points).

    Full code points are kept, also beyond the basic plane. A name of one character is rare but
    possible: LENGTH asks, and `one_character_confirmed` is the answer.
    """
    name = _normal(text)
    problem = _problem(name, one_character_confirmed)
    return refused(problem) if problem else Reading(name, normalised=name != text)


def _normal(text: str) -> str:
    name = unicodedata.normalize("NFC", text).strip()
    if _HAS_HAN.search(name):
        return "".join(name.translate(_DOTS).split())
    return " ".join(half_width(name).split()).upper()


def _problem(name: str, one_character_confirmed: bool) -> Problem | None:
    if not name:
        return empty(_NAME)
    if _PRIVATE_USE.search(name):
        return _PRIVATE_USE_PROBLEM
    if _HAS_HAN.search(name) and _DOT_PLACES.search(name):
        return _DOT_PROBLEM
    if not (_HAN_NAME.fullmatch(name) or _FOREIGN_NAME.fullmatch(name)):
        return _CHARSET
    if len(name) > _LONGEST or (len(name) < 2 and not one_character_confirmed):
        return _TOO_LONG if len(name) > _LONGEST else _TOO_SHORT
    return None


_PRIVATE_USE_PROBLEM = Problem(
    code="PRIVATE_USE",
    what=Text(
        zh="姓名里有一个自造字，别的系统认不出来。",
        en="The name has a private-use character that other systems cannot read.",
    ),
    why=Text(
        zh="旧系统各自给生僻字编码，同一个编码在不同系统里是不同的字。",
        en="Old systems coded rare characters each in their own way.",
    ),
    fix=Text(
        zh="请用国家标准里的这个字重新输入；打不出来，可以按部件查字，或到窗口请工作人员录入。",
        en="Type the standard character, look it up by its parts, or ask at a counter.",
    ),
)

_CHARSET = Problem(
    code="CHARSET",
    what=Text(zh="姓名里有不能用的字符。", en="The name has a character that names do not have."),
    why=Text(
        zh="姓名只用汉字和间隔号“·”；外国人姓名用护照上的字母、空格、连字符和撇号。",
        en="Names have Han characters and the dot ·, or letters, spaces, hyphens, apostrophes.",
    ),
    fix=Text(
        zh="请照身份证件上的写法填写，去掉数字和符号。",
        en="Write it as on the identity document, without digits and signs.",
    ),
)

_DOT_PROBLEM = Problem(
    code="DOT",
    what=Text(zh="间隔号“·”的位置不对。", en="The middle dot is in the wrong place."),
    why=Text(
        zh="间隔号写在两个字之间，不在开头或结尾，也不连用。",
        en="It stands once between two characters, not at an end.",
    ),
    fix=Text(zh="请照身份证件核对间隔号。", en="Compare it with the identity document."),
)

_TOO_SHORT = Problem(
    code="LENGTH",
    what=Text(zh="姓名只有一个字。", en="The name has only one character."),
    why=Text(
        zh="这样的姓名很少，多半是漏写了。",
        en="Such names are rare; more often a character is missing.",
    ),
    fix=Text(
        zh="请核对；确实只有一个字的，请确认。",
        en="Check it; if it really is one character, say so.",
    ),
)

_TOO_LONG = Problem(
    code="LENGTH",
    what=Text(zh="姓名超过 50 个字。", en="The name is longer than 50 characters."),
    why=Text(zh="登记系统最多能存 50 个字。", en="Registers keep 50 at most."),
    fix=Text(zh="请照身份证件上的写法填写。", en="Write it as on the identity document."),
)
