"""What a visit asks for: a wish of the mix as requests, with the tokens and numbers of a cast. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from bumang.rush.ask import Ask
from bumang.rush.behaviour import GHOST, PERSON, PROGRAM, SCRIPTS, Manner, Visitor
from bumang.rush.profile import Profile
from bumang.rush.shape import Times

_API = "/api/v1/items"
PAYMENT, DECLARATION = "resident-medical-payment", "employment-declaration"
ESTIMATE = "pension-estimate"
BY_PROGRAM = frozenset({"estimates", "progress", "receipts", "payments", "declarations"})
LENGTH = {"pages": 3, "progress_pages": 2}
"""Requests of one visit where it is more than one."""


class Holder(msgspec.Struct, frozen=True):
    """Someone with a token; `number` is their identity number or credit code."""

    token: str
    number: str = ""
    name: str = ""


class Given(msgspec.Struct, frozen=True):
    """A receipt's number, and the token it was given to.

    `in_json` and `on_page` are what an answer with its outcome has; empty where that is not known.
    """

    number: str
    token: str
    in_json: bytes = b""
    on_page: bytes = b""


class Cast(msgspec.Struct, frozen=True):
    """Who acts in a run, and the forms they send (JSON)."""

    persons: Sequence[Holder]
    employers: Sequence[Holder]
    receipts: Sequence[Given]
    coverage_year: int
    estimate: bytes
    declaration: bytes


class Wishes:
    """Makes the asks of each wish; no two submissions of one run have the same key."""

    def __init__(self, cast: Cast, run: str) -> None:
        self._cast = cast
        self._run = run
        self._sent = 0
        self._makers: dict[str, Callable[[int], tuple[Ask, ...]]] = {
            "pages": self._pages,
            "urgent_pages": self._urgent_pages,
            "estimates": self._estimate,
            "progress_pages": self._progress_pages,
            "progress": self._progress,
            "receipts": self._receipt,
            "payments": self._payment,
            "declarations": self._declaration,
        }

    def asks(self, wish: str) -> tuple[Ask, ...]:
        self._sent += 1
        return self._makers[wish](self._sent)

    def _pages(self, _: int) -> tuple[Ask, ...]:
        return (_page("/"), _page(f"/items/{ESTIMATE}"), _page(f"/items/{ESTIMATE}"))

    def _urgent_pages(self, _: int) -> tuple[Ask, ...]:
        return (Ask("GET", f"/items/{PAYMENT}", "light", urgent=True),)

    def _estimate(self, _: int) -> tuple[Ask, ...]:
        path = f"{_API}/{ESTIMATE}/answers"
        return (Ask("POST", path, "light", (_JSON,), self._cast.estimate),)

    def _progress_pages(self, n: int) -> tuple[Ask, ...]:
        given = self._given(n)
        page = Ask("GET", f"/receipts/{given.number}", "interactive", expects=given.on_page)
        return (page, page)

    def _progress(self, n: int) -> tuple[Ask, ...]:
        given = self._given(n)
        path = f"/api/v1/receipts/{given.number}"
        return (Ask("GET", path, "interactive", expects=given.in_json),)

    def _receipt(self, n: int) -> tuple[Ask, ...]:
        given = self._given(n)
        path = f"/api/v1/receipts/{given.number}/document"
        return (Ask("GET", path, "interactive", (_bearer(given.token),)),)

    def _payment(self, n: int) -> tuple[Ask, ...]:
        who = self._cast.persons[n % len(self._cast.persons)]
        form = {
            "area_code": "990101",
            "coverage_year": self._cast.coverage_year,
            "insured": [who.number],
        }
        return (self._submission(PAYMENT, who, msgspec.json.encode(form), n),)

    def _declaration(self, n: int) -> tuple[Ask, ...]:
        who = self._cast.employers[n % len(self._cast.employers)]
        return (self._submission(DECLARATION, who, self._cast.declaration, n),)

    def _submission(self, item: str, who: Holder, body: bytes, n: int) -> Ask:
        headers = (_bearer(who.token), _JSON, ("idempotency-key", f"{self._run}-{n}"))
        return Ask("POST", f"{_API}/{item}/submissions", "accept", headers, body, urgent=True)

    def _given(self, n: int) -> Given:
        return self._cast.receipts[n % len(self._cast.receipts)]


_JSON = ("content-type", "application/json")


def _bearer(token: str) -> tuple[str, str]:
    return ("authorization", f"Bearer {token}")


def _page(path: str) -> Ask:
    return Ask("GET", path, "light")


def requests_a_visit(profile: Profile) -> float:
    """So that a rate of requests can be given as a rate of visits."""
    return 1 / sum(share / LENGTH.get(wish, 1) for wish, share in profile.mix.shares().items())


def visitors(profile: Profile, wishes: Wishes, due: Times, seed: int) -> list[Visitor]:
    """Who comes at each of the times: what they want, and how they behave."""
    chance = np.random.default_rng((seed, 1))
    shares = profile.mix.shares()
    a_visit = {wish: share / LENGTH.get(wish, 1) for wish, share in shares.items()}
    weights = np.array(list(a_visit.values()))
    wanted = chance.choice(list(a_visit), size=len(due), p=weights / weights.sum())
    drawn = chance.random(len(due))
    return [
        Visitor(_manner(profile, str(wish), dice), wishes.asks(str(wish)), float(at), chance)
        for wish, dice, at in zip(wanted, drawn, due, strict=True)
    ]


def _manner(profile: Profile, wish: str, dice: float) -> Manner:
    if dice < profile.scripts:
        return SCRIPTS[int(dice / profile.scripts * len(SCRIPTS))]
    if dice < profile.scripts + profile.ghosts and wish not in BY_PROGRAM:
        return GHOST
    usual = PROGRAM if wish in BY_PROGRAM else PERSON
    return msgspec.structs.replace(usual, patience_s=profile.patience_s)
