"""What a crowd's behaviour says about it: signs with weights, each in words. Pure.

A crowd is whoever comes from about the same place with the same kind of browser; people and scripts
may both be in it. No sign is about where someone comes from. One kind of sign alone is never enough,
whatever its weight: many people behind one address look like many, and nothing else.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence
from enum import Enum
from typing import Final

from bumang.kernel.text import Text

HALF_LIFE_SECONDS = 120.0
"""What was seen counts half after so long, so that a crowd is soon judged by what it does now."""
_FADE_EVERY_SECONDS = 1.0
_ENOUGH = 3
"""The weight from which a crowd is doubtful, if its signs are of two kinds at least."""
_MANY_PLACES = 40
_SEEN_OFTEN = 12


class About(Enum):
    """The kinds of signs; two of one kind are one observation in two ways."""

    KEEPING = "keeping"
    PACE = "pace"
    READING = "reading"
    NUMBER = "number"


class Sign(Enum):
    """What was seen: its kind, its weight, and what is told of it to operators."""

    NEVER_SHOWN = (
        About.KEEPING,
        2,
        Text("取了号再也不出示（不保存 cookie）", "takes places and never shows them again"),
    )
    IMPATIENT = (
        About.PACE,
        2,
        Text("总是没到约定时间就来问", "asks long before the time it was told, again and again"),
    )
    FASTER_THAN_HANDS = (
        About.PACE,
        2,
        Text("翻页比人手还快", "goes from page to page faster than hands can"),
    )
    UNSTYLED = (
        About.READING,
        1,
        Text("打开页面却从不取样式表", "opens pages without ever asking for their style sheet"),
    )
    MANY = (About.NUMBER, 1, Text("同时占着许多号", "holds many places at a time"))

    @property
    def about(self) -> About:
        return self.value[0]

    @property
    def weight(self) -> int:
        return self.value[1]

    @property
    def words(self) -> Text:
        return self.value[2]


def _count(at: int, meaning: str) -> property:
    """A cell as an attribute."""

    def read(seen: Seen) -> float:
        return seen.cells[seen.base + at]

    def write(seen: Seen, value: float) -> None:
        seen.cells[seen.base + at] = value

    return property(read, write, doc=meaning)


class Seen:
    """What was seen of a crowd of late, as counts that fade: in `COUNTS` cells from `base` on, which
    may be shared by several processes."""

    COUNTS: Final = 11

    __slots__ = ("base", "cells")

    def __init__(self, now: float, cells: memoryview[float] | None = None, base: int = 0) -> None:
        """Without cells it has its own, and nothing was seen."""
        self.cells: MutableSequence[float] | memoryview[float] = cells or [0.0] * self.COUNTS
        self.base = base
        if not self._at:
            self._at = now

    _at = _count(0, "When it last faded.")
    places = _count(1, "Places given, which may still be waiting.")
    shown = _count(2, "Places shown again for the first time.")
    missed = _count(3, "Places not shown in several times the time that was told.")
    looks = _count(
        4, "Questions how far the lines are, by browsers that hold a place: they keep it."
    )
    early = _count(5, "Questions before half of the time that was told.")
    on_time = _count(6, "The other questions.")
    steps = _count(7, "Requests of visits after their first.")
    fast = _count(8, "Those of them that came faster than hands.")
    pages = _count(9, "Pages given to browsers that had nothing of ours yet, so no style sheet.")
    styles = _count(10, "Style sheets asked for.")

    def fade(self, now: float) -> None:
        """Let what was counted before `now` (steady seconds) count less."""
        if now - self._at < _FADE_EVERY_SECONDS:
            return
        left = 0.5 ** ((now - self._at) / HALF_LIFE_SECONDS)
        self._at = now
        for cell in range(self.base + 1, self.base + self.COUNTS):
            self.cells[cell] *= left


def signs(seen: Seen, *, styles_are_asked: bool = True, looks_are_asked: bool = True) -> list[Sign]:
    """The signs in what was seen. Whether style sheets, and how far the lines are, are asked of us by
    anyone at all: a cache before us may answer both, and then not asking says nothing."""
    judged, asked = seen.missed + seen.shown + seen.looks, seen.early + seen.on_time
    found = {
        Sign.NEVER_SHOWN: looks_are_asked and judged >= _SEEN_OFTEN and seen.missed >= 0.8 * judged,
        Sign.IMPATIENT: asked >= _SEEN_OFTEN and seen.early >= 0.8 * asked,
        Sign.FASTER_THAN_HANDS: seen.steps >= _SEEN_OFTEN and seen.fast >= 0.6 * seen.steps,
        Sign.UNSTYLED: styles_are_asked
        and seen.pages >= _SEEN_OFTEN
        and seen.styles <= 0.02 * seen.pages,
        Sign.MANY: seen.places >= _MANY_PLACES,
    }
    return [sign for sign, there in found.items() if there]


def doubtful(found: Sequence[Sign]) -> bool:
    """Whether newcomers of this crowd wait in the doubtful lane."""
    kinds = {sign.about for sign in found}
    return len(kinds) >= 2 and sum(sign.weight for sign in found) >= _ENOUGH
