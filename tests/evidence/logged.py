"""Five receipts in a log that two of three witnesses saw, always the same, and proofs of them."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.log_proof import LogProof
from bumang.evidence.note_keys import WitnessKey
from bumang.evidence.published_logs import published_logs
from bumang.evidence.receipt import receipts, seal, write
from bumang.evidence.signing import SigningKey
from bumang.evidence.witnesses import Known, Witnesses

WHEN = datetime(2026, 11, 24, 1, 2, 3, 456789, tzinfo=UTC)
KEYS = LogKeys(
    (
        Ed25519PrivateKey.from_private_bytes(b"\1" * 32),
        MLDSA65PrivateKey.from_seed_bytes(b"\2" * 32),
    )
)
ONE_KEY = LogKeys(KEYS.private[:1])
SEEN_BY = [
    WitnessKey(
        f"w.example/{name}", Ed25519PrivateKey.from_private_bytes(name.encode() * 32), lambda: 1
    )
    for name in "abc"
]
PUBLISHED = published_logs(
    "log.example", KEYS, Witnesses(2, tuple(Known("http://x", one.public) for one in SEEN_BY))
)
ENTRIES = [write(10**12 + at, "some-item", WHEN, bytes([at] * 16), b"{}") for at in range(5)]
RECEIPT_KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(b"\3" * 32))
PUBLISHED_KEY = RECEIPT_KEY.published
SEALED = seal(3, 0, WHEN, ENTRIES, RECEIPT_KEY)
RECEIPTS = receipts(SEALED, dict(enumerate(ENTRIES)))


def proof(
    at: int = 2, witnesses: int = 2, log: int = 3, keys: LogKeys = KEYS, name: str = "log.example"
) -> bytes:
    origin = f"{name}/log/{log}"
    said = Checkpoint(origin, 5, merkle.root(SEALED.levels))
    signed = note.signed(said.text, [*keys.of(origin), *SEEN_BY[:witnesses]])
    return str(LogProof(at, tuple(merkle.proof(SEALED.levels, at)), signed)).encode()
