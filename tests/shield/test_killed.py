"""Real processes, really killed: the shield and the old system, in the middle of delivering."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from bench.overload_shield import EXAMPLE, crowd, old_system, shield
from bench.web import free_port

pytestmark = pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="finds the processes through /proc"
)
# The example's own, with a shorter time to settle: its old system gives no answer later than that.
CONFIG = (
    (EXAMPLE / "shield.toml")
    .read_text(encoding="utf-8")
    .replace('settle = "25s"', 'settle = "2s"')
    .replace('answer = "20s"', 'answer = "2s"')
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "shield.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def send(front: str, person: str, form_id: str) -> str:
    """The receipt's number; sent again with the same form until someone answers."""
    form = {"person": person, "form_id": form_id, "what": form_id}
    for _ in range(100):
        try:
            answer = httpx.post(f"{front}/apply", data=form, timeout=20)
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code == 202:
            return str(answer.json()["number"])
        assert answer.status_code == 429, answer.text
        time.sleep(0.2)
    pytest.fail("the form was never accepted")


def until(true: Callable[[], bool], what: str) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.2)
    pytest.fail(what)


def until_delivered(front: str, numbers: list[str]) -> None:
    states: Counter[str] = Counter()
    for _ in range(300):
        states = _states(front, numbers)
        if set(states) == {"delivered"}:
            return
        time.sleep(0.2)
    pytest.fail(f"not everything was delivered: {dict(states)}")


def _states(front: str, numbers: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for number in numbers:
        try:
            answer = httpx.get(f"{front}/.bumang/receipts/{number}", timeout=20)
        except httpx.TransportError as error:
            found[type(error).__name__] += 1
        else:
            found[answer.json().get("state", f"status {answer.status_code}")] += 1
    return found


def process_of(data: Path) -> int:
    """The shield's own process, not its supervisor."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (folder / "environ").read_bytes().decode()
        except OSError:
            continue
        mine = f"BUMANG_DATA={data}/shield" in environment
        if "shield-process" in command and mine:
            return int(folder.name)
    pytest.fail("the shield's process was not found")


@pytest.mark.slow
def test_a_shield_killed_again_and_again_loses_nothing_and_doubles_nothing(
    tmp_path: Path, config: Path
) -> None:
    tmp_path.chmod(0o755)
    with (
        old_system(tmp_path / "old.sqlite") as upstream,
        shield(tmp_path / "data", upstream, config) as front,
    ):
        numbers = []
        for n in range(30):
            numbers.append(send(front, f"person {n % 5}", f"form {n}"))
            if n % 10 == 5:
                os.kill(process_of(tmp_path / "data"), signal.SIGKILL)
        until_delivered(front, numbers)
        told = httpx.get(f"{upstream}/stats").json()
        assert (told["posts"], told["doubled"]) == (30, 0)
        for person in range(5):
            page = httpx.get(f"{upstream}/applications", params={"person": f"person {person}"}).text
            found = [text.partition("<")[0] for text in page.split("<li>")[1:]]
            assert found == [f"form {n}" for n in range(30) if n % 5 == person], "in order"
        counts = _counts(front)
        assert counts["other"] == 0


@pytest.mark.slow
def test_an_old_system_killed_in_the_middle_gets_everything_once(
    tmp_path: Path, config: Path
) -> None:
    tmp_path.chmod(0o755)
    port = free_port()
    upstream = f"http://127.0.0.1:{port}"
    command = [sys.executable, str(EXAMPLE / "old_system.py"), "--port", str(port)]
    command += ["--data", str(tmp_path / "old.sqlite")]
    old = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with shield(tmp_path / "data", upstream, config) as front:
            numbers = []
            for n in range(24):
                numbers.append(send(front, f"person {n % 4}", f"form {n}"))
                if n in {8, 16}:
                    old.kill()
                    old.wait()
                    waiting = httpx.get(f"{front}/records", headers={"Accept": "text/html"})
                    assert waiting.status_code == 429
                    old = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            until_delivered(front, numbers)
            told = httpx.get(f"{upstream}/stats").json()
            assert (told["posts"], told["doubled"]) == (24, 0)
            assert _counts(front)["other"] == 0
    finally:
        old.kill()
        old.wait()


@pytest.mark.slow
def test_a_crowd_of_five_times_what_it_can_gets_the_three_answers_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with (
        old_system(tmp_path / "old.sqlite") as upstream,
        shield(tmp_path / "data", upstream) as front,
    ):
        told = crowd(front, tmp_path, 6, rate=250, posts=3)
        answers = dict(told["answers"])
        assert set(answers) <= {"done", "accepted", "queued"}, answers
        assert answers["queued"] > answers["done"] > 0
        forms = set(told["forms"])

        def all_there() -> bool:
            found = httpx.get(f"{upstream}/stats", timeout=30).json()
            return bool(found["posts"] - found["doubled"] >= len(forms))

        until(all_there, "forms were lost")
        assert httpx.get(f"{upstream}/stats", timeout=30).json()["doubled"] == 0
        counts = _counts(front)
        kinds = ("done", "accepted", "queued", "invalid")
        assert counts["other"] == 0
        # The question for the counts is itself still on its way.
        assert counts["offered"] == sum(counts[kind] for kind in kinds) + counts["gone"] + 1


def _counts(front: str) -> dict[str, int]:
    found = {}
    for line in httpx.get(f"{front}/.bumang/metrics", timeout=30).text.splitlines():
        name, _, value = line.rpartition(" ")
        if name.startswith("bumang_answers_total"):
            found[name.split('"')[1]] = int(float(value))
        elif name in {"bumang_offered_total", "bumang_gone_total"}:
            found[name.split("_")[1]] = int(float(value))
    return found
