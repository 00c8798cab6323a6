"""Openings in the database: announced, revealed, withdrawn, read. What was announced stays so."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

import asyncpg

from bumang.gate.announcing import NOT_REPLACED, Announcement, problems
from bumang.gate.opening import Opening
from bumang.gate.order_book import Asked
from bumang.gate.shuffle import SEED_BYTES, commitment
from bumang.gate.wanted import REASON, reason_holds
from bumang.kernel.clock import Clock
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.sql import statement

_ANNOUNCE = statement(__package__, "announce_opening")
_REPLACE = statement(__package__, "replace_opening")
_KNOWN = statement(__package__, "openings")
_ONE = statement(__package__, "opening_by_number")
_REVEAL = statement(__package__, "reveal_opening")
_WITHDRAW = statement(__package__, "withdraw_opening")
_BIGGEST = 2**63 - 1


async def announce(
    database: Asked, wanted: Announcement, by: str, matters: Collection[str], clock: Clock
) -> Opening:
    """The opening as it is kept; one announced before exactly so, if there is. Raises `InvalidInput`."""
    openings, now = await known(database), clock()
    for other in openings:
        if wanted.is_already(other):
            return other
    if wrong := problems(wanted, matters, openings, now):
        raise InvalidInput(*wrong)
    seed = None if wanted.seed_commitment else secrets.token_bytes(SEED_BYTES)
    committed = commitment(seed) if seed else bytes.fromhex(wanted.seed_commitment or "")
    times = (max(wanted.doors, now), wanted.opens_at)
    said = (wanted.matter, *times, committed, by, wanted.reason.strip(), seed)
    try:
        row = await _kept(database, said, wanted.replaces)
    except asyncpg.UniqueViolationError:  # another was announced at this moment
        return await announce(database, wanted, by, matters, clock)
    return _read(row)


async def _kept(database: Asked, said: tuple[object, ...], replaces: int | None) -> Any:
    if replaces is None:
        row = await database.fetchrow(_ANNOUNCE, *said)
    else:
        row = await database.fetchrow(_REPLACE, *said, min(replaces, _BIGGEST))
    if row is None:
        # Every line is taken; or, between the check and here, numbers began to be given.
        raise InvalidInput(_NO_LINE if replaces is None else NOT_REPLACED)
    return row


async def known(database: Asked) -> list[Opening]:
    """Those to come and of the last days, the latest first."""
    return [_read(row) for row in await database.fetch(_KNOWN)]


async def reveal(database: Asked, number: int, seed: bytes | None) -> Opening:
    """With the seed that was committed to; `None`: the one that the instance keeps.

    Revealed before, it is told as it is. Raises `InvalidInput`.
    """
    opening = await one(database, number)
    if opening.seed is not None and seed in {None, opening.seed}:
        return opening
    if seed is not None and commitment(seed) != opening.commitment:
        raise InvalidInput(_OTHER_SEED)
    row = await database.fetchrow(_REVEAL, number, seed)
    if row is None:
        opening = await one(database, number)
        if opening.seed is None:
            raise InvalidInput(_NOT_YET)
        return opening
    return _read(row)


async def withdraw(database: Asked, number: int, reason: str, by: str) -> Opening:
    """It does not take place; once revealed it did. Raises `InvalidInput`."""
    if not reason_holds(reason):
        raise InvalidInput(REASON)
    row = await database.fetchrow(_WITHDRAW, min(number, _BIGGEST), by, reason.strip())
    if row is not None:
        return _read(row)
    opening = await one(database, number)
    if opening.withdrawn_at is None:
        raise InvalidInput(_TAKEN_PLACE)
    return opening


async def one(database: Asked, number: int) -> Opening:
    """Raises `InvalidInput` where there is none."""
    row = await database.fetchrow(_ONE, min(number, _BIGGEST))
    if row is None:
        raise InvalidInput(_NO_SUCH_OPENING)
    return _read(row)


def _read(row: Any) -> Opening:
    return Opening(
        number=row["opening_id"],
        line=row["line_id"],
        matter=row["matter"],
        doors_at=row["doors_at"],
        opens_at=row["opens_at"],
        commitment=row["commitment"],
        before=row["places_before"],
        announced_at=row["announced_at"],
        announced_by=row["announced_by"],
        reason=row["reason"],
        seed=row["seed"],
        cohort=row["cohort"],
        revealed_at=row["revealed_at"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_why=row["withdrawn_why"],
    )


_NO_LINE = Problem(
    "OPENING_NO_LINE",
    Text("开放用的 32 条队都在用。", "All 32 lines of openings are in use."),
    Text("一条队在开放三天以后才能再用。", "A line is free three days after its opening."),
    Text(
        "请撤回不再需要的，或过几天再公布。",
        "Withdraw what is not needed, or announce it in some days.",
    ),
)
_NO_SUCH_OPENING = Problem(
    "NO_SUCH_OPENING",
    Text("没有这个编号的开放。", "There is no opening with this number."),
    Text("编号可能写错了。", "The number may be wrong."),
    Text("公布的开放见 /queue/openings。", "Those announced are at /queue/openings."),
)
_OTHER_SEED = Problem(
    "OPENING_SEED",
    Text("这不是承诺过的种子。", "This is not the seed that was committed to."),
    Text(
        "它的 SHA-256 与事先公布的承诺不一样；谁也不能事后换种子。",
        "Its SHA-256 is not the commitment published before; nobody can choose another afterwards.",
    ),
    Text("请核对 64 个十六进制字。", "Compare the 64 hexadecimal digits."),
    "seed",
)
_NOT_YET = Problem(
    "OPENING_NOT_YET",
    Text("现在还不能公开种子。", "The seed cannot be revealed now."),
    Text(
        "要到开放的时刻、没有撤回，并且有种子：系统保管的，或这次给出的。",
        "It can from the hour on, unless withdrawn, with a seed: the one kept here, or one given.",
    ),
    Text("请到点再公开。", "Reveal it when the hour has come."),
)
_TAKEN_PLACE = Problem(
    "OPENING_TOOK_PLACE",
    Text("已经开放，不能撤回。", "It has opened and cannot be withdrawn."),
    Text("人们已经按公布的顺序在办。", "People are called in the published order."),
    Text("要停一停，请暂停这条队。", "To stop for a while, pause its line."),
)
