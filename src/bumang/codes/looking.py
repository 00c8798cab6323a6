"""A look at a code: the answer and its line in the person's log are one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from bumang.codes.attributes import Attribute, Value, of_bits, told
from bumang.codes.book import Look, look_of
from bumang.codes.code import Code, NotACodeError, read
from bumang.codes.granting import Keys, facts_of
from bumang.codes.keys import CodeKey
from bumang.codes.services import Service
from bumang.codes.verification import TOO_OLD, check
from bumang.codes.windows import window_of
from bumang.kernel.clock import legal_day
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.sql import statement

_GRANTED = statement(__package__, "granted")
_AGREED = statement(__package__, "agreed")
_KEEP = statement(__package__, "keep_look")
_LOOK = statement(__package__, "look")
_SECONDS = 3.0


class Seen(msgspec.Struct, frozen=True):
    """What an office is told. `again`: it looked at this very code before, and is told the same."""

    service: Service
    pseudonym: str
    look: Look
    again: bool = False

    @property
    def good(self) -> bool | None:
        """What the office goes by; `None` where the registry does not know."""
        if self.service.decides is None:
            return True
        found = self.look.told.get(self.service.decides)
        return found if isinstance(found, bool) else None


async def look(
    core: Any,
    keys: Keys,
    known: dict[str, CodeKey],
    service: Service,
    office: str,
    text: str,
    now: datetime,
) -> Seen:
    """Raises `InvalidInput`. Sent again by the same office while the code holds, it gives the same
    answer; a second office is refused, and so is everyone whom the person has stopped since, though
    it was told before. All of it is logged, each kind once a code."""
    checked = check(text, known, service.number, window_of(now))
    code = checked.code
    if code is None and checked.problem is TOO_OLD:
        code = _read(text)  # genuine, so that it is known whose picture was shown
    person = code and keys.pseudonyms.person(code.signed.grant.pseudonym, service.number)
    if code is None or not person:
        raise InvalidInput(checked.problem or UNKNOWN_GRANT)
    asked = _Asked(person, code, service, office, now, checked.problem)

    async def work(connection: Any) -> tuple[Look, bool] | None:
        async with connection.transaction():
            return await _looked(connection, asked)

    found = await core.ask(work, _SECONDS)
    if found is None:
        raise InvalidInput(UNKNOWN_GRANT)
    made, again = found
    if checked.problem is not None:
        raise InvalidInput(checked.problem)
    if made.refused:
        raise InvalidInput(REFUSALS[made.refused])
    return Seen(service, code.signed.grant.pseudonym.hex(), made, again)


class _Asked(msgspec.Struct, frozen=True):
    person: int
    code: Code
    service: Service
    office: str
    now: datetime
    problem: Problem | None

    @property
    def of_code(self) -> tuple[int, bytes, int]:
        return self.person, self.code.signed.grant.device_key, self.code.window


async def _looked(connection: Any, asked: _Asked) -> tuple[Look, bool] | None:
    """The look and whether it was there; `None` where no such grant is known."""
    person, key, _ = asked.of_code
    number = asked.service.number
    granted = await connection.fetchrow(_GRANTED, person, key, number)
    if granted is None:
        return None
    agreed = await connection.fetchval(_AGREED, person, number)
    refused = _refusal(asked, bool(granted["device_stopped"]), agreed)
    if refused:
        return await _kept(connection, asked, {}, refused)
    facts = await facts_of(connection, person, asked.now)
    shown = of_bits(asked.code.signed.grant.asks & agreed & asked.service.bits)
    answer = told(shown, facts, legal_day(asked.now))
    found = await _kept(connection, asked, answer, "")
    return found or await _kept(connection, asked, {}, USED.code)


def _refusal(asked: _Asked, device_stopped: bool, agreed: int | None) -> str:
    if asked.problem is not None:
        return asked.problem.code
    if device_stopped:
        return DEVICE_STOPPED.code
    return "" if agreed else SERVICE_STOPPED.code


async def _kept(
    connection: Any, asked: _Asked, answer: dict[Attribute, Value], refused: str
) -> tuple[Look, bool] | None:
    """A new look, or the one that this office had by this code; `None`: another office was told."""
    written = msgspec.json.encode(answer).decode()
    of_look = (asked.office, asked.service.number, written, refused)
    if kept := await connection.fetchrow(_KEEP, *asked.of_code, *of_look):
        return look_of(kept), False
    before = await connection.fetchrow(_LOOK, *asked.of_code, asked.office, refused)
    return (look_of(before), True) if before else None


def _read(text: str) -> Code | None:
    try:
        return read(text)
    except NotACodeError:
        return None


UNKNOWN_GRANT = Problem(
    "UNKNOWN_GRANT",
    Text("平台没有发过这个码的授权。", "The platform does not know of this code's grant."),
    Text("码上的签名是真的，但记录里没有。", "It is signed, and yet not on record."),
    Text("请对方重新打开社保码页面再出示。", "Ask the person to open the page anew and show it."),
)
DEVICE_STOPPED = Problem(
    "DEVICE_STOPPED",
    Text("这台手机已经被本人停用。", "The person has stopped this device."),
    Text("可能丢了或换了。", "It may be lost, or another one is used now."),
    Text("不要接受；请本人用现在的手机出示。", "Do not accept it; ask for the device in use."),
)
SERVICE_STOPPED = Problem(
    "SERVICE_STOPPED",
    Text(
        "本人已经不同意向本服务出示。", "The person no longer agrees to show this service the code."
    ),
    Text("同意可以随时收回。", "An agreement can be taken back at any time."),
    Text("请换别的办法核对身份，或请本人重新同意。", "Go by other papers, or ask to agree anew."),
)
USED = Problem(
    "USED",
    Text("这个码刚刚在别处用过。", "This code was just used elsewhere."),
    Text("一个码只回答一个地方。", "One code answers one office."),
    Text("请等 30 秒，让对方出示下一个码。", "Wait 30 seconds and ask for the next one."),
)
REFUSALS = {
    one.code: one for one in (UNKNOWN_GRANT, DEVICE_STOPPED, SERVICE_STOPPED, USED, TOO_OLD)
}
"""By the code that a refused look keeps."""
