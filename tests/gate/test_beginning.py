"""A web process that begins, as after a kill, knows who waits before it lets anyone in."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest
from tests.gate.hand_made import asked

from bumang.gate.cost import Cost
from bumang.gate.lane import Lane, line_number
from bumang.main import WebProcess
from bumang.runtime.settings import Settings

MAIN = line_number(Cost.LIGHT, Lane.MAIN)


@pytest.mark.parametrize(("waiting", "status"), [(1000, 429), (0, 200)])
async def test_whoever_comes_first_stands_behind_those_who_waited_before(
    tmp_path: Path, intake_dsn: str, core_dsn: str, waiting: int, status: int
) -> None:
    intake = await asyncpg.connect(intake_dsn)
    await intake.execute(
        "UPDATE waiting_line SET last_place = $2 WHERE line_id = $1", MAIN, waiting
    )
    await intake.close()
    process = WebProcess(Settings(data=tmp_path, intake_dsn=intake_dsn, core_dsn=core_dsn))
    await process.start()
    try:
        wire = await process.edge(asked("/api/v1/items"))
    finally:
        await process.stop()
    assert wire.status == status


async def test_without_the_intake_database_it_begins_all_the_same(tmp_path: Path) -> None:
    nowhere = "postgresql://postgres@127.0.0.1:9/none"
    process = WebProcess(Settings(data=tmp_path, intake_dsn=nowhere, core_dsn=nowhere))
    await process.start()
    try:
        assert (await process.edge(asked("/healthz"))).status == 200
    finally:
        await process.stop()
