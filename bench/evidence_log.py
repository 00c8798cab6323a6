"""How fast the public log grows: stored batches to durable tiles and a checkpoint of both keys."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from pathlib import Path

import asyncpg

from bench.database import migrated, postgres, temporary_folder
from bench.measured import Measured, Part, rounds
from bumang.evidence import merkle
from bumang.evidence.log_keys import LogKeys
from bumang.runtime.postgres import Server
from bumang.transparency.integrator import Integrator

_BATCH = 256
_BATCHES = 400
_INSERT = "INSERT INTO batch VALUES (1, $1, $2, now(), $3, $4, '[]')"


def growing(count: int) -> Part:
    ours = rounds(count, _ours_once)
    theirs = rounds(count, _pymerkle_once)
    return Part(
        "The log grows",
        [
            Measured(
                "Bumang, entries integrated",
                "/s",
                ours,
                goal=20_000,
                at_least=True,
                about=f"{_BATCHES} stored batches of {_BATCH} entries: read from PostgreSQL, each root"
                " recomputed, tiles and entries written and flushed, checkpoint signed by Ed25519 and"
                " ML-DSA-65, stored, published. One process.",
            ),
            Measured(
                "Bumang, 5,000 entries to their checkpoint",
                "s",
                rounds(count, _wait_once),
                goal=1.0,
                about="One look at 20 stored batches of 250, what comes in a quarter of a second at 20,000"
                " a second, to the published checkpoint. The pause before a look, a quarter of a second"
                " at most, is not in it.",
            ),
            Measured(
                "pymerkle, entries appended",
                "/s",
                theirs,
                about="`InmemoryTree`, SHA-256, the same entries one by one: nothing durable or signed.",
            ),
        ],
    )


def _ours_once() -> float:
    return _integrated(_BATCHES, _BATCH)


def _wait_once() -> float:
    entries = 5000
    return entries / _integrated(20, 250)


def _integrated(batches: int, size: int) -> float:
    """Entries a second."""
    with temporary_folder() as folder, postgres(folder) as server:
        return asyncio.run(_looked(server, folder, batches, size))


async def _looked(server: Server, folder: Path, batches: int, size: int) -> float:
    connection = await asyncpg.connect(await migrated(server, "intake", "intake"))
    await _store(connection, batches, size)
    integrator = Integrator(folder / "log", "bench.example", LogKeys.load_or_create(folder))
    begun = time.perf_counter()
    signed = await integrator.look(connection)
    took = time.perf_counter() - begun
    await connection.close()
    if len(signed) != 1 or f"\n{batches * size}\n" not in signed[0][1].text:
        raise RuntimeError("the checkpoint does not cover what was stored")
    return batches * size / took


async def _store(connection: asyncpg.Connection, batches: int, size: int) -> None:
    await connection.execute("INSERT INTO log (log_id) VALUES (1)")
    rows = [_row(at * size, size) for at in range(batches)]
    await connection.executemany(_INSERT, rows)


def _row(first: int, size: int) -> Sequence[object]:
    commitments = [os.urandom(32) for _ in range(size)]
    root = merkle.root(merkle.tree([merkle.leaf_hash(one) for one in commitments]))
    return first, size, b"".join(commitments), root


def _pymerkle_once() -> float:
    from pymerkle import InmemoryTree

    entries = [os.urandom(32) for _ in range(20_000)]
    tree = InmemoryTree(algorithm="sha256")
    begun = time.perf_counter()
    for entry in entries:
        tree.append_entry(entry)
    tree.get_state()
    return len(entries) / (time.perf_counter() - begun)
