"""The one code by program: a service's office looks at a code; what is published for checking offline."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.access.principal import Principal, Role
from bumang.codes.attributes import Attribute, Value
from bumang.codes.desk import CodeDesk
from bumang.codes.looking import Seen
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import JSON, Request, Wire

_LARGEST = 16 * 1024


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code as read from the QR code."""

    code: str


class LookTold(msgspec.Struct, frozen=True):
    """`told` holds what the person agreed to for this service, null where the registry does not know;
    `good` what the office goes by. `again`: it looked at this very code before, and is told the same.
    """

    service: str
    pseudonym: str
    good: bool | None
    told: dict[Attribute, Value]
    looked_at: datetime
    again: bool


async def look_at_code(desk: CodeDesk, who: Principal, request: Request) -> Wire:
    """Raises `InvalidInput`."""
    if who.role is not Role.VERIFIER:
        raise InvalidInput(SIGN_IN_AS_OFFICE if who.role is Role.ANYONE else NOT_AN_OFFICE)
    try:
        shown = msgspec.json.decode(await request.body(_LARGEST), type=Shown)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidInput(_SHOWN_FORM) from None
    try:
        seen = await desk.look(who, shown.code)
    except PermissionError:  # a service that is declared no more
        raise InvalidInput(NOT_AN_OFFICE) from None
    return Wire(200, JSON, msgspec.json.encode(told_json(seen)))


def told_json(seen: Seen) -> LookTold:
    look = seen.look
    return LookTold(
        seen.service.code, seen.pseudonym, seen.good, look.told, look.looked_at, seen.again
    )


def published_codes(desk: CodeDesk) -> Wire:
    return Wire(200, JSON, msgspec.json.encode(desk.published))


_SHOWN_FORM = Problem(
    "CODE_FORM",
    Text("提交的内容不是一个码。", "What was sent holds no code."),
    Text(
        "要的是 JSON 对象，只有一个 code，是扫到的文字。",
        "It is a JSON object with `code` alone, the text of the QR code.",
    ),
    Text("写法见 /openapi.json。", "See /openapi.json for its form."),
)
SIGN_IN_AS_OFFICE = Problem(
    "SIGN_IN",
    Text("看码要先以网点的身份登录。", "Sign in as a service's office to look at a code."),
    Text("谁看过，本人都看得见。", "The person sees who looked."),
    Text("请带上网点客户端的访问令牌。", "Send the access token of the office's client."),
)
NOT_AN_OFFICE = Problem(
    "NOT_AN_OFFICE",
    Text("只有用码服务的网点可以看码。", "Only a service's office may look at a code."),
    Text("您登录的是别的身份。", "You are signed in with another role."),
    Text(
        "网点的客户端用 `bumang client add --as verifier` 添加。",
        "An office's client is added by `bumang client add --as verifier`.",
    ),
)
