"""One person: by HTTP beside OpenFisca's web API, in process with explanation, after a change."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bench.database import temporary_folder
from bench.instance import instance_at, one_after_the_other, percentile
from bench.law_engines import PEERS
from bench.measured import Measured, Part
from bench.progress import say
from bench.web import free_port, start, stop, wait_until
from bumang.rules import law
from bumang.rules.calculations.lines import answer_line

_PATH = "/api/v1/rules/employee_pension"
_PEER_PACKAGE = "bench.peers.law.openfisca_pension"
_ON = date(2026, 1, 1)
_INPUTS: dict[str, Any] = {
    "calc_base": "8000",
    "average_index": "0.8498",
    "total_months": 360,
    "years_rounding": "exact",
    "account_balance": "115090.38",
    "retire_age": {"years": 60, "months": 0},
}
_TOTAL = Decimal("3047.75")  # (8000 + 8000 × 0.8498) ÷ 2 × 30 × 1 % + 115090.38 ÷ 139


def one_person(count: int, seconds: int) -> Part:
    """Every answer compared with the same total."""
    ours, theirs = [], []
    with temporary_folder() as folder, _law_folder() as office, instance_at(folder) as url:
        with httpx.Client(base_url=url) as client, _openfisca() as other:
            for _ in range(count):
                ours.append(one_after_the_other(lambda: _asked(client), seconds))
                theirs.append(one_after_the_other(lambda: _asked_openfisca(other), seconds))
        changed = [_changed(url, office, 8000 + n) for n in range(1, count + 1)]
    for name, found in (("Bumang", ours), ("OpenFisca", theirs)):
        if any(one.wrong for one in found):
            raise RuntimeError(f"{name} gave wrong answers")
    explained = [_explained() for _ in range(count)]

    def times(name: str, values: list[float], goal: float | None, about: str = "") -> Measured:
        return Measured(name, "ms", values, goal, about=about)

    return Part(
        "One person",
        [
            times("by HTTP, p50", [one.p50 or 0 for one in ours], 1, _HTTP),
            times("by HTTP, p99", [one.p99 or 0 for one in ours], 3),
            times("OpenFisca's web API, p50", [one.p50 or 0 for one in theirs], None, _OTHER),
            times("OpenFisca's web API, p99", [one.p99 or 0 for one in theirs], None),
            times("in process, every step explained, p50", [p50 for p50, _ in explained], 1, _HERE),
            times("in process, every step explained, p99", [p99 for _, p99 in explained], None),
            Measured("a changed file to a new answer", "s", changed, 1, about=_CHANGE),
        ],
    )


def _asked(client: httpx.Client) -> bool:
    answer = client.post(f"{_PATH}?on={_ON}", json=_INPUTS)
    return answer.status_code == 200 and Decimal(answer.json()["result"]["total"]) == _TOTAL


def _asked_openfisca(client: httpx.Client) -> bool:
    year = "2026"
    person = {
        "average_index": {year: 0.8498},
        "total_months": {year: 360},
        "account_balance": {year: 115090.38},
        "divisor": {year: 139},
        "pension": {year: None},
    }
    answer = client.post("/calculate", json={"persons": {"p": person}})
    found = answer.json()["persons"]["p"]["pension"][year]
    return answer.status_code == 200 and abs(found - float(_TOTAL)) < 0.05


@contextmanager
def _openfisca() -> Iterator[httpx.Client]:
    port = free_port()
    program = str(PEERS.absolute().with_name("openfisca"))
    options = ["--country-package", _PEER_PACKAGE, "--port", str(port), "--workers", "1"]
    process = start([program, "serve", *options], {})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _up(url), process, "OpenFisca's web API")
        with httpx.Client(base_url=url) as client:
            yield client
    finally:
        stop(process)


def _up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/variables").status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def _law_folder() -> Iterator[Path]:
    """A folder of an office, named in the environment of the instance that is started next."""
    with TemporaryDirectory() as folder:
        before = os.environ.get("BUMANG_LAW")
        os.environ["BUMANG_LAW"] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop("BUMANG_LAW")
            if before is not None:
                os.environ["BUMANG_LAW"] = before


def _changed(url: str, office: Path, value: int) -> float:
    """Seconds from the file being there to the first answer of that figure."""
    (office / "sources.toml").write_text(
        '[BENCH]\ntitle = { zh = "测试", en = "benchmark" }\nseen = "made up"\n'
    )
    text = (
        "[account_credit_rate]\nvalues = [{ since = 2031-01-01, "
        f'value = 0.0{value}, confidence = "A", sources = ["BENCH"] }}]\n'
    )
    wanted = (Decimal(f"0.0{value}") * 10_000).quantize(Decimal("0.01"))
    with httpx.Client(base_url=url) as client:
        before = _credit(client, "2030-12")
        unfinished = office / "change.unfinished"
        unfinished.write_text(text)
        begun = time.perf_counter()
        unfinished.replace(office / "change.toml")
        while _credit(client, "2031-01") != wanted:
            if time.perf_counter() - begun > 30:
                raise RuntimeError("the change of the law was never answered with")
            time.sleep(0.01)
        taken = time.perf_counter() - begun
        if _credit(client, "2030-12") != before:
            raise RuntimeError("an answer for a day before the change is another")
    say(f"one person: a changed file answered with after {taken:.2f} s")
    return taken


def _credit(client: httpx.Client, month: str) -> Decimal:
    """What a base of 10,000 yuan puts into the account in a month."""
    inputs = {
        "opening_balance": "0",
        "first_year": int(month[:4]),
        "through_month": month,
        "method": "monthly_product",
        "rates": [{"year": int(month[:4]), "rate_percent": "0"}],
        "credits": [{"month": month, "monthly_base": "10000"}],
    }
    answer = client.post("/api/v1/rules/account_history", json=inputs)
    if answer.status_code != 200:
        raise RuntimeError(answer.text)
    return Decimal(answer.json()["result"]["closing_balance"])


def _explained() -> tuple[float, float]:
    line = json.dumps({"id": "1", "kind": "employee_pension", "inputs": _INPUTS}).encode()
    rules, taken = law(), []
    for _ in range(2000):
        begun = time.perf_counter()
        answer = answer_line(line, 1, rules, _ON, trace=True)
        taken.append((time.perf_counter() - begun) * 1000)
    if b'"3047.75"' not in answer or b"steps" not in answer:
        raise RuntimeError("the explained answer is not right")
    return median(taken), percentile(taken, 99)


_HTTP = (
    "One web process, one client, one request at a time over a kept connection; the parts of a"
    " pension from index, months, balance and age, checked, in decimals."
)
_OTHER = (
    "`openfisca serve` with one worker, the same pension from the same figures, the same client."
)
_HERE = (
    "From a line of JSON to a line of JSON with every step, its rule and source, in two languages."
)
_CHANGE = (
    "A file of an office's folder is put in place; asked every ten milliseconds by HTTP until the new"
    " value is answered with. No restart; the answer for a day before the change is the same."
)
