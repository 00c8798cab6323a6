"""Procrastinate: `enqueue` reads jobs from standard input, one JSON object a line; `work` does them."""

from __future__ import annotations

import json
import sys

import uvloop

from bench.peers.procrastinate_jobs import CONCURRENCY, app, effects, pay


async def enqueue() -> None:
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await pay.batch_defer_async(*map(json.loads, sys.stdin))
    async with effects, effects.connection() as connection:
        await connection.execute("ANALYZE procrastinate_jobs")  # as autovacuum would, later


async def work() -> None:
    async with app.open_async(), effects:
        await app.run_worker_async(concurrency=CONCURRENCY)


if __name__ == "__main__":
    uvloop.run({"enqueue": enqueue, "work": work}[sys.argv[1]]())
