"""Logs have fixed messages and named fields, and hold nothing that people submitted."""

import ast
import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bumang.runtime.logs import FIELDS, start_logging

SOURCES = Path(__file__).parents[2] / "src" / "bumang"
NUMBER = "990101196501150014"


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What is said while the test runs; afterwards logging is as it was."""
    root, to = logging.getLogger(), io.StringIO()
    before = (root.handlers, root.level)
    start_logging("test", to)
    yield to
    root.handlers, root.level = before
    structlog.reset_defaults()


def _events(said: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_time_and_process(said: io.StringIO) -> None:
    structlog.get_logger().warning("an entry failed", log=1, seq=2, error="ValueError")
    (event,) = _events(said)
    assert event["event"] == "an entry failed"
    assert (event["level"], event["log"], event["seq"]) == ("warning", 1, 2)
    assert event["process"].startswith("test-")
    assert event["time"].endswith("Z")


def test_a_field_that_is_not_of_the_list_is_withheld(said: io.StringIO) -> None:
    structlog.get_logger().warning("a slip", identity_number=NUMBER)
    assert NUMBER not in said.getvalue()
    assert _events(said)[0]["identity_number"] == "withheld"


def test_a_librarys_text_is_not_repeated_only_where_and_what_kind(said: io.StringIO) -> None:
    try:
        raise ValueError(NUMBER)
    except ValueError:
        logging.getLogger("asyncpg").exception("cannot insert %s", NUMBER)
    logging.getLogger("litestar").error(f"bad form {NUMBER}")
    assert NUMBER not in said.getvalue()
    first, second = _events(said)
    assert (first["library"], first["error"]) == ("asyncpg", "ValueError")
    assert (second["library"], second["error"]) == ("litestar", "")


async def test_a_task_that_nobody_waited_for_does_not_tell_its_values(said: io.StringIO) -> None:
    async def fails() -> None:
        raise ValueError(NUMBER)

    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_exception_handler({"message": NUMBER, "task": task})
    assert NUMBER not in said.getvalue()
    assert _events(said)[0]["library"] == "asyncio"
    assert task.exception() is not None


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "_events"
            ):
                yield path, node


def test_every_logger_in_the_source_is_found_by_its_name() -> None:
    for path in SOURCES.rglob("*.py"):
        made = path.read_text(encoding="utf-8").count("structlog.get_logger()")
        named = path.read_text(encoding="utf-8").count("\n_events = structlog.get_logger()")
        assert made == named + (path.name == "logs.py"), path


def test_every_event_in_the_source_has_a_fixed_message_and_fields_of_the_list() -> None:
    found = list(_calls())
    assert len(found) > 10
    for path, call in found:
        place = f"{path.name}:{call.lineno}"
        assert len(call.args) == 1, place
        assert isinstance(call.args[0], ast.Constant), place
        assert {keyword.arg for keyword in call.keywords} <= FIELDS, place
