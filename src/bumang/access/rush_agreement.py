"""That the operator of this instance agrees to a load run from elsewhere, and how that is proven.

A run asks with a fresh nonce; the answer is a code over it (HMAC-SHA-256, RFC 2104) that only the
instance and the holder of the permit can make. So no copied file proves anything, nothing that was
proven once is worth anything later, and nobody without the permit can use an agreement they see.
"""

from __future__ import annotations

import hmac
import os
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes

import msgspec

PATH = "/.well-known/bumang-rush"
LONGEST = timedelta(hours=4)
MOST_PER_S = 1000
MOST_REQUESTS = 1_000_000
NONCE_CHARACTERS = 32


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """`host` is what the load names as its host, with the port; `until` is the run's last moment.

    No more than `most_per_s` requests are sent in a second, and no more than `most_requests` in all.
    """

    host: str
    until: datetime
    most_per_s: int
    most_requests: int


class Agreed(msgspec.Struct, frozen=True):
    """As the instance keeps it. `secret` is in the permit too, and nowhere else."""

    agreement: Agreement
    secret: bytes


class Proof(msgspec.Struct, frozen=True):
    """What the instance answers."""

    agreement: Agreement
    code: bytes


def agreed(agreement: Agreement) -> Agreed:
    return Agreed(agreement, token_bytes(32))


def proof(known: Agreed, nonce: str) -> Proof:
    return Proof(known.agreement, _code(known.secret, known.agreement, nonce))


def proves(proof: Proof, secret: bytes, nonce: str) -> bool:
    """Whether it was made for this nonce by someone who has the secret."""
    return hmac.compare_digest(proof.code, _code(secret, proof.agreement, nonce))


def keep(file: Path, known: Agreed) -> None:
    """Readable by the owner only; whole or not at all."""
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(msgspec.json.encode(known))
    draft.replace(file)


def in_force(file: Path, host: str, now: datetime) -> Agreed | None:
    """What was agreed to for this host and is not over; read anew, so that it can be withdrawn."""
    try:
        known = msgspec.json.decode(file.read_bytes(), type=Agreed)
    except (OSError, msgspec.MsgspecError):
        return None
    here = known.agreement.host == host.lower() and now < known.agreement.until
    return known if here else None


def _code(secret: bytes, agreement: Agreement, nonce: str) -> bytes:
    return hmac.digest(secret, msgspec.json.encode((PATH, nonce, agreement)), "sha256")
