"""The gate by program, for operators: how it stands, the log of orders, a new order, one taken back."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal, Role
from bumang.gate.operations import Operations
from bumang.gate.wanted import Wanted
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import JSON, Request, Wire

_LARGEST_ORDER = 16 * 1024
_BIGGEST_NUMBER = 2**63 - 1
_NAMED = re.compile(r"(?:`\$\.|field `)(\w+)`")
Asked = TypeVar("Asked")


class Reversal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str


def show_gate(gate: Operations, who: Principal) -> Wire:
    must(Action.READ_GATE, who)
    return told(gate.standing())


async def list_orders(gate: Operations, who: Principal, request: Request) -> Wire:
    """The latest first, a hundred at a time."""
    must(Action.READ_GATE, who)
    before = dict(parse_qsl(request.query, keep_blank_values=True)).get("before")
    if before is not None and not is_number(before):
        raise InvalidInput(_BEFORE)
    found = await gate.log(None if before is None else int(before))
    return told({"orders": found, "next_before": found[-1].number if found else None})


async def give_order(gate: Operations, who: Principal, request: Request) -> Wire:
    must(Action.STEER_GATE, who)
    return told(await gate.give(await body_of(request, Wanted), who.key))


async def revert_order(gate: Operations, who: Principal, request: Request, number: str) -> Wire:
    must(Action.STEER_GATE, who)
    if not is_number(number):
        raise InvalidInput(_ORDER_NUMBER)
    reason = (await body_of(request, Reversal)).reason
    return told(await gate.revert(int(number), reason, who.key))


def must(action: Action, who: Principal) -> None:
    """Raises `InvalidInput` for whom it is not open to."""
    if not permits(action, who):
        raise InvalidInput(_SIGN_IN if who.role is Role.ANYONE else _NOT_ALLOWED)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= _BIGGEST_NUMBER


async def body_of(request: Request, kind: type[Asked]) -> Asked:
    """What was sent, as it must be. Raises `InvalidInput`."""
    try:
        return msgspec.json.decode(await request.body(_LARGEST_ORDER), type=kind)
    except msgspec.ValidationError as error:
        named = _NAMED.search(str(error))
        raise InvalidInput(_ORDER_FORM.at(named[1]) if named else _ORDER_FORM) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidInput(_NOT_JSON) from None


def told(value: Any) -> Wire:
    return Wire(200, JSON, msgspec.json.encode(value))


_SIGN_IN = Problem(
    "SIGN_IN",
    Text("看和调整闸口要先登录。", "Sign in first to see and steer the gate."),
    Text("每一次调整都要留下是谁做的。", "Every change is kept with who made it."),
    Text(
        "请用运行人员的身份登录，或带上访问令牌。",
        "Sign in as an operator, or send an access token.",
    ),
)
_NOT_ALLOWED = Problem(
    "NOT_ALLOWED",
    Text("闸口只由运行人员看和调整。", "The gate is seen and steered by operators only."),
    Text("您登录的是别的身份。", "You are signed in with another role."),
    Text(
        "排到哪里了，谁都可以看：/queue/now。", "How far the lines are is open to all: /queue/now."
    ),
)
_NOT_JSON = Problem(
    "NOT_JSON",
    Text("提交的内容不是 JSON。", "What was sent is not JSON."),
    Text("内容读不出来，就无法调整。", "What cannot be read cannot be obeyed."),
    Text("请按 /openapi.json 的写法重发。", "Send it again as /openapi.json describes."),
)
_BEFORE = Problem(
    "BEFORE",
    Text("before 不是调整的编号。", "`before` is not an order's number."),
    Text("它表示从哪一次调整往前列。", "It says before which order the list goes on."),
    Text("请用上一页的 next_before。", "Use `next_before` of the page before."),
)
_ORDER_NUMBER = Problem(
    "NO_SUCH_ORDER",
    Text("没有这个编号的调整。", "There is no order with this number."),
    Text("编号是从 1 起的整数。", "Numbers are whole, from 1."),
    Text("全部调整见 /api/v1/gate/orders。", "All orders are at /api/v1/gate/orders."),
)
_ORDER_FORM = Problem(
    "ORDER_FORM",
    Text("这次调整的写法不对。", "This is not an order as it is written."),
    Text("有一项缺了、多了或类型不对。", "A part is missing, too much, or of a wrong type."),
    Text("写法见 /openapi.json。", "See /openapi.json for its form."),
)
