"""Signed notes, checkpoints, cosignatures and proofs: read only as written, believed only if signed."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bumang.evidence import log_proof, merkle, note
from bumang.evidence.checkpoint import Checkpoint, checkpoint_of
from bumang.evidence.log_proof import LogProof
from bumang.evidence.note import NotANoteError
from bumang.evidence.note_keys import NoteKey, NoteVerifier, WitnessKey, read_verifier

ED25519 = NoteKey("log.example/1", Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
ML_DSA = NoteKey("log.example/1", MLDSA65PrivateKey.from_seed_bytes(b"\2" * 32))
WITNESS = WitnessKey(
    "w.example/a", Ed25519PrivateKey.from_private_bytes(b"\3" * 32), lambda: 1_700_000_000
)
KNOWN = [ED25519.public, ML_DSA.public, WITNESS.public]
LEAVES = [merkle.leaf_hash(bytes([at])) for at in range(7)]
LEVELS = merkle.tree(LEAVES)
SAID = Checkpoint("log.example/1", 7, merkle.root(LEVELS))
SIGNED = note.signed(SAID.text, [ED25519, ML_DSA, WITNESS])
DOCUMENT = str(SIGNED).encode()
PROOF = LogProof(4, tuple(merkle.proof(LEVELS, 4)), note.signed(SAID.text, [ED25519, WITNESS]))


def test_a_checkpoint_is_signed_by_both_keys_of_the_log_and_by_a_witness() -> None:
    read = note.read(DOCUMENT)
    assert checkpoint_of(read) == SAID
    assert set(note.held(read, KNOWN)) == set(KNOWN)


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    assert note.held(note.read(DOCUMENT), [ED25519.public]) == (ED25519.public,)
    assert note.held(note.read(DOCUMENT), []) == ()


def test_the_example_of_the_specification_has_the_key_id_that_it_shows() -> None:
    # From C2SP's signed-note: an Ed25519 line whose key ID is the first four bytes of the base64.
    example = (
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
    )
    read = note.read(example.encode())
    assert read.text.endswith("subito sera.\n")
    assert read.lines[0].name == "quasimodo.example/salvatore"
    assert read.lines[0].key_id.hex() == "367ba04b"


@given(st.integers(0, len(DOCUMENT) * 8 - 1))
def test_no_change_of_one_bit_leaves_a_checkpoint_believed(bit: int) -> None:
    changed = bytearray(DOCUMENT)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        read = note.read(bytes(changed))
        same = checkpoint_of(read) == SAID and set(note.held(read, KNOWN)) == set(KNOWN)
    except NotANoteError:
        same = False
    assert not same


@given(st.integers(0, len(str(PROOF).encode()) * 8 - 1))
def test_no_change_of_one_bit_leaves_a_proof_believed(bit: int) -> None:
    changed = bytearray(str(PROOF).encode())
    changed[bit // 8] ^= 1 << bit % 8
    try:
        read = log_proof.read(bytes(changed))
        read.proves(LEAVES[4])
        same = len(note.held(read.checkpoint, KNOWN)) == 2
    except NotANoteError:
        same = False
    assert not same


def test_a_proof_is_of_its_leaf_alone() -> None:
    assert log_proof.read(str(PROOF).encode()).proves(LEAVES[4]) == SAID
    for other in (*LEAVES[:4], *LEAVES[5:]):
        with pytest.raises(NotANoteError, match="root"):
            PROOF.proves(other)


def test_a_false_signature_of_a_known_key_spoils_the_whole_note() -> None:
    other = note.signed(Checkpoint("log.example/1", 8, bytes(32)).text, [WITNESS]).lines
    mixed = note.Note(SIGNED.text, (*SIGNED.lines[:2], *other))
    with pytest.raises(NotANoteError, match=r"w\.example"):
        note.held(mixed, KNOWN)


@pytest.mark.parametrize("key", KNOWN, ids=["Ed25519", "ML-DSA-65", "cosignature"])
def test_a_public_key_is_read_from_its_own_text_only(key: NoteVerifier) -> None:
    assert read_verifier(str(key)) == key
    with pytest.raises(NotANoteError):
        read_verifier(str(key).replace("+", "+0", 1))


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"a\n",
        b"a\n\n",
        b"a\n\nb\n",
        "a\n\n— x\n".encode(),
        "a\n\n— x+y AAAAAAA=\n".encode(),
        "a\n\n— x AAAA\n".encode(),
        "a\r\n\n— x AAAAAAA=\n".encode(),
        "a\n\n— x AAAAAAA=".encode(),
        b"\xff\n\n",
        b"a" * 300_000,
    ],
)
def test_what_is_not_a_note_is_refused(written: bytes) -> None:
    with pytest.raises(NotANoteError):
        note.read(written)


@pytest.mark.parametrize(
    "text",
    [
        "log.example\n7\n",
        "log.example\n07\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "log.example\n-7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "log.example\n7\nAAAA\n",
        "log.example\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nmore\n",
        "\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotANoteError):
        checkpoint_of(note.signed(text, [ED25519]))
