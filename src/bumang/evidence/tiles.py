"""A log's tree as tiles (C2SP tlog-tiles): 256 hashes each, from which any proof can be made.

Level 0 are the leaf hashes; a hash of a level above is the root of a full tile below. Pure: whoever
keeps the tiles gives them by `ReadTile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from bumang.evidence import merkle

WIDTH = 256
HASH = 32
_BITS = 8


class Tile(msgspec.Struct, frozen=True):
    """The `index`-th tile of a level; `width` hashes of it are there, 256 when it is full."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        return f"tile/{self.level}/{_index(self.index)}{self._part}"

    @property
    def entries_path(self) -> str:
        """Of the entries that a tile of level 0 stands for."""
        return f"tile/entries/{_index(self.index)}{self._part}"

    @property
    def _part(self) -> str:
        return "" if self.width == WIDTH else f".p/{self.width}"


ReadTile = Callable[[Tile], bytes]
"""The hashes of a tile, one after the other."""


def partial_tiles(size: int) -> Iterator[Tile]:
    """The tiles at the right edge of a tree of so many leaves that are not full."""
    level = 0
    while size:
        if size % WIDTH:
            yield Tile(level, size // WIDTH, size % WIDTH)
        level, size = level + 1, size // WIDTH


class Tree:
    """A tree of `size` leaves, read from its tiles."""

    def __init__(self, size: int, read: ReadTile) -> None:
        self.size = size
        self._read = read

    def root(self) -> bytes:
        """The root. Of an empty log it is the hash of nothing (RFC 6962, section 2.1)."""
        return self._over(0, self.size) if self.size else merkle.EMPTY

    def inclusion(self, index: int) -> list[bytes]:
        """The neighbours from a leaf up to the root, lowest first (RFC 6962, section 2.1.1)."""
        if not 0 <= index < self.size:
            raise ValueError("the log has no such leaf")
        path, low, high = [], 0, self.size
        while high - low > 1:
            middle = low + _split(high - low)
            if index < middle:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, before: int) -> list[bytes]:
        """Proof that this tree goes on from its first `before` leaves (RFC 6962, section 2.1.2)."""
        if not 0 <= before <= self.size:
            raise ValueError("the log was never of that size")
        if before in (0, self.size):
            return []
        path, low, high, whole = [], 0, self.size, True
        while before != high - low:
            middle = low + _split(high - low)
            if before <= middle - low:
                path.append(self._over(middle, high))
                high = middle
            else:
                path.append(self._over(low, middle))
                before -= middle - low
                low, whole = middle, False
        if not whole:
            path.append(self._over(low, high))
        return path[::-1]

    def _over(self, low: int, high: int) -> bytes:
        """The root over the leaves from `low` up to `high`, where `low` begins a subtree."""
        found: bytes | None = None
        for level, at in reversed(_whole_subtrees(low, high)):
            here = self._node(level, at)
            found = here if found is None else merkle.node_hash(here, found)
        assert found is not None
        return found

    def _node(self, level: int, at: int) -> bytes:
        """The root over the leaves from `at * 2**level`, `2**level` of them."""
        tile_level, above = divmod(level, _BITS)
        first = at << above
        index, place = divmod(first, WIDTH)
        width = min(WIDTH, (self.size >> _BITS * tile_level) - index * WIDTH)
        hashes = self._read(Tile(tile_level, index, width))
        part = hashes[place * HASH : (place + (1 << above)) * HASH]
        return merkle.root(merkle.tree([part[i : i + HASH] for i in range(0, len(part), HASH)]))


class Growth:
    """Adds leaves at the right edge, and gives every tile as it becomes full.

    `edge` are the tiles that are not full yet, by level; `size` the leaves so far.
    """

    def __init__(self, size: int, read: ReadTile) -> None:
        self.size = size
        self._edge: dict[int, bytearray] = {
            tile.level: bytearray(read(tile)) for tile in partial_tiles(size)
        }

    def add(self, leaves: bytes) -> list[tuple[Tile, bytes]]:
        """Leaf hashes, one after the other; returns the tiles that became full by them."""
        full: list[tuple[Tile, bytes]] = []
        at = 0
        while at < len(leaves):
            room = WIDTH * HASH - len(self._edge.get(0, b""))
            part = leaves[at : at + room]
            self._append(0, part, self.size + len(part) // HASH, full)
            self.size += len(part) // HASH
            at += len(part)
        return full

    def edge(self) -> list[tuple[Tile, bytes]]:
        """The tiles that are not full, as they are now."""
        return [(tile, bytes(self._edge[tile.level])) for tile in partial_tiles(self.size)]

    def _append(self, level: int, part: bytes, size: int, full: list[tuple[Tile, bytes]]) -> None:
        edge = self._edge.setdefault(level, bytearray())
        edge += part
        if len(edge) < WIDTH * HASH:
            return
        whole = bytes(self._edge.pop(level))
        full.append((Tile(level, size // WIDTH - 1, WIDTH), whole))
        hashes = [whole[i : i + HASH] for i in range(0, len(whole), HASH)]
        root = merkle.root(merkle.tree(hashes))
        self._append(level + 1, root, size // WIDTH, full)


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _whole_subtrees(low: int, high: int) -> list[tuple[int, int]]:
    """The subtrees of powers of two that make up the leaves from `low` to `high`, left to right."""
    found = []
    while low < high:
        level = (high - low).bit_length() - 1
        if low:
            level = min(level, (low & -low).bit_length() - 1)
        found.append((level, low >> level))
        low += 1 << level
    return found


def _index(number: int) -> str:
    """`1234067` as `x001/x234/067`."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03}")
    return "/".join(reversed(parts))
