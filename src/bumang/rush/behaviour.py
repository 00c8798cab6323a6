"""How clients behave: what they do next, given what they heard. Pure, and tried without a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from bumang.rush.ask import Ask, Heard

Group = Literal["people", "programs", "scripts"]
Ending = Literal["served", "gave up", "never came back", "told what is wrong", "still there"]


class Manner(msgspec.Struct, frozen=True):
    """One kind of client.

    It waits `haste` of the time it is told (1: as told), leaves after `patience_s`, and keeps a
    ticket in a cookie, or a header, or not at all; with `faces` it holds so many places at once and
    goes in with whichever is called first. After no answer it tries again, a little later each time.
    """

    name: str
    group: Group
    patience_s: float
    comes_back: bool = True
    keeps: Literal["cookie", "header", "nothing"] = "cookie"
    haste: float = 1.0
    faces: int = 1
    think_s: float = 0.0


PERSON = Manner("person", "people", patience_s=120, think_s=2.0)
GHOST = Manner("ghost", "people", patience_s=120, comes_back=False, think_s=2.0)
PROGRAM = Manner("program", "programs", patience_s=300, keeps="header")
FORGETFUL = Manner("forgetful script", "scripts", patience_s=600, keeps="nothing")
HAMMER = Manner("hammering script", "scripts", patience_s=600, haste=0.05)
MANY_FACED = Manner("script of many faces", "scripts", patience_s=600, faces=5)
SCRIPTS = (FORGETFUL, HAMMER, MANY_FACED)

_AGAIN_SECONDS, _AGAIN_MOST = 1.0, 8.0
_SOONEST = 0.05


class Next(msgspec.Struct, frozen=True):
    """Send `ask` at `at` (seconds on the run's clock)."""

    at: float
    ask: Ask


class Visitor:
    """One client's visit: the requests it wants answered, in order."""

    def __init__(
        self, manner: Manner, wants: Sequence[Ask], due: float, chance: np.random.Generator
    ) -> None:
        self.manner = manner
        self.due = due
        self.ending: Ending = "still there"
        self.urgent = wants[0].urgent
        self._wants = wants
        self._at = 0
        self._chance = chance
        self._failures = 0
        self._jars: list[dict[str, str]] = [{} for _ in range(manner.faces)]
        self._face = 0

    def first(self) -> Next:
        return Next(self.due, self._dressed())

    def heard(self, now: float, heard: Heard) -> Next | None:
        """What comes after this answer; `None`: the visit is over, and `ending` says how."""
        self._keep(heard)
        match heard.kind:
            case "done" | "accepted":
                return self._onward(now)
            case "invalid":
                return self._over("told what is wrong")
            case "queued":
                return self._come_back(now, heard.retry_after_s)
            case "other":
                self._failures += 1
                return self._later(now, min(_AGAIN_SECONDS * 2**self._failures / 2, _AGAIN_MOST))

    def _onward(self, now: float) -> Next | None:
        self._at += 1
        self._failures = 0
        if self._at == len(self._wants):
            return self._over("served")
        thinks = float(self._chance.exponential(self.manner.think_s)) if self.manner.think_s else 0
        return Next(now + thinks, self._dressed())

    def _come_back(self, now: float, told_s: float) -> Next | None:
        if not self.manner.comes_back:
            return self._over("never came back")
        self._face = (self._face + 1) % self.manner.faces
        # Each face looks as often as it is told, so that all together look more often.
        return self._later(now, max(_SOONEST, told_s * self.manner.haste / self.manner.faces))

    def _later(self, now: float, seconds: float) -> Next | None:
        if now + seconds - self.due > self.manner.patience_s:
            return self._over("gave up")
        return Next(now + seconds, self._dressed())

    def _over(self, ending: Ending) -> Next | None:
        self.ending = ending
        return None

    def _keep(self, heard: Heard) -> None:
        jar = self._jars[self._face]
        if self.manner.keeps == "cookie":
            jar.update(heard.kept)
        elif self.manner.keeps == "header":
            jar.update({"bumang-ticket": heard.ticket} if heard.ticket else {})
            jar.update({"bumang-pass": heard.known_pass} if heard.known_pass else {})

    def _dressed(self) -> Ask:
        """The request that is next, with what this face has kept."""
        ask, jar = self._wants[self._at], self._jars[self._face]
        if not jar:
            return ask
        if self.manner.keeps == "header":
            return msgspec.structs.replace(ask, headers=(*ask.headers, *jar.items()))
        cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
        return msgspec.structs.replace(ask, headers=(*ask.headers, ("cookie", cookie)))
