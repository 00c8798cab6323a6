"""`bumang shield parked`: what needs a person is listed, and decided about with who and why."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from click.testing import CliRunner, Result

from bumang.cli import main
from bumang.kernel import receipt_number

NUMBER = receipt_number.show(12345)


@pytest.fixture
async def one_parked(shield_dsn: str) -> str:
    connection = await asyncpg.connect(shield_dsn)
    await connection.execute(
        "INSERT INTO delivery (log_id, seq, number, item, submitter, accepted_at, state, reason)"
        " VALUES (1, 0, 12345, 'shield:/apply', 'x', now(), 'parked', 'answered 200')"
    )
    await connection.close()
    return shield_dsn


def run(dsn: str, data: Path, *command: str) -> Result:
    environment = {"BUMANG_INTAKE_DSN": dsn}
    return CliRunner().invoke(
        main, ["--data", str(data), "shield", "parked", *command], env=environment
    )


def fetch(dsn: str, query: str) -> list[Any]:
    async def asked() -> list[Any]:
        connection = await asyncpg.connect(dsn)
        rows = [tuple(row) for row in await connection.fetch(query)]
        await connection.close()
        return rows

    return asyncio.run(asked())


def test_the_list_names_number_route_and_reason(one_parked: str, tmp_path: Path) -> None:
    shown = run(one_parked, tmp_path)
    assert shown.exit_code == 0, shown.output
    assert NUMBER in shown.output
    assert "/apply  answered 200" in shown.output
    assert "1 parked" in shown.output
    told = json.loads(run(one_parked, tmp_path, "--json").output)
    assert (told["number"], told["reason"]) == (NUMBER, "answered 200")


@pytest.mark.parametrize(("act", "state"), [("retry", "waiting"), ("close", "closed")])
def test_a_decision_is_kept_with_who_and_why(
    one_parked: str, tmp_path: Path, act: str, state: str
) -> None:
    done = run(one_parked, tmp_path, act, NUMBER, "--why", "looked it up")
    assert done.exit_code == 0, done.output
    assert fetch(one_parked, "SELECT state FROM delivery") == [(state,)]
    decided = fetch(one_parked, "SELECT number, act, reason, who <> '' FROM delivery_decision")
    assert decided == [(12345, act, "looked it up", True)]
    again = run(one_parked, tmp_path, act, NUMBER, "--why", "once more")
    assert again.exit_code == 1
    assert "is not parked" in again.output


def test_a_slip_is_told_and_changes_nothing(one_parked: str, tmp_path: Path) -> None:
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    assert "not a receipt number" in run(one_parked, tmp_path, "retry", wrong, "--why", "x").output
    assert "--why is empty" in run(one_parked, tmp_path, "close", NUMBER, "--why", " ").output
    assert fetch(one_parked, "SELECT state FROM delivery") == [("parked",)]


def test_without_a_shield_the_way_to_one_is_told(tmp_path: Path) -> None:
    asked = CliRunner().invoke(
        main, ["--data", str(tmp_path), "shield", "parked"], env={"BUMANG_INTAKE_DSN": ""}
    )
    assert asked.exit_code == 1
    assert "no running shield is known" in asked.output


def test_a_wrong_file_is_told_before_anything_begins(tmp_path: Path) -> None:
    path = tmp_path / "shield.toml"
    path.write_text('[upstream]\nurl = "http://a"\nanswer = 3\n')
    told = CliRunner().invoke(
        main, ["--data", str(tmp_path), "shield", "--config", str(path), "--check"]
    )
    assert told.exit_code == 1
    assert "upstream, answer: must be text in quotes" in told.output
