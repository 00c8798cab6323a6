"""Whether this instance agrees to a load run, asked by the run itself, again and again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import msgspec

from bumang.access.rush_agreement import NONCE_CHARACTERS, Agreed, proof
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import JSON, Request, Wire

RushAgreed = Callable[[str], Agreed | None]
"""By the host that is named, what was agreed to and holds now."""


def nobody_agreed(_: str) -> None:
    return None


def rush_proof(request: Request, known: RushAgreed) -> Wire:
    found = known(request.headers.get("host"))
    if found is None:
        raise InvalidInput(_NOT_AGREED)
    nonce = dict(parse_qsl(request.query)).get("nonce", "")
    if len(nonce) != NONCE_CHARACTERS or not (nonce.isascii() and nonce.isalnum()):
        raise InvalidInput(_NONCE)
    fresh = (("cache-control", "no-store"),)
    return Wire(200, JSON, msgspec.json.encode(proof(found, nonce)), fresh)


_NOT_AGREED = Problem(
    "NO_RUSH_AGREED",
    Text("这里没有同意压力演练。", "No load run is agreed to here."),
    Text(
        "只有这个系统的运行人员同意了，并且没有过期，才能从别处演练。",
        "A run from elsewhere needs the agreement of those who operate this system, for a time.",
    ),
    Text(
        "请运行人员在这台机器上执行 bumang rush agree。",
        "Ask them to run `bumang rush agree` on this machine.",
    ),
)
_NONCE = Problem(
    "RUSH_NONCE",
    Text("nonce 的写法不对。", "The nonce is not written as it must be."),
    Text("每次要用新的，旧的证明才不能再用。", "It is new each time, so that no old proof serves."),
    Text("请给 32 个字母或数字：?nonce=…。", "Give 32 letters or digits: ?nonce=..."),
    "nonce",
)
