"""A copy of a public log, checked whole: grown anew from its entries, tile by tile, to its checkpoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import Checkpoint, checkpoint_of
from bumang.evidence.note import NotANoteError
from bumang.evidence.published_logs import PublishedLogs, Standing
from bumang.evidence.tiles import HASH, WIDTH, Growth, Tile, Tree
from bumang.evidence.verification import Verification
from bumang.kernel.text import Text

ReadFile = Callable[[str], bytes]
"""The bytes at a path of the log's folder. Raises `FileNotFoundError` with the path alone."""

_PREFIX = HASH.to_bytes(2, "big")


class _WrongTileError(Exception):
    """A file of the log is not what the entries make it."""


def verify_checkpoint(document: bytes, published: PublishedLogs) -> Verification:
    """Whether every key of its log signed a checkpoint, and enough witnesses when any did.

    Never raises. The log itself publishes a checkpoint before its witnesses saw it, so none is as
    good as `quorum`; a cosignature that is false spoils it all the same.
    """
    try:
        said, standing = _genuine(document, published)
    except NotANoteError:
        return Verification(False, (_NO_CHECKPOINT,))
    return Verification(True, _told(said, standing))


def verify_copy(read: ReadFile, published: PublishedLogs) -> Verification:
    """Whether `checkpoint`, tiles and entries of a log's folder are one log. Never raises."""
    try:
        said, standing = _genuine(read("checkpoint"), published)
        _check_tiles(read, said)
    except NotANoteError:
        return Verification(False, (_NO_CHECKPOINT,))
    except FileNotFoundError as missing:
        return Verification(False, (_MISSING.format(file=missing.args[-1]),))
    except _WrongTileError as wrong:
        return Verification(False, (_WRONG.format(file=wrong.args[0]),))
    return Verification(True, (*_told(said, standing), _WHOLE))


def _told(said: Checkpoint, standing: Standing) -> tuple[Text, ...]:
    words = _SIGNED.format(origin=said.origin, size=said.size, seen=standing.seen)
    return (words, *standing.also)


def _genuine(document: bytes, published: PublishedLogs) -> tuple[Checkpoint, Standing]:
    signed = note.read(document)
    said = checkpoint_of(signed)
    standing = published.standing(said.origin, signed)
    if not standing.signed:
        raise NotANoteError("not every key of the log signed")
    return said, standing


def _check_tiles(read: ReadFile, said: Checkpoint) -> None:
    growth = Growth(0, lambda _: b"")
    for path, width in _bundles(said.size):
        leaves = b"".join(merkle.leaf_hash(one) for one in _entries(read(path), width, path))
        for tile, hashes in growth.add(leaves):
            _same(read, tile, hashes)
    edge = dict(growth.edge())
    for tile, hashes in edge.items():
        _same(read, tile, hashes)
    if Tree(said.size, lambda tile: edge.get(tile) or read(tile.path)).root() != said.root:
        raise _WrongTileError("checkpoint")


def _bundles(size: int) -> Iterator[tuple[str, int]]:
    for index in range(-(-size // WIDTH)):
        width = min(WIDTH, size - index * WIDTH)
        yield Tile(0, index, width).entries_path, width


def _entries(bundle: bytes, width: int, path: str) -> Iterator[bytes]:
    step = len(_PREFIX) + HASH
    if len(bundle) != width * step:
        raise _WrongTileError(path)
    for at in range(0, len(bundle), step):
        if bundle[at : at + len(_PREFIX)] != _PREFIX:
            raise _WrongTileError(path)
        yield bundle[at + len(_PREFIX) : at + step]


def _same(read: ReadFile, tile: Tile, hashes: bytes) -> None:
    if read(tile.path) != hashes:
        raise _WrongTileError(tile.path)


_NO_CHECKPOINT = Text(
    zh="这不是该日志的检查点：内容缺失、被改动过，或缺少平台密钥的签名。",
    en="This is not a checkpoint of the log: it is not whole, was changed, or lacks a signature of the platform's keys.",
)
_SIGNED = Text(
    zh="检查点是真的。日志 {origin} 共 {size} 条，平台的密钥都签了名，{seen} 个见证人签过。",
    en="The checkpoint is genuine. The log {origin} has {size} entries; every key of the platform signed, and {seen} witnesses.",
)
_MISSING = Text(
    zh="日志的副本不完整，缺少文件 {file}。请重新下载这个文件。",
    en="The copy of the log is not whole: the file {file} is missing. Download it again.",
)
_WRONG = Text(
    zh="日志的副本与检查点对不上，文件 {file} 被改动过。请重新下载这个文件；仍然对不上的，这份副本不能证明任何事。",
    en="The copy does not fit its checkpoint: the file {file} was changed. Download it again; if it still does not fit, the copy proves nothing.",
)
_WHOLE = Text(
    zh="日志的副本完整：由每一条记录重新算出的每一个文件都与副本一致，并通向这个检查点。",
    en="The copy of the log is whole: every file, made anew from every entry, is as it is here and leads to this checkpoint.",
)
