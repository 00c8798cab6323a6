"""Tokens and clients on the command line."""

import json
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from click.testing import CliRunner, Result
from tests import registered

from bumang.access.principal import Principal, Role
from bumang.cli import main
from bumang.main import clock, tokens
from bumang.runtime.settings import Settings, from_environment
from bumang.vault.wiring import use_keys_of

PERSON, EMPLOYER = "990101196501150014", "91990101MA0000007H"


@pytest.fixture
async def run(core_dsn: str, core: asyncpg.Connection, tmp_path: Path) -> Any:
    use_keys_of(from_environment(tmp_path))
    await registered.person(core, 7, PERSON)
    await core.execute("INSERT INTO employer VALUES (3, $1, '演示单位', '990101', true)", EMPLOYER)

    def instance(demo: bool) -> None:
        told = {"url": "", "core": core_dsn, "intake": "", "demo": demo}
        (tmp_path / "instance.json").write_text(json.dumps(told))

    def made(*arguments: str, demo: bool = True) -> Result:
        instance(demo)
        return CliRunner().invoke(main, ["--data", str(tmp_path), *arguments])

    return made


def _speaks_for(data: Path, token: str) -> Principal | None:
    return tokens(Settings(data=data)).read(token.strip(), clock().timestamp())


@pytest.mark.parametrize(
    ("role", "given", "whom"),
    [
        ("person", PERSON, Principal(Role.PERSON, 7, "演示甲")),
        ("person", "12", Principal(Role.PERSON, 12, "demo")),
        ("employer", EMPLOYER, Principal(Role.EMPLOYER, 3, "演示单位")),
        ("agent", "1", Principal(Role.AGENT, 1, "demo")),
    ],
)
def test_a_demo_token_is_for_whom_the_number_names(
    run: Any, tmp_path: Path, role: str, given: str, whom: Principal
) -> None:
    found = run("demo", "token", "--as", role, "--id", given)
    assert found.exit_code == 0, found.output
    assert _speaks_for(tmp_path, found.output) == whom


@pytest.mark.parametrize("given", ["990101199001010010", "x", "", "0", "-1", "9" * 30, "１"])
def test_a_number_that_names_nobody_gets_words_and_no_token(run: Any, given: str) -> None:
    found = run("demo", "token", "--as", "person", "--id", given)
    assert found.exit_code == 1
    assert "demo people" in found.output


def test_an_instance_without_the_demo_gives_no_demo_token(run: Any) -> None:
    found = run("demo", "token", "--as", "operator", demo=False)
    assert found.exit_code == 1
    assert "without the demo" in found.output


def test_a_client_is_added_listed_and_disabled(run: Any) -> None:
    added = run("client", "add", "--as", "employer", "--id", EMPLOYER)
    assert added.exit_code == 0, added.output
    client_id = added.output.split()[1]
    secret = added.output.split()[3]
    shown = run("client", "list").output
    assert client_id in shown
    assert "in use" in shown
    assert secret not in shown
    assert run("client", "disable", client_id).exit_code == 0
    assert "disabled" in run("client", "list").output
    assert run("client", "disable", "c-nobody").exit_code == 1


def test_a_client_of_an_employer_nobody_knows_is_not_added(run: Any) -> None:
    refused = run("client", "add", "--as", "employer", "--id", "91990101MA0000009Z")
    assert refused.exit_code == 1
    assert "no employer" in refused.output
    assert run("client", "list").output == ""


def test_an_offices_client_is_of_its_service_and_named_for_the_people_it_looks_at(run: Any) -> None:
    named = ("--id", "library", "--name", "市图书馆")
    added = run("client", "add", "--as", "verifier", *named)
    assert added.exit_code == 0, added.output
    listed = run("client", "list").output
    assert "verifier:22" in listed
    assert "市图书馆" in listed
    unnamed = run("client", "add", "--as", "verifier", "--id", "library")
    assert unnamed.exit_code == 1
    assert "people see who looked" in unnamed.output
    unknown = run("client", "add", "--as", "verifier", "--id", "22", "--name", "市图书馆")
    assert unknown.exit_code == 1
    assert "library" in unknown.output
