"""The proof of one entry: its path in the latest checkpoint that enough witnesses saw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bumang.evidence import note
from bumang.evidence.log_proof import LogProof
from bumang.evidence.statement import LOG
from bumang.evidence.tiles import Tree
from bumang.runtime.sql import statement
from bumang.transparency.integrator import LogId
from bumang.transparency.tile_files import TileFiles

_OVER = statement(__package__, "checkpoint_over")


async def proof_of(
    database: Any, folder: Path, log: LogId, seq: int, quorum: int
) -> LogProof | None:
    """`None` while no checkpoint covers the entry yet. `folder` is that of all logs.

    `database` is the one that the log lies in. Raises what an unreachable one raises, and
    `FileNotFoundError` while tiles are made anew.
    """
    row = await database.fetchrow(_OVER, log, seq, quorum)
    if row is None:
        return None
    tree = Tree(row["size"], TileFiles(folder / str(log)).read)
    signed = note.read((row["note"] + row["cosignatures"]).encode())
    return LogProof(seq, tuple(tree.inclusion(seq)), signed)


async def stated_proof(core: Any, folder: Path, place: int | None, quorum: int) -> LogProof | None:
    """That of a statement at `place` of the log `core`; `None` while no checkpoint covers it."""
    if place is None:
        return None
    try:
        return await proof_of(core, folder, LOG, place, quorum)
    except FileNotFoundError:  # the tiles are being made anew
        return None
