"""Statements with their proofs in a file: believed when every part holds, refused when any is changed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import logged

from bumang.evidence import merkle, note, stated
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.log_proof import LogProof
from bumang.evidence.receipt import moment
from bumang.evidence.statement import Statement, commitment, document

SAID = [
    Statement(
        "decision", "3/2", '{"item":"some-item","state":"done","told":{"结果":"好"}}'.encode()
    ),
    Statement("payment", "3/2/0", b'{"person_id":7,"lines":[{"account":"a","amount_fen":5}]}'),
    Statement("decision", "3/3", b"{}"),
]
SALTS = [bytes([at] * 16) for at in range(3)]
TREE = merkle.tree(
    [
        merkle.leaf_hash(commitment(said, moment(logged.WHEN), salt))
        for said, salt in zip(SAID, SALTS, strict=True)
    ]
)


def proof(at: int, log: str = "core", keys: LogKeys = logged.KEYS, witnesses: int = 2) -> str:
    origin = f"log.example/log/{log}"
    checkpoint = Checkpoint(origin, 3, merkle.root(TREE))
    signed = note.signed(checkpoint.text, [*keys.of(origin), *logged.SEEN_BY[:witnesses]])
    return str(LogProof(at, tuple(merkle.proof(TREE, at)), signed))


def file(*places: int, **kinds: object) -> bytes:
    return stated.write(
        [(document(SAID[at], logged.WHEN, SALTS[at]), proof(at, **kinds)) for at in places]  # type: ignore[arg-type]
    )


def test_every_statement_of_a_file_is_proved_in_words() -> None:
    found = stated.verify(file(0, 1), logged.PUBLISHED)
    assert [one.ok for one in found] == [True, True]
    assert "办理结果（3/2）" in found[0].words[0].zh
    assert "a payment (3/2/0)" in found[1].words[0].en
    assert "seen by 2 witnesses" in found[0].words[1].en
    assert found[1].words[2].zh == SAID[1].body.decode()


def test_too_few_witnesses_are_told_as_such() -> None:
    (found,) = stated.verify(file(0, witnesses=1), logged.PUBLISHED)
    assert not found.ok
    assert "1 witnesses saw it where 2" in found.words[0].en


def moved() -> bytes:
    """The statement of one place with the proof of another."""
    return stated.write([(document(SAID[0], logged.WHEN, SALTS[0]), proof(1))])


@pytest.mark.parametrize(
    "wrong",
    [
        file(0, log="1"),
        file(0, log="33333"),
        file(0, keys=logged.ONE_KEY),
        moved(),
        file(),
        file(0).replace(b'"format"', b' "format"', 1),
        file(0).replace(b"some-item", b"same-item"),
        file(0).replace(b'\\"kind\\":\\"decision', b'\\"kind\\":\\"decisions'),
        file(0).replace(b"0000", b"00G0", 1),
        b"",
        b"[]",
        b"\xff",
        b'{"format":"bumang-statements-1","statements":[{"statement":"{}","proof":""}]}',
    ],
)
def test_whatever_is_wrong_proves_nothing(wrong: bytes) -> None:
    assert not any(one.ok for one in stated.verify(wrong, logged.PUBLISHED))


WHOLE = file(0, 1)


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 7))
def test_every_changed_bit_is_refused(at: int, bit: int) -> None:
    changed = WHOLE[:at] + bytes([WHOLE[at] ^ 1 << bit]) + WHOLE[at + 1 :]
    assert not all(one.ok for one in stated.verify(changed, logged.PUBLISHED))


def test_a_file_says_what_it_is() -> None:
    assert stated.is_file(b" " + WHOLE)
    assert not stated.is_file(logged.RECEIPTS[0])


def test_a_document_holds_exactly_what_the_format_names() -> None:
    said = msgspec.json.decode(document(SAID[0], logged.WHEN, SALTS[0]))
    assert list(said) == ["format", "kind", "subject", "made_at", "salt", "body"]
