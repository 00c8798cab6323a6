"""The vectors of the public log are those the tool makes, and hold; whatever is changed does not."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools import log_vectors

from bumang.evidence import note
from bumang.evidence.log_copy import verify_checkpoint, verify_copy
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.signing import PublishedKeys
from bumang.evidence.verification import verify, verify_in_log

FILES = log_vectors.stored()
LOGS = msgspec.json.decode(FILES["logs.json"], type=PublishedLogs)
KEYS = {one.key_id: one for one in msgspec.json.decode(FILES["keys.json"], type=PublishedKeys).keys}
COPY = sorted(path for path in FILES if path == "checkpoint" or path.startswith("tile/"))


def reading(files: dict[str, bytes]) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read


def test_the_vectors_are_those_the_tool_makes() -> None:
    assert log_vectors.vectors(FILES["checkpoint"]) == FILES


@pytest.mark.parametrize("seq", log_vectors.SHOWN)
def test_every_receipt_of_them_is_genuine_and_in_the_log(seq: int) -> None:
    receipt = FILES[f"receipt-{seq}.json"]
    assert verify(receipt, KEYS, b"{}").ok
    assert verify_in_log(receipt, FILES[f"proof-{seq}.txt"], LOGS).ok


def test_the_copy_of_the_log_is_whole_and_says_so() -> None:
    found = verify_copy(reading(FILES), LOGS)
    assert found.ok
    assert "has 300 entries" in found.words[0].en
    assert verify_checkpoint(FILES["checkpoint"], LOGS).ok


def test_the_cosignatures_are_of_the_checkpoint() -> None:
    lines = note.read_lines(FILES["cosignatures"].decode())
    whole = note.Note(note.read(FILES["checkpoint"]).text, lines)
    assert LOGS.seen_by(whole) == 2


@given(st.sampled_from(COPY), st.data())
def test_no_change_of_one_bit_of_any_file_leaves_the_copy_whole(
    path: str, data: st.DataObject
) -> None:
    bit = data.draw(st.integers(0, len(FILES[path]) * 8 - 1))
    changed = bytearray(FILES[path])
    changed[bit // 8] ^= 1 << bit % 8
    assert not verify_copy(reading(FILES | {path: bytes(changed)}), LOGS).ok


@pytest.mark.parametrize("path", COPY)
def test_a_missing_file_is_named(path: str) -> None:
    found = verify_copy(reading({name: FILES[name] for name in COPY if name != path}), LOGS)
    assert not found.ok
    assert path in found.words[0].zh
