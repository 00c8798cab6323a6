"""One log's tiles, growing by the stored batches; made again from them when the files are gone."""

from __future__ import annotations

from collections.abc import Iterator

from bumang.evidence import merkle
from bumang.evidence.checkpoint import Checkpoint
from bumang.evidence.tiles import HASH, WIDTH, Growth, Tile, Tree, partial_tiles
from bumang.transparency.tile_files import ENTRY, TileFiles

_PREFIX = HASH.to_bytes(2, "big")
"""Before each entry of a bundle: its length (C2SP tlog-tiles)."""


class GrowingLog:
    """The right edge in memory, the rest in files. `origin` names the log."""

    def __init__(self, origin: str, files: TileFiles, size: int) -> None:
        """Goes on from a tree of `size` leaves. Raises `FileNotFoundError` when a tile is missing."""
        self.origin = origin
        self.files = files
        self._growth = Growth(size, files.read)
        self._entries = bytearray(self._last_entries(size))

    @property
    def size(self) -> int:
        return self._growth.size

    def add(self, commitments: bytes) -> None:
        """The next entries of the log, 32 bytes each; full tiles are written as they come."""
        made: list[tuple[str, bytes]] = []
        leaves = bytearray()
        for at in range(0, len(commitments), HASH):
            one = commitments[at : at + HASH]
            leaves += merkle.leaf_hash(one)
            self._entries += _PREFIX + one
            if len(self._entries) == WIDTH * ENTRY:
                index = (self.size * HASH + len(leaves)) // (HASH * WIDTH) - 1
                made.append((Tile(0, index, WIDTH).entries_path, bytes(self._entries)))
                self._entries.clear()
        made += [(tile.path, hashes) for tile, hashes in self._growth.add(bytes(leaves))]
        self.files.write(made)
        for path, _ in made:
            self.files.forget_parts(path)

    def settle(self) -> Checkpoint:
        """Write what is not full yet, and say what the tree is now."""
        edge = dict(self._growth.edge())
        self.files.write(self._partial_files(edge))

        def read(tile: Tile) -> bytes:
            found = edge.get(tile)
            return self.files.read(tile) if found is None else found

        return Checkpoint(self.origin, self.size, Tree(self.size, read).root())

    def tree(self) -> Tree:
        """As it was settled last."""
        return Tree(self.size, self.files.read)

    def _partial_files(self, edge: dict[Tile, bytes]) -> Iterator[tuple[str, bytes]]:
        for tile, hashes in edge.items():
            yield tile.path, hashes
            if tile.level == 0:
                yield tile.entries_path, bytes(self._entries)

    def _last_entries(self, size: int) -> bytes:
        for tile in partial_tiles(size):
            if tile.level == 0:
                return self.files.read_entries(tile)
        return b""
