"""A proof of work for whoever waits in the doubtful lane, by ALTCHA: it changes the lane, nothing else.

A challenge is signed, ends, and is bound to one place: solving it again, or by many at once, changes
the same place for the same one. Nothing is kept of it. A program in C on a large machine is thousands
of times faster than a phone, so this shuts nobody out; it makes a place a little dearer, at most.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import randbelow
from typing import Any

import altcha

ALGORITHM = "PBKDF2/SHA-256"
LIFETIME = timedelta(minutes=10)
LEAST_COST, MOST_COST = 1_000, 6_000
"""Rounds of one try. 300 tries of 1,000 rounds are about a second of a cheap phone, of 6,000 some seconds."""
_TRIES_LEAST, _TRIES_MOST = 200, 400
_LOOK_BACK_SECONDS = 60.0
_STEP = 10
_LONGEST_PAYLOAD = 4096


def cost_for(solved: int) -> int:
    """How dear a try is when so many were solved in the last minute."""
    return min(MOST_COST, LEAST_COST + _STEP * solved)


class Proofs:
    """`key` signs the challenges of an instance; `steady` are seconds that do not run backwards."""

    def __init__(
        self, key: bytes, clock: Callable[[], datetime], steady: Callable[[], float]
    ) -> None:
        self._key = key
        self._clock = clock
        self._steady = steady
        self._solved: deque[float] = deque(maxlen=MOST_COST // _STEP)

    def challenge(self, code: str) -> dict[str, Any]:
        """For the place with this code: about as long for everyone, since the tries are chosen."""
        while self._solved and self._steady() - self._solved[0] > _LOOK_BACK_SECONDS:
            self._solved.popleft()
        made = altcha.create_challenge(
            ALGORITHM,
            cost_for(len(self._solved)),
            counter=_TRIES_LEAST + randbelow(_TRIES_MOST - _TRIES_LEAST),
            expires_at=self._clock() + LIFETIME,
            data={"place": code},
            hmac_secret=self._key,
            hmac_key_secret=self._key,
        )
        told: dict[str, Any] = made.to_dict()
        return told

    def holds(self, payload: str, code: str) -> bool:
        """Whether this is the solution of a challenge for the place with this code, in its time."""
        if not payload or len(payload) > _LONGEST_PAYLOAD:
            return False
        found = altcha.verify_solution(payload, self._key, hmac_key_secret=self._key)
        if not found.verified or _place(payload) != code:
            return False
        self._solved.append(self._steady())
        return True


def _place(payload: str) -> str:
    """What a payload that was verified is for."""
    given = altcha.Payload.from_base64(payload).challenge.parameters.data or {}
    return str(given.get("place", ""))


def as_attribute(challenge: dict[str, Any]) -> str:
    return json.dumps(challenge, separators=(",", ":"))
