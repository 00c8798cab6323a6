"""Procrastinate's app and its one kind of job."""

from __future__ import annotations

import os

from procrastinate import App, PsycopgConnector
from psycopg.errors import ExclusionViolation, UniqueViolation
from psycopg_pool import AsyncConnectionPool

from bench.peers.payment import PAY, REFUSE

CONCURRENCY = 20
_DSN = os.environ["BENCH_DSN"]
app = App(connector=PsycopgConnector(conninfo=_DSN, min_size=4, max_size=CONCURRENCY))
effects = AsyncConnectionPool(
    _DSN, min_size=4, max_size=CONCURRENCY, open=False, kwargs={"autocommit": True}
)


@app.task(name="pay")
async def pay(**payment: object) -> None:
    async with effects.connection() as connection:
        try:
            await connection.execute(PAY, payment)
        except (UniqueViolation, ExclusionViolation):
            await connection.execute(REFUSE, payment)
