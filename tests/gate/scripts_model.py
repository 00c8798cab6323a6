"""People and scripts before one class, in virtual time: who is served, and when.

The real `Doubt` doubts, the real `shares` and `Release` call; only who comes and the work are models.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from typing import Literal

from bumang.gate.doubt import Doubt
from bumang.gate.doubtful_lane import shares, sooner
from bumang.gate.release import Release

TICK_S = 0.25
Kind = Literal["person", "forgetful", "hammering", "patient"]
SCRIPTS: tuple[Kind, ...] = ("forgetful", "hammering", "patient")
HASTE = {"person": 1.0, "forgetful": 1.0, "hammering": 0.2, "patient": 1.0}


@dataclass
class Line:
    front: int = 0
    last: int = 0
    claimed: int = 0
    pace: float = 0.0
    away: int = 0
    release: Release = field(default_factory=Release)

    @property
    def empty(self) -> bool:
        return self.front >= self.last

    def join(self) -> int:
        self.last += 1
        return self.last

    def call(self, now: float, ended: float, free: float) -> None:
        away, self.away = self.away, 0
        places = self.release.places(
            seconds=TICK_S, ended=ended, free=free, turned_away=away, slots=ended + free
        )
        before, self.front = self.front, min(self.last, self.front + places)
        self.pace += 0.05 * ((self.front - before) / TICK_S - self.pace)
        self.release.line_is(now, self.front, self.claimed, self.claimed)


@dataclass
class Client:
    kind: Kind
    crowd: bytes
    came: float
    line: Line | None = None
    place: int = 0
    asked: int = 0


@dataclass
class Model:
    """`capacity` requests a second; people come at `people` a second and give up after `patience_s`.

    `crowds`: "apart" (scripts from an address of their own), "together" (all behind one address with
    one kind of browser), "many" (each script from a place of its own).
    """

    crowds: Literal["apart", "together", "many"] = "apart"
    kinds: tuple[Kind, ...] = SCRIPTS
    scripted: float = 0.82
    doubting: bool = True
    capacity: float = 10.0
    people: float = 6.0
    seconds: float = 300.0
    patience_s: float = 120.0
    seed: int = 1
    served: dict[str, int] = field(default_factory=dict)
    people_came: int = 0

    def run(self) -> Model:
        self._rng = random.Random(self.seed)
        self._now, self._serial = 0.0, 0
        self._doubt = Doubt(lambda: self._now)
        self._main, self._aside = Line(), Line()
        self._events: list[tuple[float, int, Client]] = []
        self._work = self._ended = 0.0
        rates = {"person": self.people}
        scripts = self.people * self.scripted / (1 - self.scripted)
        rates |= {kind: scripts / len(self.kinds) for kind in self.kinds}
        for tick in range(int(self.seconds / TICK_S)):
            self._until((tick + 1) * TICK_S)
            self._call()
            for kind, rate in rates.items():
                for _ in range(self._poisson(rate * TICK_S)):
                    self._new(kind)  # type: ignore[arg-type]
        return self

    def _new(self, kind: Kind) -> None:
        self.people_came += kind == "person" and self._now > self.seconds / 4
        own = kind != "person" and self.crowds == "many"
        alike = kind == "person" or self.crowds == "together"
        crowd = str(self._serial).encode() if own else b"people" if alike else b"scripts"
        at = self._now + self._rng.uniform(0, TICK_S)
        self._plan(at, Client(kind, crowd, at))

    def _plan(self, at: float, client: Client) -> None:
        self._serial += 1
        heapq.heappush(self._events, (at, self._serial, client))

    def _until(self, end: float) -> None:
        while self._events and self._events[0][0] < end:
            self._now, _, client = heapq.heappop(self._events)
            if self._now - client.came <= self.patience_s:
                self._ask(client)
        self._now = end

    def _call(self) -> None:
        self._work = min(self._work + self.capacity * TICK_S, self.capacity * TICK_S)
        ended, self._ended = self._ended, 0.0
        lines = (None, self._main, self._aside)
        parts = shares(
            urgent=False,
            main=not self._main.empty,
            doubtful=not self._aside.empty,
            urgent_share=0.2,
        )
        for line, part in zip(lines, parts, strict=True):
            if line is not None:
                line.call(self._now, ended * part, self._work * part)

    def _ask(self, client: Client) -> None:
        if client.line is None or client.kind == "forgetful":
            self._newcomer(client)
        elif client.place > client.line.front:
            self._waits(client)
        elif self._work >= 1:
            client.line.claimed += 1
            self._serve(client)
        else:
            client.line.away += 1
            self._plan(self._now + 2, client)

    def _newcomer(self, client: Client) -> None:
        doubted = self.doubting and self._doubt.doubts(client.crowd)
        if self._main.empty and (self._aside.empty or not doubted) and self._work >= 1:
            self._serve(client)
            return
        client.line = self._aside if doubted else self._main
        client.place = client.line.join()
        self._doubt.place_given(client.crowd, self._ticket(client), self._told(client))

    def _waits(self, client: Client) -> None:
        ticket = self._ticket(client)
        self._doubt.place_shown(client.crowd, ticket, self._told(client))
        assert client.line is not None
        if client.line is self._aside and not self._doubt.doubts(client.crowd, ticket):
            ahead, than = self._main.last - self._main.front, client.place - self._aside.front
            if sooner(ahead, self._main.pace, than=than, at=self._aside.pace):
                client.line, client.place = self._main, self._main.join()

    def _told(self, client: Client) -> float:
        """Plans the next time this client asks, and says how long it was told to stay away."""
        assert client.line is not None
        ahead, pace = client.place - client.line.front, client.line.pace
        wait = min(max(2.0, ahead / pace / 4), 30.0) if pace > 0 else 10.0
        late = self._rng.uniform(1.0, 1.2)
        self._plan(self._now + wait * HASTE[client.kind] * late, client)
        return wait

    def _serve(self, client: Client) -> None:
        self._work -= 1
        self._ended += 1
        if self._now > self.seconds / 4:
            self.served[client.kind] = self.served.get(client.kind, 0) + 1

    def _ticket(self, client: Client) -> str:
        return f"{id(client.line)} {client.place}"

    def _poisson(self, mean: float) -> int:
        return int(max(0.0, self._rng.gauss(mean, mean**0.5)) + self._rng.random())

    @property
    def people_served(self) -> float:
        """Of the people who came after the first quarter of the time."""
        return self.served.get("person", 0) / self.people_came

    @property
    def people_of_fair_part(self) -> float:
        """People's part of all that was served, over their part of all who came."""
        part = self.served.get("person", 0) / sum(self.served.values())
        return part / (1 - self.scripted)
