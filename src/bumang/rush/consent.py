"""A run against another machine: only with its operator's permit, proven by the target itself, at the
address that the load goes to, before anything else is sent and again and again until the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

import httpx
import msgspec

from bumang.access.rush_agreement import (
    MOST_PER_S,
    MOST_REQUESTS,
    NONCE_CHARACTERS,
    PATH,
    Agreement,
    Proof,
    proves,
)
from bumang.kernel.clock import CHINA, Clock
from bumang.rush.leash import Leash
from bumang.rush.place import NotAllowedError, Target
from bumang.rush.wishes import Cast

_ASK_SECONDS = 2.0
_PATIENCE_SECONDS = 5.0
_SILENT = 2
"""So many questions without an answer, one after the other, end a run."""

Answer = TypeVar("Answer")


class SilentError(NotAllowedError):
    """The target did not say whether it agrees."""


class Permit(msgspec.Struct, frozen=True):
    """The file that the operator of a target gives to whoever may run against it."""

    agreement: Agreement
    secret: bytes
    cast: Cast


def read_permit(file: Path) -> Permit:
    """Raises NotAllowedError."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Permit)
    except (OSError, msgspec.MsgspecError):
        raise NotAllowedError(
            f"{file} is no permit: have the target's operator make one with `bumang rush agree`."
        ) from None


async def agreed(target: Target, permit: Permit, clock: Clock) -> Agreement:
    """What the target agrees to now. Raises NotAllowedError."""
    nonce = token_hex(NONCE_CHARACTERS // 2)
    told = await _asked(target, nonce)
    if told is None or not proves(told, permit.secret, nonce):
        raise NotAllowedError(
            f"{target.named} ({target.address}) does not prove that its operator agrees to this "
            "run. Nothing may be sent to it. Its operator can agree with `bumang rush agree`."
        )
    if told.agreement.host != target.named or clock() >= told.agreement.until:
        raise NotAllowedError(
            f"{target.named} agreed to a run against {told.agreement.host} until "
            f"{told.agreement.until.astimezone(CHINA):%Y-%m-%d %H:%M}: not to this one."
        )
    return told.agreement


async def _asked(target: Target, nonce: str) -> Proof | None:
    """`None`: it says something else. A redirection leads nowhere."""
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=_PATIENCE_SECONDS) as client:
            answer = await client.get(
                f"{target.url}{PATH}", params={"nonce": nonce}, headers={"host": target.named}
            )
    except httpx.HTTPError as error:
        raise SilentError(
            f"{target.named} ({target.address}) does not say whether its operator agrees "
            f"({type(error).__name__}). Without that nothing is sent to it."
        ) from None
    try:
        return msgspec.json.decode(answer.content, type=Proof) if answer.is_success else None
    except msgspec.MsgspecError:
        return None


def leash(agreement: Agreement, seconds: float, clock: Clock) -> Leash:
    """Never more than was agreed to, nor more than this program sends to any machine."""
    left = (agreement.until - clock()).total_seconds()
    return Leash(
        min(agreement.most_requests, MOST_REQUESTS),
        min(agreement.most_per_s, MOST_PER_S),
        min(left, seconds),
    )


async def while_agreed(
    running: Awaitable[Answer], target: Target, permit: Permit, held: Leash, clock: Clock
) -> Answer:
    """What the run gives; it ends at once when the target withdraws, or stays silent, or the leash is
    used up. Raises NotAllowedError then, in words."""
    run = asyncio.ensure_future(running)
    watch = asyncio.ensure_future(_watch(target, permit, held, clock))
    try:
        await asyncio.wait([run, watch], return_when=asyncio.FIRST_COMPLETED)
        if run.done():
            return run.result()
        held.let_go()
        watch.result()
        raise AssertionError  # a watch ends by saying why
    finally:
        held.let_go()
        for task in (run, watch):
            task.cancel()
        await asyncio.gather(run, watch, return_exceptions=True)


async def _watch(target: Target, permit: Permit, held: Leash, clock: Clock) -> None:
    silent = 0
    while not await _over(held):
        try:
            await agreed(target, permit, clock)
            silent = 0
        except SilentError as error:
            silent += 1
            if silent == _SILENT:
                raise _stopped(held, str(error)) from None
        except NotAllowedError as error:
            raise _stopped(held, str(error)) from None
    raise _stopped(held, "What was agreed to is used up.")


async def _over(held: Leash) -> bool:
    """Whether nothing may be sent any more, after a while."""
    try:
        await asyncio.wait_for(held.over.wait(), _ASK_SECONDS)
    except TimeoutError:
        return False
    return True


def _stopped(held: Leash, why: str) -> NotAllowedError:
    return NotAllowedError(f"stopped after {held.sent:,} requests, and nothing was counted. {why}")
