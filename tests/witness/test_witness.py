"""A witness cosigns only what goes on from what it saw; a fork or a step back is refused and kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bumang.evidence import merkle, note
from bumang.evidence.add_checkpoint import AddCheckpoint
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.note_keys import NoteKey, NoteVerifier, WitnessKey
from bumang.evidence.tiles import Growth, Tile, Tree
from bumang.witness.memory import Memory
from bumang.witness.server import Witness

ORIGIN = "log.example/log/1"
KEY = NoteKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
STRANGER = NoteKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\2" * 32))
WITNESS = WitnessKey(
    "w.example", Ed25519PrivateKey.from_private_bytes(b"\3" * 32), lambda: 1_800_000_000
)


def keys_of(origin: str) -> Sequence[NoteVerifier]:
    return [KEY.public] if origin == ORIGIN else []


def witness(folder: Path) -> Witness:
    return Witness(WITNESS, Memory(folder / "seen.sqlite"), keys_of)


def tree(size: int, word: bytes = b"") -> Tree:
    tiles: dict[Tile, bytes] = {}
    growth = Growth(0, tiles.__getitem__)
    leaves = b"".join(merkle.leaf_hash(word + bytes([at])) for at in range(size))
    tiles.update(growth.add(leaves))
    tiles.update(growth.edge())
    return Tree(size, tiles.__getitem__)


def asked(grown: Tree, before: int, key: NoteKey = KEY, origin: str = ORIGIN) -> bytes:
    said = Checkpoint(origin, grown.size, grown.root())
    request = AddCheckpoint(before, tuple(grown.consistency(before)), note.signed(said.text, [key]))
    return str(request).encode()


def test_it_cosigns_what_goes_on_and_says_when_it_saw_it(tmp_path: Path) -> None:
    made = witness(tmp_path)
    for before, size in ((0, 5), (5, 5), (5, 9), (9, 100)):
        status, _, lines = made.add_checkpoint(asked(tree(size), before))
        assert status == 200
        said = Checkpoint(ORIGIN, size, tree(size).root())
        whole = note.Note(said.text, note.read_lines(lines))
        assert note.held(whole, [WITNESS.public]) == (WITNESS.public,)
        assert int.from_bytes(whole.lines[0].signature[:8], "big") == 1_800_000_000


def test_a_log_that_begins_elsewhere_is_told_where_the_witness_stands(tmp_path: Path) -> None:
    made = witness(tmp_path)
    made.add_checkpoint(asked(tree(9), 0))
    for before in (0, 5, 20):
        assert made.add_checkpoint(asked(tree(30), before)) == (409, "text/x.tlog.size", "9\n")


def test_two_trees_of_one_size_are_refused_and_kept_as_evidence(tmp_path: Path) -> None:
    made = witness(tmp_path)
    seen, forked = asked(tree(9), 0), asked(tree(9, b"x"), 9)
    made.add_checkpoint(seen)
    assert made.add_checkpoint(forked)[0] == 409
    (_, verdict, before, request), *more = Memory(tmp_path / "seen.sqlite").refusals()
    assert (verdict, before, request, more) == ("forked", seen.decode(), forked.decode(), [])


def test_a_tree_that_does_not_go_on_is_refused_and_kept_as_evidence(tmp_path: Path) -> None:
    made = witness(tmp_path)
    made.add_checkpoint(asked(tree(9), 0))
    assert made.add_checkpoint(asked(tree(30, b"x"), 9))[0] == 422
    assert [row[1] for row in Memory(tmp_path / "seen.sqlite").refusals()] == ["not_consistent"]


def test_a_log_that_was_set_back_is_not_cosigned(tmp_path: Path) -> None:
    made = witness(tmp_path)
    made.add_checkpoint(asked(tree(30), 0))
    assert made.add_checkpoint(asked(tree(9), 0))[0] == 409
    assert made.add_checkpoint(asked(tree(9), 9))[0] == 409
    assert made.add_checkpoint(asked(tree(30), 30))[0] == 200


def test_what_it_saw_survives_its_restart(tmp_path: Path) -> None:
    witness(tmp_path).add_checkpoint(asked(tree(9), 0))
    again = witness(tmp_path)
    assert again.add_checkpoint(asked(tree(9, b"x"), 9))[0] == 409
    assert again.add_checkpoint(asked(tree(30), 9))[0] == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (asked(tree(5), 0, key=STRANGER), 403),
        (asked(tree(5), 0, origin="other.example"), 404),
        (asked(tree(5), 0).replace(b"old 0", b"old 9"), 400),
        (asked(tree(5), 0).replace(b"old 0", b"old 00"), 400),
        (asked(tree(5), 0).replace(b"old 0", b"older 0"), 400),
        (b"", 400),
        (b"old 0\n\nno note", 400),
    ],
    ids=["stranger", "unknown log", "after its size", "zeroes", "no size", "empty", "no note"],
)
def test_what_it_cannot_believe_is_refused_by_the_protocols_status(
    tmp_path: Path, body: bytes, status: int
) -> None:
    assert witness(tmp_path).add_checkpoint(body)[0] == status


def test_of_two_different_trees_sent_at_the_same_time_one_is_cosigned(tmp_path: Path) -> None:
    bodies = [asked(tree(9, bytes([at])), 0) for at in range(12)]
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda b=body: found.append(witness(tmp_path).add_checkpoint(b)[0]))
        for body in bodies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200] + [409] * 11
