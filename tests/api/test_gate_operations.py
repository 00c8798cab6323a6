"""Operators see and steer the gate of a real instance, by program and by command; nobody else does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx
import pytest
from chaos.instance import Instance, running

from bumang.access.principal import Role

PATH = "/api/v1/gate/orders"
OPENINGS = "/api/v1/gate/openings"
CASES = [
    ("GET", "/api/v1/gate"),
    ("GET", PATH),
    *(("POST", path) for path in (PATH, f"{PATH}/1/reversal", OPENINGS)),
    *(("POST", f"{OPENINGS}/1/{what}") for what in ("seed", "withdrawal")),
]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with running(tmp_path_factory.mktemp("gate")) as made:
        yield made


@pytest.fixture(scope="module")
def client_of(instance: Instance) -> Iterator[Callable[[Role], httpx.Client]]:
    with ExitStack() as clients:

        @cache
        def client(role: Role) -> httpx.Client:
            made = clients.enter_context(httpx.Client(base_url=instance.url))
            if role is not Role.ANYONE:
                token = instance.command("demo", "token", "--as", role.value).stdout.strip()
                made.headers["Authorization"] = f"Bearer {token}"
            return made

        yield client


@pytest.fixture(scope="module")
def operator(client_of: Callable[[Role], httpx.Client]) -> httpx.Client:
    return client_of(Role.OPERATOR)


def given(operator: httpx.Client, **wanted: Any) -> dict[str, Any]:
    answer = operator.post(PATH, json={"reason": "试运行"} | wanted)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def until(holds: Callable[[], bool]) -> None:
    """What is ordered is obeyed within a second; a loaded machine is given longer."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it was not obeyed")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_the_gate_is_shut_to_everyone_but_operators(
    role: Role, client_of: Callable[[Role], httpx.Client]
) -> None:
    for method, path in CASES:
        answer = client_of(role).request(method, path, json={"setting": "rate", "reason": "why"})
        assert answer.status_code == (401 if role is Role.ANYONE else 403), (method, path)


def test_an_operator_sees_lines_and_slots(operator: httpx.Client) -> None:
    told = operator.get("/api/v1/gate").json()
    assert {line["line"] for line in told["lines"]} >= {"interactive.main", "interactive.urgent"}
    assert {one["cost"] for one in told["classes"]} == {"light", "interactive", "form"}


def test_a_paused_line_queues_people_and_leaves_submissions_alone(
    operator: httpx.Client, client_of: Callable[[Role], httpx.Client]
) -> None:
    person = client_of(Role.PERSON)
    ends_at = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    for line in ("light.main", "light.urgent"):
        given(operator, setting="pause", target=line, value=True, ends_at=ends_at)
    until(lambda: person.get("/api/v1/items").status_code == 429)
    told = person.get("/api/v1/items").json()
    assert told["answer"] == "queued"
    assert told["paused_until"]
    sent = person.post(
        "/api/v1/items/resident-medical-payment/submissions",
        json={"area_code": "990101", "coverage_year": 1900, "insured": []},
        headers={"Idempotency-Key": "while it is paused"},
    )
    assert sent.status_code == 422  # looked at and told what is wrong: not made to wait
    for line in ("light.main", "light.urgent"):
        given(operator, setting="pause", target=line, value=None)
    until(lambda: person.get("/api/v1/items").status_code == 200)


def test_a_matter_is_urgent_by_order(operator: httpx.Client) -> None:
    given(operator, setting="urgent", target="pension-estimate", value=True)
    ends_at = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
    given(operator, setting="pause", target="light.main", value=True, ends_at=ends_at)
    # Each web process obeys by itself: all have when every new connection is answered so.
    items = f"{operator.base_url}/api/v1/items"
    until(lambda: all(httpx.get(items).status_code == 429 for _ in range(12)))
    # Its lane is not the paused one.
    assert httpx.get(f"{items}/pension-estimate").status_code == 200
    assert httpx.get(items).status_code == 429
    given(operator, setting="pause", target="light.main", value=None)
    given(operator, setting="urgent", target="pension-estimate", value=None)


