"""From stored batches to signed checkpoints: the one process that makes the trees grow.

It only reads what was accepted or stated, so nobody waits for it. A checkpoint is stored, and its
tiles are durable, before anyone sees it. What does not go on from what was signed before stops the
log with a critical message: it is never signed over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asyncpg
import structlog

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import checkpoint_of
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.note import NotANoteError, Note
from bumang.evidence.tiles import HASH
from bumang.runtime.sql import statement
from bumang.transparency.growing import GrowingLog
from bumang.transparency.shelf import INTAKE, Shelf
from bumang.transparency.tile_files import TileFiles

_KEEP = statement(__package__, "keep_checkpoint")
_BATCHES_AT_ONCE = 500

_events = structlog.get_logger()

LogId = int | str
"""The number of an acceptance log, or `core`."""


class ForkError(Exception):
    """What is stored is not what was signed before."""


class Integrator:
    """The logs of one database; `folder` holds one folder of static files a log, `1` to `32`, `core`.

    `name` is the instance's, without a scheme; the log 3 is called `name/log/3`.
    """

    def __init__(self, folder: Path, name: str, keys: LogKeys, shelf: Shelf = INTAKE) -> None:
        self._folder = folder
        self._name = name
        self._keys = keys
        self._shelf = shelf
        self._logs: dict[LogId, GrowingLog] = {}
        self._stopped: set[LogId] = set()

    def tree_of(self, log: LogId) -> GrowingLog | None:
        return self._logs.get(log)

    async def look(self, database: asyncpg.Connection[Any]) -> list[tuple[LogId, Note]]:
        """Integrate what is new in every log; returns the new checkpoints by log.

        Raises what an unreachable database raises; then nothing new was shown to anyone.
        """
        signed = []
        for row in await database.fetch(self._shelf.logs):
            if row["log_id"] in self._stopped:
                continue
            try:
                found = await self._look_at(database, row)
            except ForkError as fork:
                self._stopped.add(row["log_id"])
                _events.critical(
                    "a log is not signed any more", log=row["log_id"], reason=str(fork)
                )
            else:
                signed += [(row["log_id"], found)] if found else []
        return signed

    async def _look_at(self, database: asyncpg.Connection[Any], row: asyncpg.Record) -> Note | None:
        number = row["log_id"]
        if number not in self._logs:
            self._logs[number] = await self._open(database, row)
        log, before = self._logs[number], self._logs[number].size
        await self._grow(database, number, log, None)
        if log.size == before and log.size == row["size"]:
            return None
        said = log.settle()
        signed = self._keys.signed(said.text, log.origin)
        try:
            await database.execute(_KEEP, number, said.size, said.root, str(signed))
        except BaseException:
            # Whether it is stored is not known: begin again from what is.
            del self._logs[number]
            raise
        log.files.publish(str(signed))
        return signed

    async def _open(self, database: asyncpg.Connection[Any], row: asyncpg.Record) -> GrowingLog:
        """Where the log stands: its tiles as files, or made again; then compared with what was signed."""
        files = TileFiles(self._folder / str(row["log_id"]))
        origin = f"{self._name}/log/{row['log_id']}"
        self._compare_published(files, row)
        try:
            log = GrowingLog(origin, files, row["size"])
            holds = log.settle().root == row["root"] if row["size"] else True
        except FileNotFoundError:
            holds = False
        if not holds:
            log = GrowingLog(origin, files, 0)
            await self._grow(database, row["log_id"], log, row["size"])
            if log.settle().root != row["root"]:
                raise ForkError("the stored batches do not give the root that was signed")
        if row["note"]:
            files.publish(row["note"])
        return log

    def _compare_published(self, files: TileFiles, row: asyncpg.Record) -> None:
        """A published checkpoint beyond what is stored means that an older database was restored."""
        published = files.checkpoint()
        if published is None:
            return
        try:
            said = checkpoint_of(note.read(published))
        except NotANoteError:
            return  # a file that was damaged is written anew
        if said.size > row["size"]:
            raise ForkError("a larger checkpoint was published than is stored")

    async def _grow(
        self, database: asyncpg.Connection[Any], number: LogId, log: GrowingLog, until: int | None
    ) -> None:
        """Add what is stored, up to `until` leaves or as far as it goes."""
        while until is None or log.size < until:
            rows = await database.fetch(self._shelf.leaves, number, log.size, _BATCHES_AT_ONCE)
            for row in rows:
                _check(row, log.size)
                log.add(row["commitments"])
                if log.size == until:
                    return
            if len(rows) < _BATCHES_AT_ONCE:
                return


def _check(row: asyncpg.Record, size: int) -> None:
    stored = row["commitments"]
    if row["first_seq"] != size or not _sealed_so(stored, row["root"]):
        raise ForkError(f"the batch at {row['first_seq']} is not the one that was sealed")


def _sealed_so(stored: bytes, root: bytes | None) -> bool:
    """A batch of acceptance has a root of its own, a block of statements has none."""
    if root is None:
        return True
    leaves = [merkle.leaf_hash(stored[i : i + HASH]) for i in range(0, len(stored), HASH)]
    return merkle.root(merkle.tree(leaves)) == root
