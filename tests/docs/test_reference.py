"""The pages that are made from the code say what the code says."""

import importlib
import pkgutil
import re
from pathlib import Path
from types import ModuleType

import asyncpg
import click
import pytest
from tools import (
    access_page,
    agreement_proof,
    calculations_page,
    commands_page,
    population_page,
    problems_page,
    settings_page,
    shield_page,
)

import bumang
from bumang.audit.run import audit
from bumang.cli import main
from bumang.kernel.problems import Problem

MADE = [
    access_page,
    agreement_proof,
    calculations_page,
    commands_page,
    population_page,
    problems_page,
    settings_page,
    shield_page,
]


@pytest.mark.parametrize("tool", MADE, ids=lambda tool: tool.__name__)
def test_the_page_is_what_its_tool_makes_today(tool: ModuleType) -> None:
    path: Path = tool.PAGE
    name = Path(str(tool.__file__)).name
    stale = f"docs/reference/{path.name} is stale: run `.venv/bin/python tools/{name}`"
    assert path.is_file(), stale
    assert path.read_text(encoding="utf-8") == tool.page(), stale


@pytest.mark.parametrize(
    ("path", "command"),
    list(commands_page.commands(("bumang",), main)),
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_every_command_and_option_says_what_it_is_for(path: str, command: click.Command) -> None:
    assert command.help, path
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{path} {parameter.opts[0]}"
        elif parameter.required:  # click has no help for arguments: the command's text names them
            name = parameter.metavar or parameter.name.upper()
            assert name in command.help, f"{path} {name}"


def test_every_problem_that_a_module_holds_is_on_the_page_with_its_words() -> None:
    page = problems_page.page()
    held = 0
    for found in pkgutil.walk_packages(bumang.__path__, "bumang."):
        if found.name.endswith("__main__") or found.name == "bumang.server":
            continue  # to import them is to start something
        for value in vars(importlib.import_module(found.name)).values():
            if isinstance(value, Problem):
                held += 1
                assert f"| `{value.code}` |" in page, found.name
                for text in (value.what, value.why, value.fix):
                    for words in (text.zh, text.en):
                        assert words.replace("|", "\\|") in page, f"{found.name}: {value.code}"
    assert held > 50


async def test_every_check_of_the_audit_is_explained_and_none_else(
    core: asyncpg.Connection, intake: asyncpg.Connection
) -> None:
    how_to = commands_page.PAGE.parents[1] / "how-to" / "read-the-audit.md"
    explained = re.findall(r"^\| `(\w+)` \|", how_to.read_text(encoding="utf-8"), re.MULTILINE)
    report = await audit(core, intake, {}, [], "")
    assert explained == [check.name for check in report.checks]
