"""Merkle trees as RFC 6962 (section 2.1) defines them: SHA-256, leaves and nodes told apart."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Node = TypeVar("Node", bytes, str)
Levels = list[list[bytes]]
"""All hashes of a tree: the leaves first, the root alone last."""


EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def tree(leaves: Sequence[bytes]) -> Levels:
    """The levels of a tree over at least one leaf hash, in one pass.

    A last node without a neighbour rises as it is. That gives the shape of RFC 6962, which splits
    at the largest power of two below the size.
    """
    if not leaves:
        raise ValueError("a tree has at least one leaf")
    levels = [list(leaves)]
    while len(level := levels[-1]) > 1:
        above = [
            node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        if len(level) % 2:
            above.append(level[-1])
        levels.append(above)
    return levels


def root(levels: Levels) -> bytes:
    return levels[-1][0]


def proof(levels: Sequence[Sequence[Node]], position: int) -> list[Node]:
    """The neighbours on the way from a leaf to the root, lowest first; nodes raw or written out."""
    path = []
    for level in levels[:-1]:
        neighbour = position ^ 1
        if neighbour < len(level):
            path.append(level[neighbour])
        position >>= 1
    return path


def root_from_proof(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a proof leads to. Raises `ValueError` when it has a wrong length."""
    if not 0 <= position < size:
        raise ValueError("the place is outside the batch")
    rest = list(reversed(path))
    found = leaf
    while size > 1:
        if position ^ 1 < size:
            if not rest:
                raise ValueError("the proof is too short")
            neighbour = rest.pop()
            found = node_hash(neighbour, found) if position & 1 else node_hash(found, neighbour)
        position >>= 1
        size = (size + 1) >> 1
    if rest:
        raise ValueError("the proof is too long")
    return found


def goes_on(
    before: int, size: int, root_before: bytes, root_now: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a proof shows that a tree of `size` leaves begins with the `before` leaves of another.

    RFC 9162, section 2.1.4.2. A tree without leaves is the beginning of every tree.
    """
    if not 0 <= before <= size:
        return False
    if before == size:
        return not path and root_before == root_now
    if before == 0:
        return not path and root_before == EMPTY
    rest = list(path)
    if before & (before - 1) == 0:
        rest.insert(0, root_before)
    if not rest:
        return False
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = rest[0]
    for neighbour in rest[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(neighbour, old), node_hash(neighbour, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, neighbour)
        place, last = place >> 1, last >> 1
    return last == 0 and old == root_before and new == root_now
