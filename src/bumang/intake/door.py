"""The door: from a request for a service item to one of the answers. Needs nothing from the core."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import structlog

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal
from bumang.intake.log import Log
from bumang.intake.pace import Pace
from bumang.intake.submission import Conflict, Submission, submission_key
from bumang.items.batch_file.rows import read_batch
from bumang.items.decoding import canonical, decode
from bumang.items.item import AcceptedItem, BatchItem, Item
from bumang.kernel import receipt_number
from bumang.kernel.answers import Accepted, Answer, Invalid, Queued
from bumang.kernel.clock import Clock, legal_day
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text

JSON = "application/json"
_RETRY_AFTER_SECONDS = 5
_LONGEST_KEY = 200
_FILES_AT_ONCE = 2
LARGEST_FILE = 20 * 1024 * 1024
# When more come in a second, nobody waits for advice: processing tells it.
_CALM_A_SECOND = 100

KnownRefusal = Callable[[AcceptedItem, Principal, Submission, Any], Awaitable[tuple[Problem, ...]]]
"""Why a submission of this form is already known to be refused; empty when that is not known.

It never raises, answers soon, and is asked while it is calm only.
"""

_events = structlog.get_logger()


class Door:
    """Takes submissions for the items of shape "accepted".

    `known_refusal` is advice for the one who sends; acceptance does not depend on it. `steady` are
    seconds that do not run backwards.
    """

    def __init__(
        self,
        log: Log,
        clock: Clock,
        known_refusal: KnownRefusal | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._steady = steady
        self._log = log
        self._clock = clock
        self._known_refusal = known_refusal
        self._pace = Pace(_CALM_A_SECOND)
        # Files are large: a few at a time in memory, the others wait their turn.
        self._reading = asyncio.Semaphore(_FILES_AT_ONCE)

    async def submit(self, item: Item, principal: Principal, key: str, body: bytes) -> Answer:
        """Accepted after the commit is durable; queued when that takes too long; else what is wrong.

        Queued means: not known to be stored. The same key finds out later, whatever happened.
        """
        arrived = self._clock()
        if problem := cannot_take(item, principal, key):
            return Invalid((problem,))
        try:
            form = decode(item, body, legal_day(arrived))
        except InvalidInput as invalid:
            return Invalid(invalid.problems)
        submission = _submission(item, principal, key, arrived, JSON, canonical(form))
        calm = self._pace.one_more(self._steady())
        if calm and self._known_refusal is not None:
            assert isinstance(item, AcceptedItem)  # as `cannot_take` has seen
            if refusal := await self._known_refusal(item, principal, submission, form):
                return Invalid(refusal)
        return await self._append(submission)

    async def submit_file(
        self, item: Item, principal: Principal, key: str, media_type: str, content: bytes
    ) -> Answer:
        """A file as a whole: accepted when it can be read to its end. Its rows are decided later.

        What is stored, and what the receipt proves, are the file's own bytes.
        """
        arrived = self._clock()
        if problem := cannot_take(item, principal, key):
            return Invalid((problem,))
        if not isinstance(item, BatchItem):
            return Invalid((_NO_FILES,))
        async with self._reading:
            try:
                await asyncio.to_thread(read_batch, item, media_type, content)
            except InvalidInput as invalid:
                return Invalid(invalid.problems)
            return await self._append(
                _submission(item, principal, key, arrived, media_type, content)
            )

    async def _append(self, submission: Submission) -> Answer:
        answered = await self._log.append(submission)
        if answered is None:
            _events.warning("acceptance took too long, queued instead", item=submission.item)
            return Queued(_RETRY_AFTER_SECONDS)
        if isinstance(answered, Conflict):
            return Invalid((_key_used(answered.number),))
        return Accepted(receipt_number.show(answered.number), answered.receipt)


def _submission(
    item: Item, principal: Principal, key: str, arrived: datetime, media_type: str, content: bytes
) -> Submission:
    submitter = principal.key
    return Submission(
        submission_key(submitter, key), submitter, item.code, arrived, media_type, content
    )


def cannot_take(item: Item, principal: Principal, key: str) -> Problem | None:
    """What is wrong with a submission before its content is read, if anything."""
    if not isinstance(item, AcceptedItem):
        return _ANSWERED_AT_ONCE
    if problem := not_open(item, Action.SUBMIT, principal):
        return problem
    if not key:
        return KEY_MISSING
    if len(key) > _LONGEST_KEY or not key.isprintable():
        return _KEY_FORM
    return None


def not_open(item: Item, action: Action, principal: Principal) -> Problem | None:
    """Why the principal may not use the item, if they may not."""
    if principal.role in item.roles and permits(action, principal, principal.key):
        return None
    return NOT_ALLOWED if principal.subject else SIGN_IN


def _key_used(number: int) -> Problem:
    return Problem(
        "KEY_REUSED",
        KEY_REUSED.what.format(number=receipt_number.show(number)),
        KEY_REUSED.why,
        KEY_REUSED.fix,
    )


SIGN_IN = Problem(
    "SIGN_IN",
    Text("办理这个事项要先登录。", "Sign in first to do this."),
    Text("要知道是谁在办理、能为谁办理。", "We must know who is acting, and for whom they may."),
    Text("请登录，或在请求里带上访问令牌。", "Sign in, or send an access token with the request."),
)
NOT_ALLOWED = Problem(
    "NOT_ALLOWED",
    Text("您的身份不能办理这个事项。", "This is not open to the role you signed in with."),
    Text("每个事项只对规定的对象开放。", "Every matter is open to those it is meant for."),
    Text("请看事项说明里的「谁可以办」。", "See “who may” in the item's description."),
)
KEY_MISSING = Problem(
    "KEY_MISSING",
    Text("请求里没有 Idempotency-Key。", "The request has no Idempotency-Key."),
    Text(
        "有了它，没收到答复时可以放心重发，不会办两次。",
        "With it you can send again when no answer came, and nothing is done twice.",
    ),
    Text(
        "请为每一笔提交生成一个不重复的值，重发时用同一个值。",
        "Make a value of its own for each submission, and use the same when sending again.",
    ),
)
_KEY_FORM = Problem(
    "KEY_FORM",
    Text("Idempotency-Key 的写法不对。", "The Idempotency-Key is not written as it must be."),
    Text("它最多 200 个可见字符。", "It has at most 200 printable characters."),
    Text("建议用 UUID。", "A UUID is a good choice."),
)
KEY_REUSED = Problem(
    "KEY_REUSED",
    Text(
        "这个 Idempotency-Key 已经用于另一笔内容不同的提交（受理编号 {number}）。",
        "This Idempotency-Key was used for other content (receipt {number}).",
    ),
    Text("同一个值只能代表同一笔提交。", "One value stands for one submission."),
    Text("这是新的一笔，就换一个新的值。", "If this is another submission, use another value."),
)
_ANSWERED_AT_ONCE = Problem(
    "ANSWERED_AT_ONCE",
    Text("这个事项当场办结，不用提交。", "This matter is answered at once; nothing is submitted."),
    Text("没有需要受理的内容。", "There is nothing to accept."),
    Text("请用 POST /api/v1/items/{事项}/answers。", "Use POST /api/v1/items/{code}/answers."),
)
_NO_FILES = Problem(
    "NO_FILES",
    Text("这个事项不收表格文件。", "This matter takes no files."),
    Text("它一次只办一笔。", "It is handled one at a time."),
    Text("请逐笔填写提交。", "Fill it in and send it one by one."),
)
