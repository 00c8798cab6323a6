"""A receipt's proof: believed when the log and enough witnesses signed, whatever else was changed."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.log_proof import LogProof
from bumang.evidence.note_keys import WitnessKey
from bumang.evidence.published_logs import published_logs
from bumang.evidence.receipt import receipts, seal, write
from bumang.evidence.signing import SigningKey
from bumang.evidence.verification import verify_in_log
from bumang.evidence.witnesses import Known, Witnesses

WHEN = datetime(2026, 11, 24, 1, 2, 3, 456789, tzinfo=UTC)
KEYS = LogKeys(
    (
        Ed25519PrivateKey.from_private_bytes(b"\1" * 32),
        MLDSA65PrivateKey.from_seed_bytes(b"\2" * 32),
    )
)
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
SEALED = seal(3, 0, WHEN, ENTRIES, SigningKey(Ed25519PrivateKey.from_private_bytes(b"\3" * 32)))
RECEIPTS = receipts(SEALED, dict(enumerate(ENTRIES)))


def proof(
    at: int = 2, witnesses: int = 2, log: int = 3, keys: LogKeys = KEYS, name: str = "log.example"
) -> bytes:
    origin = f"{name}/log/{log}"
    said = Checkpoint(origin, 5, merkle.root(SEALED.levels))
    signed = note.signed(said.text, [*keys.of(origin), *SEEN_BY[:witnesses]])
    return str(LogProof(at, tuple(merkle.proof(SEALED.levels, at)), signed)).encode()


def test_a_receipt_in_the_log_that_two_of_three_witnesses_saw_is_proved_in_words() -> None:
    found = verify_in_log(RECEIPTS[2], proof(), PUBLISHED)
    assert found.ok
    assert "第 2 条" in found.words[0].zh
    assert "seen by 2 witnesses" in found.words[0].en


def test_too_few_witnesses_are_told_as_such() -> None:
    found = verify_in_log(RECEIPTS[2], proof(witnesses=1), PUBLISHED)
    assert not found.ok
    assert "1 witnesses saw it where 2" in found.words[0].en


ONE_KEY = LogKeys(KEYS.private[:1])
OTHER_KEYS = LogKeys((Ed25519PrivateKey.generate(), MLDSA65PrivateKey.generate()))


@pytest.mark.parametrize(
    "given_proof",
    [
        proof(at=1),
        proof(log=4),
        proof(log=33333),
        proof(keys=ONE_KEY),
        proof(keys=OTHER_KEYS),
        proof(name="other.example"),
        b"",
        b"c2sp.org/tlog-proof@v1\n",
        b"\xff",
    ],
    ids=[
        "another entry",
        "another log",
        "no such log",
        "without ML-DSA",
        "other keys",
        "another instance",
        "empty",
        "cut",
        "no text",
    ],
)
def test_any_other_proof_shows_nothing(given_proof: bytes) -> None:
    assert not verify_in_log(RECEIPTS[2], given_proof, PUBLISHED).ok


def test_the_proof_is_of_its_own_receipt_alone() -> None:
    for at, receipt in RECEIPTS.items():
        assert verify_in_log(receipt, proof(), PUBLISHED).ok == (at == 2)
    for field, value in {"accepted_at": "x", "item": "other", "salt": "00" * 16}.items():
        changed = msgspec.json.decode(RECEIPTS[2]) | {field: value}
        assert not verify_in_log(msgspec.json.encode(changed), proof(), PUBLISHED).ok


@given(st.integers(0, len(proof()) * 8 - 1))
def test_no_change_of_one_bit_leaves_the_proof_believed(bit: int) -> None:
    changed = bytearray(proof())
    changed[bit // 8] ^= 1 << bit % 8
    assert not verify_in_log(RECEIPTS[2], bytes(changed), PUBLISHED).ok


def test_a_proof_among_ten_million_entries_is_below_two_kilobytes_without_ml_dsa() -> None:
    origin = "log.example/log/3"
    said = Checkpoint(origin, 10_000_000, bytes(32))
    signed = note.signed(said.text, [*ONE_KEY.of(origin), *SEEN_BY[:2]])
    assert len(str(LogProof(9_999_999, (bytes(32),) * 24, signed)).encode()) < 2048
