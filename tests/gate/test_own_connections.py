"""The waiting room's questions stand behind nobody else's."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import asyncpg

from bumang.gate.cost import Cost
from bumang.gate.lane import Lane
from bumang.main import WebProcess
from bumang.runtime.settings import Settings

FAR_MORE_THAN_CONNECTIONS = 40


async def test_the_lines_are_looked_at_while_pages_fill_the_intakes_connections(
    tmp_path: Path, intake_dsn: str, core_dsn: str
) -> None:
    process = WebProcess(Settings(data=tmp_path, intake_dsn=intake_dsn, core_dsn=core_dsn))
    await process.start()
    pages, room = process._pool, process._room
    assert pages is not None
    assert room is not None
    intake = await asyncpg.connect(intake_dsn)
    try:
        asking = [
            asyncio.ensure_future(pages.ask(_slow, 60)) for _ in range(FAR_MORE_THAN_CONNECTIONS)
        ]
        await intake.execute("UPDATE waiting_line SET last_place = 7")
        await room.look()  # gives up with `TimeoutError` if it must wait for the pages
        assert room.calling.line_of(Cost.INTERACTIVE, Lane.MAIN).seen.last == 7
        assert not any(page.done() for page in asking)
    finally:
        for page in asking:
            page.cancel()
        await process.stop()
        await intake.close()


async def _slow(connection: Any) -> None:
    await connection.execute("SELECT pg_sleep(60)")
