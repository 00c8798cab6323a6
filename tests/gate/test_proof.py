"""A proof of work is for one place, in its time, of our own making; how dear it is has bounds."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import altcha
import pytest

from bumang.gate.proof import LEAST_COST, MOST_COST, Proofs, cost_for
from bumang.kernel.clock import CHINA

KEY, CODE = b"k" * 32, "8F2KM-7Q3XA"


def proofs(key: bytes = KEY, clock: datetime | None = None) -> Proofs:
    return Proofs(key, lambda: clock or datetime.now(CHINA), time.monotonic)


def solved(challenge: dict[str, Any], **changed: Any) -> str:
    given = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(given)
    assert solution is not None
    for name, value in changed.items():
        setattr(given.parameters, name, value)
    return str(altcha.Payload(given, solution).to_base64())


def test_a_solution_holds_for_its_own_place_and_for_no_other() -> None:
    payload = solved(proofs().challenge(CODE))
    assert proofs().holds(payload, CODE)
    assert not proofs().holds(payload, "ANOTHER-ONE")


def test_a_challenge_of_others_changed_or_too_old_does_not_hold() -> None:
    assert not proofs().holds(solved(proofs(b"x" * 32).challenge(CODE)), CODE)
    assert not proofs().holds(solved(proofs().challenge("A"), data={"place": CODE}), CODE)
    past = datetime.now(CHINA) - timedelta(minutes=11)
    assert not proofs().holds(solved(proofs(clock=past).challenge(CODE)), CODE)


def test_nobody_gets_by_without_computing() -> None:
    challenge = proofs().challenge(CODE)
    given = altcha.Challenge.from_dict(challenge)
    for counter in range(5):
        guess = altcha.Payload(given, altcha.Solution(counter, "00" * 32)).to_base64()
        assert not proofs().holds(guess, CODE)


@pytest.mark.parametrize("payload", ["", "!", "e30=", "bnVsbA==", "A" * 10_000])
def test_what_is_no_payload_is_none(payload: str) -> None:
    assert not proofs().holds(payload, CODE)


def test_it_is_dearer_when_many_are_solved_and_never_beyond_a_cheap_phone() -> None:
    costs = [cost_for(solved) for solved in range(0, 100_000, 50)]
    assert costs == sorted(costs)
    assert (costs[0], costs[-1]) == (LEAST_COST, MOST_COST)
