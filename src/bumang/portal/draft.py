"""A half-filled form, kept in the person's own browser, encrypted, for thirty days.

The pages thus need nothing from the core database. AES-256-GCM; the item's code is bound in.
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

KEPT = timedelta(days=30)
_CHUNK = 3_500  # a browser keeps at least 4,096 bytes a cookie, its name and attributes included
_MOST_CHUNKS = 8


class Draft(msgspec.Struct):
    """The answers so far, as typed; `key` is the idempotency key, fixed from the first answer."""

    saved_at: datetime
    key: str
    answers: dict[str, Any] = {}


def new_draft(now: datetime) -> Draft:
    return Draft(saved_at=now, key=str(uuid.uuid4()))


def seal(draft: Draft, code: str, key: bytes) -> dict[str, str]:
    """The cookies, name to value, that hold a draft."""
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(key).encrypt(nonce, msgspec.json.encode(draft), code.encode())
    text = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    parts = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    return {cookie_name(code, place): part for place, part in enumerate(parts)}


def unseal(cookies: Mapping[str, str], code: str, key: bytes, now: datetime) -> Draft:
    """The draft in the cookies; a new one when there is none, or it is too old or not ours."""
    text = ""
    for place in range(_MOST_CHUNKS):
        text += cookies.get(cookie_name(code, place), "")
    try:
        sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain = AESGCM(key).decrypt(sealed[:12], sealed[12:], code.encode())
        draft = msgspec.json.decode(plain, type=Draft)
    except (ValueError, InvalidTag, msgspec.MsgspecError):
        return new_draft(now)
    return draft if now - draft.saved_at <= KEPT else new_draft(now)


def cookie_names(cookies: Mapping[str, str], code: str) -> list[str]:
    """Every cookie present that belongs to the item's draft."""
    names = (cookie_name(code, place) for place in range(_MOST_CHUNKS))
    return [name for name in names if name in cookies]


def cookie_name(code: str, place: int) -> str:
    return f"draft-{code}-{place}"
