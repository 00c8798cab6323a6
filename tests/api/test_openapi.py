"""The description of the API is true: its routes are the edge's, and what it says is what comes."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from chaos.instance import running
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import positive_data_acceptance

from bumang.api.openapi import openapi
from bumang.api.routes import ROUTES, methods_at
from bumang.gate.queue_routes import PATHS
from bumang.items.catalogue import discover
from bumang.kernel.clock import CHINA

PROGRAMS = Path(__file__).parents[2] / "src" / "bumang" / "api" / "programs.py"
CATALOGUE = discover("bumang.services")
TODAY = date(2026, 11, 24)


def test_the_routes_are_those_that_programs_are_answered() -> None:
    answered = set()
    for line in re.findall(r"case (\"(?:GET|POST)\", .*):\n", PROGRAMS.read_text(encoding="utf-8")):
        alternatives = re.search(r'\((".*")\) as name', line)
        for last in re.findall(r'"([^"]+)"', alternatives[1]) if alternatives else [""]:
            plain = re.sub(r"\(.*\) as name", f'"{last}"', line)
            method, *parts = plain.split(", ")
            names = [p.strip('"') if p[0] == '"' else f"{{{p.strip('*')}}}" for p in parts]
            path = "/".join(names)
            answered.add((method.strip('"'), f"/{path}"))
    assert answered == set(ROUTES)


def test_every_route_is_described() -> None:
    paths = openapi(CATALOGUE, TODAY, "1")["paths"]
    for method, path in ROUTES:
        alike = [
            known
            for known in paths
            if re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), known)
        ]
        assert any(method.lower() in paths[known] for known in alike), path


def test_every_address_of_the_waiting_room_is_described() -> None:
    paths = openapi(CATALOGUE, TODAY, "1")["paths"]
    assert {path for path in paths if path.startswith("/queue")} == set(PATHS)


@pytest.mark.parametrize(("path", "methods"), [("/healthz", ["GET"]), ("/nothing", [])])
def test_a_path_knows_its_methods(path: str, methods: list[str]) -> None:
    assert methods_at(path) == methods


Instance = tuple[str, dict[str, dict[str, str]]]
"""Its address, and the headers of its roles."""


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    data = tmp_path_factory.mktemp("api")
    with running(data) as made:
        tokens = {
            role: made.command("demo", "token", "--as", role).stdout.strip()
            for role in ("person", "operator")
        }
        yield made.url, {role: {"Authorization": f"Bearer {t}"} for role, t in tokens.items()}


OPERATIONS = {
    found.ok().label: found.ok()
    for found in schemathesis.openapi.from_dict(
        openapi(CATALOGUE, datetime.now(CHINA).date(), "1")
    ).get_all_operations()
}


@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_sent_is_answered_as_described(label: str, instance: Instance) -> None:
    url, headers_of = instance
    headers = headers_of["operator" if "/gate" in label else "person"]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=OPERATIONS[label].as_strategy())
    def holds(case: Any) -> None:
        # Check characters and registered places are beyond what a schema can say.
        case.call_and_validate(
            base_url=url, headers=headers, excluded_checks=[positive_data_acceptance]
        )

    holds()


def test_a_wrong_method_is_told_what_would_be_right(
    instance: Instance,
) -> None:
    answer = httpx.delete(f"{instance[0]}/api/v1/items")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["problems"][0]["code"] == "METHOD"


def test_after_all_of_it_no_answer_was_none_of_the_three(
    instance: Instance,
) -> None:
    assert 'answer="other"} 0.0' in httpx.get(f"{instance[0]}/metrics").text
