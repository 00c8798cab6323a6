"""A half-filled form, kept in the person's own browser, encrypted, for thirty days.

The pages thus need nothing from the core database. AES-256-GCM; the item's code and whose draft it
is are bound in. What someone began before signing in they carry on as themselves; what was kept for
one person does not open for another on the same browser.
"""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bumang.access.principal import ANYONE, Principal

KEPT = timedelta(days=30)
_CHUNK = 3_500  # a browser keeps at least 4,096 bytes a cookie, its name and attributes included
_MOST_CHUNKS = 8


class Draft(msgspec.Struct):
    """The answers so far, as typed; `key` is the idempotency key, fixed from the first answer.

    `sent` is the receipt's number once it was sent. What is left then leads whoever goes back in
    the browser to the receipt, not to a second submission.
    """

    saved_at: datetime
    key: str
    answers: dict[str, Any] = {}
    sent: str = ""


def new_draft(now: datetime) -> Draft:
    return Draft(saved_at=now, key=str(uuid.uuid4()))


def seal(draft: Draft, code: str, owner: Principal, key: bytes) -> dict[str, str]:
    """The cookies, name to value, that hold a draft for its owner."""
    nonce = os.urandom(12)
    plain = msgspec.json.encode(draft)
    sealed = nonce + AESGCM(key).encrypt(nonce, plain, _bound(code, owner))
    text = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    parts = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    return {cookie_name(code, place): part for place, part in enumerate(parts)}


def unseal(
    cookies: Mapping[str, str], code: str, reader: Principal, key: bytes, now: datetime
) -> tuple[Draft, bool]:
    """The reader's draft in the cookies, and whether it was begun before they signed in.

    A new draft when there is none, or it is too old, not ours, or another person's.
    """
    text = ""
    for place in range(_MOST_CHUNKS):
        text += cookies.get(cookie_name(code, place), "")
    for owner in (reader, ANYONE):
        draft = _opened(text, code, owner, key)
        if draft is not None and now - draft.saved_at <= KEPT:
            return draft, owner.key != reader.key
    return new_draft(now), False


def _opened(text: str, code: str, owner: Principal, key: bytes) -> Draft | None:
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain = AESGCM(key).decrypt(sealed[:12], sealed[12:], _bound(code, owner))
        return msgspec.json.decode(plain, type=Draft)
    except (ValueError, InvalidTag, msgspec.MsgspecError):
        return None


def _bound(code: str, owner: Principal) -> bytes:
    return f"{code}\n{owner.key}".encode()


def every_cookie_name(code: str) -> list[str]:
    """Every cookie that may hold a part of the item's draft."""
    return [cookie_name(code, place) for place in range(_MOST_CHUNKS)]


def cookie_names(cookies: Mapping[str, str], code: str) -> list[str]:
    """Every cookie present that belongs to the item's draft."""
    return [name for name in every_cookie_name(code) if name in cookies]


def cookie_name(code: str, place: int) -> str:
    return f"draft-{code}-{place}"
