"""Merkle trees as RFC 6962 (section 2.1) defines them: SHA-256, leaves and nodes told apart."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Node = TypeVar("Node", bytes, str)
Levels = list[list[bytes]]
"""All hashes of a tree: the leaves first, the root alone last."""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
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
            _node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)
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
            found = _node_hash(neighbour, found) if position & 1 else _node_hash(found, neighbour)
        position >>= 1
        size = (size + 1) >> 1
    if rest:
        raise ValueError("the proof is too long")
    return found
