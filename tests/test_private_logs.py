"""A running instance is asked rightly and wrongly; what it logs and traces names nobody."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

PAYMENT = "/api/v1/items/resident-medical-payment/submissions"
DECLARATION = "/api/v1/items/employment-declaration/submissions"
PERSON, WRONG, NAME, KEY = "990101196501150014", "110105194912310021", "演示甲", "a-key-of-mine"
FORM = {"area_code": "990101", "coverage_year": 2027, "insured": [PERSON]}


class Asked:
    """An instance whose standard error and traces go to files."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.data, self.url = data, f"http://127.0.0.1:{port}"
        self.errors = data / "stderr.log"
        self._bumang = [sys.executable, "-m", "bumang.cli", "--data", str(data)]
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [*self._bumang, "serve", "--port", str(port), "--demo"],
                env=os.environ
                | {"BUMANG_WEB_PROCESSES": "1", "BUMANG_TRACES": str(data / "traces.jsonl")},
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )

    def until_ready(self) -> None:
        for _ in range(300):
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            time.sleep(0.1)
        pytest.fail("the instance did not become ready")

    def token(self, role: str) -> str:
        command = [*self._bumang, "demo", "token", "--as", role]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def post(self, path: str, token: str, key: str = KEY, **sent: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        return httpx.post(
            self.url + path, headers=headers | sent.pop("headers", {}), timeout=20, **sent
        )

    def logs(self) -> dict[str, str]:
        names = [*self.data.glob("*.log"), self.data / "traces.jsonl"]
        return {path.name: path.read_text(encoding="utf-8") for path in names}


@pytest.fixture
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    made = Asked(tmp_path_factory.mktemp("asked"))
    try:
        made.until_ready()
        yield made
    finally:
        made.process.send_signal(signal.SIGINT)
        made.process.wait(30)


def _ask_everything(asked: Asked, person: str, employer: str) -> None:
    assert asked.post(PAYMENT, person, json=FORM).status_code == 202
    assert asked.post(PAYMENT, person, json=FORM | {"coverage_year": 2026}).status_code == 422
    assert asked.post(PAYMENT, person, "2", json=FORM | {"insured": [WRONG]}).status_code == 422
    assert asked.post(PAYMENT, person, "3", content=f'{{"{PERSON}'.encode()).status_code == 400
    assert asked.post(PAYMENT, f"{person}x", "4", json=FORM).status_code == 401
    rows = f"操作类型,社会保障号码,姓名,年月,月缴费工资\n增员,{WRONG},{NAME},2026-12,1\n"
    table = {"content": rows.encode(), "headers": {"Content-Type": "text/csv"}}
    assert asked.post(DECLARATION, employer, "5", **table).status_code == 202
    table["content"] = f"\x00{PERSON}".encode()
    assert asked.post(DECLARATION, employer, "6", **table).status_code == 422
    for path in (f"/{PERSON}", f"/api/v1/receipts/{PERSON}", f"/?q={PERSON}", f"/receipts/{NAME}"):
        assert httpx.get(asked.url + path).status_code in {200, 400, 404, 422}
    secret = {"grant_type": "client_credentials", "client_id": PERSON, "client_secret": KEY}
    assert httpx.post(f"{asked.url}/oauth/token", data=secret).status_code in {400, 401}


_TWICE = """
INSERT INTO client (client_id, salt, secret_hash, role, subject, name)
SELECT $1, substr(sha256(''), 1, 16), sha256(''), 'employer', 1, '' FROM generate_series(1, 2)
"""


async def _break_a_constraint(asked: Asked) -> None:
    """What a defect of ours would make the database say."""
    dsn = json.loads((asked.data / "instance.json").read_text())["core"]
    core = await asyncpg.connect(dsn)
    with pytest.raises(asyncpg.UniqueViolationError):
        await core.execute(_TWICE, PERSON)
    with pytest.raises(asyncpg.DataError):
        await core.execute(f"SELECT '{PERSON}x'::int")
    await core.close()


def _kill_the_core(asked: Asked) -> None:
    place = asked.data / "postgres" / "core" / "postmaster.pid"
    os.kill(int(place.read_text().split()[0]), signal.SIGKILL)


def test_what_is_logged_and_traced_names_nobody(asked: Asked) -> None:
    person, employer = asked.token("person"), asked.token("employer")
    _ask_everything(asked, person, employer)
    asyncio.run(_break_a_constraint(asked))
    _kill_the_core(asked)
    for number in range(5):
        asked.post(PAYMENT, person, f"while the core is gone {number}", json=FORM)
        httpx.get(f"{asked.url}/mine")
        time.sleep(0.2)
    asked.until_ready()
    time.sleep(1.5)  # traces are written every second
    logs = asked.logs()
    events = [json.loads(line) for line in logs["stderr.log"].splitlines() if line[:1] == "{"]
    assert any(event["event"] == "database out of reach, waiting" for event in events)
    assert "ready to accept connections" in logs["postgres-core.log"]
    spans = {json.loads(line)["name"] for line in logs["traces.jsonl"].splitlines()}
    route = f"POST {PAYMENT.replace('resident-medical-payment', '{code}')}"
    assert {"page", "group commit", "stretch", "rows", route} <= spans
    private = (PERSON, WRONG, NAME, KEY, person, employer, r"\d{17}[\dX]")
    for name, text in logs.items():
        for one in private:
            # Numbers of traces are hexadecimal and longer.
            assert not re.search(rf"(?<![0-9a-fx]){one}(?![0-9a-f])", text), (name, one)
