"""Announced openings by program, for operators: announced, a seed revealed, withdrawn.

Everyone reads them at `/queue/openings`.
"""

from __future__ import annotations

import msgspec

from bumang.access.matrix import Action
from bumang.access.principal import Principal
from bumang.api.gate import Reversal, body_of, is_number, must, told
from bumang.gate.announcing import Announcement
from bumang.gate.operations import Operations
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import Request, Wire


class Seed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In hexadecimal."""

    seed: str


async def announce_opening(gate: Operations, who: Principal, request: Request) -> Wire:
    must(Action.STEER_GATE, who)
    opening = await gate.announce(await body_of(request, Announcement), who.key)
    return told(opening.published)


async def reveal_seed(gate: Operations, who: Principal, request: Request, number: str) -> Wire:
    must(Action.STEER_GATE, who)
    given = (await body_of(request, Seed)).seed
    try:
        seed = bytes.fromhex(given)
    except ValueError:
        raise InvalidInput(_SEED_FORM) from None
    return told((await gate.reveal(_number(number), seed)).published)


async def withdraw_opening(gate: Operations, who: Principal, request: Request, number: str) -> Wire:
    must(Action.STEER_GATE, who)
    reason = (await body_of(request, Reversal)).reason
    return told((await gate.withdraw(_number(number), reason, who.key)).published)


def _number(text: str) -> int:
    if not is_number(text):
        raise InvalidInput(_OPENING_NUMBER)
    return int(text)


_SEED_FORM = Problem(
    "OPENING_SEED",
    Text("种子的写法不对。", "The seed is not written as it must be."),
    Text("种子是 32 个字节，写成 64 个十六进制字。", "It is 32 bytes, as 64 hexadecimal digits."),
    Text("请核对后再发。", "Compare it and send it again."),
    "seed",
)
_OPENING_NUMBER = Problem(
    "NO_SUCH_OPENING",
    Text("没有这个编号的开放。", "There is no opening with this number."),
    Text("编号是从 1 起的整数。", "Numbers are whole, from 1."),
    Text("公布的开放见 /queue/openings。", "Those announced are at /queue/openings."),
)
