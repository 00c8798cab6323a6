"""Each class has slots of its own, and who is turned away is told when to come back."""

from __future__ import annotations

import time

import pytest
from tests.gate.fixed import Fixed

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost, cost_of, never_shed
from bumang.gate.limiter import Permit
from bumang.gate.waiting import Waiting
from bumang.gate.waiting_page import waiting_page


@pytest.mark.parametrize(
    ("method", "path", "cost"),
    [
        ("POST", "/api/v1/items/pension-estimate/submissions", Cost.ACCEPT),
        ("POST", "/items/resident-medical-payment/send", Cost.ACCEPT),
        ("POST", "/items/employment-declaration/file", Cost.ACCEPT),
        ("POST", "/api/v1/items/pension-estimate/answers", Cost.LIGHT),
        ("GET", "/", Cost.LIGHT),
        ("GET", "/items/pension-estimate", Cost.FORM),
        ("POST", "/items/pension-estimate/questions/sex", Cost.FORM),
        ("GET", "/items/pension-estimate/result", Cost.LIGHT),
        ("GET", "/api/v1/receipts/7K3M-92QX-4T8P", Cost.INTERACTIVE),
        ("GET", "/receipts/7K3M-92QX-4T8P", Cost.INTERACTIVE),
        ("GET", "/mine", Cost.INTERACTIVE),
    ],
)
def test_the_route_tells_what_a_request_costs(method: str, path: str, cost: Cost) -> None:
    assert cost_of(method, path) is cost


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/sign-in", "/oauth/token"])
def test_health_checks_and_signing_in_are_never_shed(path: str) -> None:
    assert never_shed(path)


async def test_a_flood_of_readings_leaves_the_light_class_its_slots() -> None:
    bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(1))
    taken = await bulkheads.enter(Cost.INTERACTIVE, urgent=False)
    assert isinstance(taken, Permit)
    assert await bulkheads.enter(Cost.INTERACTIVE, urgent=False) is None
    assert isinstance(await bulkheads.enter(Cost.LIGHT, urgent=False), Permit)


def test_the_waiting_page_is_small_and_shows_an_address_without_letting_it_speak() -> None:
    wire = waiting_page('/receipts/"><script>', Waiting(7), "zh")
    assert wire.status == 429
    assert dict(wire.headers)["retry-after"] == "7"
    assert len(wire.body) < 10_000
    assert b"<script" not in wire.body
