"""A receipt's proof: believed when the log and enough witnesses signed, whatever else was changed."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.logged import ONE_KEY, PUBLISHED, RECEIPTS, SEEN_BY, proof

from bumang.evidence import note
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.log_proof import LogProof
from bumang.evidence.published_logs import LogKey
from bumang.evidence.verification import verify_in_log


def test_a_receipt_in_the_log_that_two_of_three_witnesses_saw_is_proved_in_words() -> None:
    found = verify_in_log(RECEIPTS[2], proof(), PUBLISHED)
    assert found.ok
    assert "第 2 条" in found.words[0].zh
    assert "seen by 2 witnesses" in found.words[0].en


def test_too_few_witnesses_are_told_as_such() -> None:
    found = verify_in_log(RECEIPTS[2], proof(witnesses=1), PUBLISHED)
    assert not found.ok
    assert "1 witnesses saw it where 2" in found.words[0].en


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


def test_proofs_that_share_a_checkpoint_are_each_held_to_their_own_path() -> None:
    assert verify_in_log(RECEIPTS[2], proof(), PUBLISHED).ok
    for at in (0, 1, 3, 4):
        assert verify_in_log(RECEIPTS[at], proof(at), PUBLISHED).ok
        assert not verify_in_log(RECEIPTS[at], proof(2), PUBLISHED).ok


def test_a_checkpoint_that_one_instance_vouches_for_is_nothing_to_another() -> None:
    assert verify_in_log(RECEIPTS[2], proof(), PUBLISHED).ok
    others = tuple(LogKey("Ed25519", key.public_key) for key in PUBLISHED.keys[:1]) * 2
    other = msgspec.structs.replace(PUBLISHED, keys=(*others, *PUBLISHED.keys[1:]), quorum=3)
    assert not verify_in_log(RECEIPTS[2], proof(), other).ok
    wrong = msgspec.structs.replace(PUBLISHED, keys=(LogKey("Ed25519", "AAAA"),))
    assert not verify_in_log(RECEIPTS[2], proof(), wrong).ok
