"""Verify what a person showed of their insurance, and say in words what it proves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bumang.evidence.sd_jwt import ExpiredError, Presented, read_presented
from bumang.evidence.signing import PublishedKey
from bumang.evidence.verification import Verification
from bumang.evidence.voucher_words import told
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Text

_TEXT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+~[A-Za-z0-9_~-]*")


def is_presented(content: bytes) -> bool:
    """Whether it looks like a presentation; whether it is one, `verify_presented` tells."""
    return _TEXT.fullmatch(content.strip()) is not None


def verify_presented(text: str, keys: Mapping[str, PublishedKey], now: datetime) -> Verification:
    """Check a presentation against published keys. Never raises."""
    try:
        found = read_presented(text, keys, int(now.timestamp()))
    except ExpiredError:
        return Verification(False, (_EXPIRED,))
    except ValueError:
        return Verification(False, (_BROKEN,))
    facts = [line for name, value in found.disclosed.items() for line in told(name, value)]
    return Verification(True, (_genuine(found), *facts, _rest(found), _BINDING))


def _genuine(found: Presented) -> Text:
    at, until = (_moment(one) for one in (found.signed.iat, found.signed.exp))
    signed = found.signed
    return Text(
        f"出示的内容是真的。由 {signed.iss} 于 {at} 签发，出示给“{signed.aud}”，{until} 失效。",
        f"What is shown is genuine. Signed by {signed.iss} at {at} for “{signed.aud}”, until {until}.",
    )


def _rest(found: Presented) -> Text:
    hidden = found.claims - len(found.disclosed)
    return Text(
        f"另有 {hidden} 项没有出示，看不到，也推不出来。",
        f"{hidden} more were not shown; they cannot be seen or worked out.",
    )


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, CHINA).isoformat(timespec="seconds")


_EXPIRED = Text(
    zh="签名是真的，但已经失效，或还没有生效。请对方重新生成一份。",
    en="The signature is genuine, but it has expired or is not of now. Ask for a new one.",
)
_BROKEN = Text(
    zh="出示的内容不成立：被改动过、没有复制完整，或签名的密钥不在公布的密钥之中。它不能证明任何事。",
    en="What is shown does not hold: it was changed, not copied whole, or its key is not among the published ones. It proves nothing.",
)
_BINDING = Text(
    zh="它没有绑定持有人的设备：请核对“出示给”是不是您，并核对对方的身份。",
    en="It is not bound to its holder's device: check that it is for you, and who the holder is.",
)
