"""A rate counts only what is really in the database."""

from pathlib import Path

import asyncpg
import pytest
from bench.draining import result
from bench.figures import Round
from bench.load import Load
from bench.web import Web


def _web(tmp_path: Path, rows: int) -> Web:
    (tmp_path / "receipts.0").write_text("A1\nA2\n")
    load = Load(tmp_path, tmp_path, tmp_path / "receipts")
    return Web("/", lambda port: [str(port)], load, stored=lambda numbers: rows)


def test_receipts_with_a_row_each_are_accepted(tmp_path: Path):
    _web(tmp_path, rows=2).look_up(Round(rate=1, right=2))


def test_a_receipt_without_a_row_stops_the_bench(tmp_path: Path):
    with pytest.raises(RuntimeError, match="2 answers of 202, but 1 rows"):
        _web(tmp_path, rows=1).look_up(Round(rate=1, right=2))


def test_an_answer_whose_number_was_not_recorded_stops_the_bench(tmp_path: Path):
    with pytest.raises(RuntimeError, match="3 right answers, but 2 numbers"):
        _web(tmp_path, rows=2).look_up(Round(rate=1, right=3))


def test_a_contestant_that_answers_nothing_right_stops_the_bench(tmp_path: Path):
    web = _web(tmp_path, rows=0)
    (tmp_path / "receipts.0").write_text("WRONG 500 oh\n")
    with pytest.raises(RuntimeError, match="no right answer; the first one was 500 oh"):
        web.look_up(Round(rate=0, wrong=9))


async def _pay(core: asyncpg.Connection, seq: int, decided_at: str) -> None:
    await core.execute(
        f"""
        INSERT INTO contribution_period (person_id, scheme, during, amount_fen, log_id, seq)
        VALUES ({seq}, 'resident_medical', '[2027-01-01,2028-01-01)', 400, 1, {seq});
        INSERT INTO ledger_entry
        VALUES
            ({seq}, 1, {seq}, 0, 1, 'settlement:demo', 400, '2026-11-24'),
            ({seq}, 1, {seq}, 0, 2, 'fund:resident_medical', -400, '2026-11-24');
        INSERT INTO outcome (log_id, seq, item, state, decided_at, told)
        VALUES (1, {seq}, 'resident-medical-payment', 'done', '{decided_at}', '{{}}')
        """
    )


async def test_the_last_group_is_counted_neither_as_work_nor_as_time(
    core: asyncpg.Connection,
):
    for seq, second in enumerate([0, 0, 1, 1, 2]):
        await _pay(core, seq, f"2026-11-24T12:00:0{second}+08")
    found = await result(core, 5)
    assert (found.rate, found.right, found.wrong) == (2, 5, 0)


async def test_a_payment_that_lacks_cover_or_an_outcome_is_wrong(core: asyncpg.Connection):
    await _pay(core, 0, "2026-11-24T12:00:00+08")
    await _pay(core, 1, "2026-11-24T12:00:01+08")
    await core.execute("DELETE FROM contribution_period WHERE seq = 1")
    found = await result(core, 2)
    assert (found.right, found.wrong) == (1, 1)


async def test_ledger_lines_that_nobody_asked_for_are_wrong(core: asyncpg.Connection):
    await _pay(core, 0, "2026-11-24T12:00:00+08")
    await core.execute(
        """
        INSERT INTO ledger_entry
        VALUES (9, 1, 9, 0, 1, 'a', 1, '2026-11-24'), (9, 1, 9, 0, 2, 'b', -1, '2026-11-24')
        """
    )
    assert (await result(core, 1)).wrong == 2