def test_an_order_is_logged_and_taken_back(operator: httpx.Client) -> None:
    order = given(operator, setting="limit", target="interactive", value=9)
    until(lambda: set(operator.get("/api/v1/gate").json()["classes"][1]["limits"]) == {9})
    back = operator.post(f"{PATH}/{order['number']}/reversal", json={"reason": "够了"}).json()
    assert (back["value"], back["reverts"]) == (None, order["number"])
    log = operator.get(PATH).json()["orders"]
    assert [one["number"] for one in log[:2]] == [back["number"], order["number"]]
    assert log[0]["given_by"] == "operator:1"
    older = operator.get(PATH, params={"before": log[1]["number"]}).json()["orders"]
    assert older == log[2:]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"{", 400, "NOT_JSON"),
        (b'{"setting": "speed", "reason": "why"}', 422, "ORDER_FORM"),
        (b'{"setting": "rate", "reason": "why", "extra": 1}', 422, "ORDER_FORM"),
        (b'{"setting": "rate", "target": "x", "value": -1, "reason": ""}', 422, "ORDER_REASON"),
        (b'{"setting": "rate", "target": "light.urgent", "reason": "why"}', 422, "NOTHING_ORDERED"),
    ],
)
def test_a_wrong_order_is_told_in_words(
    operator: httpx.Client, sent: bytes, status: int, code: str
) -> None:
    answer = operator.post(PATH, content=sent)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (status, code)


def test_the_same_by_command(instance: Instance, operator: httpx.Client) -> None:
    target = ("--for", "interactive.main", "--reason", "夜里慢一点")
    assert "null -> 5" in instance.command("gate", "set", "rate", "5", *target).stdout.replace(
        "auto", "null"
    )
    shown = json.loads(instance.command("gate", "show", "--json").stdout)
    assert [(one["setting"], one["value"]) for one in shown["orders"]] == [("rate", 5)]
    assert "rate interactive.main: auto -> 5" in instance.command("gate", "show").stdout
    until(
        lambda: (
            5
            in [
                line["rate"]
                for line in operator.get("/api/v1/gate").json()["lines"]
                if line["line"] == "interactive.main"
            ]
        )
    )
    instance.command("gate", "pause", "light.main", "--minutes", "2", "--reason", "演练")
    instance.command("gate", "resume", "light.main", "--reason", "演练完")
    instance.command("gate", "set", "rate", "auto", *target)
    log = instance.command("gate", "log", "--most", "2").stdout.splitlines()
    assert "rate interactive.main: 5 -> auto" in log[0]
    assert "command:" in log[1]


def test_an_opening_is_announced_numbers_are_given_and_it_is_withdrawn(
    operator: httpx.Client, client_of: Callable[[Role], httpx.Client]
) -> None:
    hour = datetime.now(UTC) + timedelta(minutes=30)
    wanted = {"matter": "pension-estimate", "opens_at": hour.isoformat(), "reason": "截止日"}
    announced = operator.post("/api/v1/gate/openings", json=wanted).json()
    number = announced["opening"]
    visitor = client_of(Role.ANYONE)
    page = "/items/pension-estimate"
    until(lambda: "您的号码是" in visitor.get(page).text)
    held = visitor.get(page)
    assert held.status_code == 429
    assert announced["commitment"] in held.text
    assert visitor.get(page).text.count("<strong>") == held.text.count("<strong>")
    published = visitor.get("/queue/openings")
    assert published.headers["cache-control"].startswith("public")
    assert published.json()["openings"][0] == announced
    assert announced["seed"] is None
    assert visitor.get("/items/resident-medical-payment").status_code == 200
    assert "自己核对" in visitor.get("/queue/order").text
    seed = operator.post(f"/api/v1/gate/openings/{number}/seed", json={"seed": "00"})
    assert seed.json()["problems"][0]["code"] == "OPENING_SEED"
    back = operator.post(f"/api/v1/gate/openings/{number}/withdrawal", json={"reason": "改期"})
    assert back.json()["withdrawn_why"] == "改期"
    until(lambda: visitor.get(page).status_code == 200)


def test_openings_by_command(instance: Instance) -> None:
    hour = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    told = instance.command("gate", "open", "announce", "--at", hour, "--reason", "演练")
    number = told.stdout.split()[0]
    assert "announced" in instance.command("gate", "open", "list").stdout
    early = instance.command("gate", "open", "verify", number, "1")
    assert "not revealed yet" in early.stderr
    withdrawn = instance.command("gate", "open", "withdraw", number, "--reason", "演练完")
    assert "withdrawn" in withdrawn.stdout
