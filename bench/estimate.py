"""The pension estimate by API: one person after the other, as a page would ask."""

from __future__ import annotations

import httpx

from bench.contestant import Contestant, in_turns
from bench.instance import instance, one_after_the_other
from bench.progress import say
from bench.table import Rates

_ITEM = "/api/v1/items/pension-estimate"


def answered(rounds: int, seconds: int) -> Rates:
    """One client, one request at a time, over a kept connection; every answer's total compared."""
    say(f"pension estimate: starting Bumang; {rounds} rounds of {seconds} s")
    with instance() as url, httpx.Client(base_url=url) as client:
        form = client.get(_ITEM).json()["form_schema"]["examples"][0]
        total = client.post(f"{_ITEM}/answers", json=form).json()["total"]

        def ask() -> bool:
            answer = client.post(f"{_ITEM}/answers", json=form)
            return answer.status_code == 200 and answer.json()["total"] == total

        estimate = Contestant(
            name="Bumang, estimate by API",
            about="One web process, one client, one request at a time, every step explained in"
            " the answer.",
            once=lambda seconds, _: one_after_the_other(ask, seconds),
            durable=False,
        )
        return Rates("pension estimate", in_turns([estimate], rounds, seconds))
