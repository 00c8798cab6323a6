"""What is already known to be refused, told at the door instead of after a receipt.

It is the decision itself, tried on what the core knows now, and only advice: without the core,
without time, or when nothing is known, it says nothing and the submission is accepted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog

from bumang.access.principal import Principal
from bumang.intake.stored import is_stored
from bumang.intake.submission import Submission
from bumang.items.item import AcceptedItem, Command, Decision, EntryId, Outcome
from bumang.kernel.problems import Problem
from bumang.runtime.database import UNREACHABLE, Bounded

_SECONDS = 0.25
_REST_SECONDS = 2.0

_events = structlog.get_logger()


class Screening:
    """`core` and `intake` give the pools. After a question without answer it rests for a while, and
    while it is not `calm`: advice takes nothing of the core from those who wait for it."""

    def __init__(
        self,
        core: Callable[[], Bounded | None],
        intake: Callable[[], Bounded | None],
        calm: Callable[[], bool] = lambda: True,
    ) -> None:
        self._core = core
        self._intake = intake
        self._calm = calm
        self._rests_until = 0.0

    async def known_refusal(
        self, item: AcceptedItem, principal: Principal, submission: Submission, form: Any
    ) -> tuple[Problem, ...]:
        """The reasons, when all of them are of those the item tells at once; else nothing."""
        core, intake = self._core(), self._intake()
        now = asyncio.get_running_loop().time()
        if not item.told_at_once or core is None or intake is None:
            return ()
        if now < self._rests_until or not self._calm():
            return ()
        command = Command(EntryId(0, 0), 0, principal, submission.accepted_at, form)
        try:
            decision = await core.ask(partial(_tried, item, command), _SECONDS)
            reasons = _told_at_once(item, decision)
            # A key that is stored already gets its receipt again, whatever has happened since.
            if reasons and await is_stored(intake, submission.key):
                return ()
        except UNREACHABLE:
            self._rests_until = now + _REST_SECONDS
            return ()
        except Exception as error:  # a decision that fails is for processing and its staff task
            _events.warning("screening failed", item=item.code, error=type(error).__name__)
            return ()
        return reasons


async def _tried(item: AcceptedItem, command: Command, connection: Any) -> Decision:
    return item.decide(await item.load(connection, [command]), command)


def _told_at_once(item: AcceptedItem, decision: Decision) -> tuple[Problem, ...]:
    known = all(reason.code in item.told_at_once for reason in decision.reasons)
    return decision.reasons if decision.outcome is Outcome.REFUSED and known else ()
