"""The log's tree in tiles: the same roots and proofs as the tree of RFC 6962, whatever its size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bumang.evidence import merkle
from bumang.evidence.tiles import HASH, Growth, Tile, Tree, partial_tiles

SIZES = st.one_of(st.integers(1, 600), st.sampled_from([255, 256, 257, 511, 512, 513, 65_537]))


def leaf(at: int) -> bytes:
    return merkle.leaf_hash(at.to_bytes(8, "big"))


class Kept:
    """Tiles in memory, as a folder of files would keep them."""

    def __init__(self) -> None:
        self.tiles: dict[Tile, bytes] = {}
        self.size = 0

    def grow(self, to: int) -> None:
        growth = Growth(self.size, self.tiles.__getitem__)
        full = growth.add(b"".join(leaf(at) for at in range(self.size, to)))
        self.tiles.update(full)
        self.tiles.update(growth.edge())
        self.size = growth.size

    def tree(self) -> Tree:
        return Tree(self.size, self.tiles.__getitem__)


def grown(*sizes: int) -> Kept:
    kept = Kept()
    for size in sizes:
        kept.grow(size)
    return kept


def plain_root(size: int) -> bytes:
    return merkle.root(merkle.tree([leaf(at) for at in range(size)])) if size else merkle.EMPTY


@given(st.lists(SIZES, min_size=1, max_size=4).map(sorted))
def test_however_it_grows_the_root_is_that_of_the_whole_tree(sizes: list[int]) -> None:
    assert grown(*sizes).tree().root() == plain_root(sizes[-1])


@given(SIZES, st.data())
def test_every_leaf_is_proved_by_the_path_from_the_tiles(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = grown(size).tree()
    assert merkle.root_from_proof(leaf(index), index, size, tree.inclusion(index)) == tree.root()


@given(SIZES, st.data())
def test_every_earlier_tree_is_proved_to_be_the_beginning(size: int, data: st.DataObject) -> None:
    before = data.draw(st.integers(0, size))
    tree = grown(size).tree()
    path = tree.consistency(before)
    assert merkle.goes_on(before, size, plain_root(before), tree.root(), path)


@given(st.integers(2, 300), st.data())
def test_no_other_beginning_is_proved(size: int, data: st.DataObject) -> None:
    before = data.draw(st.integers(1, size - 1))
    tree = grown(size).tree()
    path = tree.consistency(before)
    other = merkle.root(merkle.tree([leaf(at + 1) for at in range(before)]))
    assert not merkle.goes_on(before, size, other, tree.root(), path)
    for at in range(len(path)):
        changed = [*path[:at], bytes(32), *path[at + 1 :]]
        assert not merkle.goes_on(before, size, plain_root(before), tree.root(), changed)
    assert not merkle.goes_on(before, size, plain_root(before), tree.root(), [*path, bytes(32)])
    assert not merkle.goes_on(before, size, plain_root(before), tree.root(), path[:-1])


def test_the_tiles_of_a_tree_are_those_that_the_specification_counts() -> None:
    # tlog-tiles gives the tree of 70,000 leaves as its example.
    kept = grown(70_000)
    full = [tile for tile in kept.tiles if tile.width == 256]
    assert sum(tile.level == 0 for tile in full) == 273
    assert sum(tile.level == 1 for tile in full) == 1
    edge = [(tile.level, tile.index, tile.width) for tile in partial_tiles(70_000)]
    assert edge == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]
    assert all(len(kept.tiles[tile]) == tile.width * HASH for tile in kept.tiles)


def test_paths_are_written_as_the_specification_writes_them() -> None:
    assert Tile(0, 1_234_067, 256).path == "tile/0/x001/x234/067"
    assert Tile(2, 0, 1).path == "tile/2/000.p/1"
    assert Tile(0, 5, 7).entries_path == "tile/entries/005.p/7"
