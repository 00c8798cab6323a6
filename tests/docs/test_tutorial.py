"""The commands of README and tutorial are run as they stand, on an instance of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
TUTORIAL = ROOT / "docs" / "tutorial.md"
PORT = "127.0.0.1:8000"


def blocks(page: Path) -> list[str]:
    """The indented blocks of a page, as a person would copy them."""
    found: list[list[str]] = [[]]
    fenced = False
    for line in page.read_text(encoding="utf-8").splitlines():
        fenced ^= line.startswith("```")
        if line.startswith("    ") and not fenced:
            found[-1].append(line[4:])
        elif found[-1]:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


@dataclass
class Instance:
    """What the pages' commands speak to; they run in a folder that looks like a clone's."""

    folder: Path
    port: int
    supervisor: subprocess.Popen[bytes]

    def run(self, block: str) -> subprocess.CompletedProcess[str]:
        mine = block.replace(PORT, f"127.0.0.1:{self.port}").replace(
            # Only the worker of this instance, whatever else runs on the machine.
            "pgrep -f",
            f"pgrep -P {self.supervisor.pid} -f",
        )
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", mine],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    folder = tmp_path_factory.mktemp("clone")
    command = folder / ".venv" / "bin" / "bumang"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m bumang.cli "$@"\n')
    command.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = subprocess.Popen(
        [command, "serve", "--demo", "--port", str(port)],
        cwd=folder,
        env=os.environ | {"BUMANG_WEB_PROCESSES": "1"},
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield Instance(folder, port, started)
    finally:
        started.send_signal(signal.SIGINT)
        assert started.wait(30) == 0


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail("the instance did not become ready within 30 seconds")


def _runnable(page: Path) -> list[str]:
    return [block for block in blocks(page) if not block.startswith("make ")]


def test_every_make_command_of_the_pages_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in (README, CHINESE, TUTORIAL):
        named = set(re.findall(r"(?:^    |`)make ([a-z]+)", page.read_text(), re.MULTILINE))
        assert named <= targets, page.name
        assert named, page.name


def test_both_readmes_have_the_same_commands() -> None:
    def bare(page: Path) -> list[str]:
        return [re.sub(r" +# .*", "", block) for block in blocks(page)]

    assert bare(CHINESE) == bare(README)


def test_the_readme_s_commands_give_a_receipt_that_verifies_and_an_audit_that_holds(
    instance: Instance,
) -> None:
    (block,) = _runnable(README)
    ran = instance.run(block)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "The receipt is genuine" in ran.stdout
    assert "audit: everything holds" in ran.stdout


def test_the_tutorial_s_commands_do_what_it_says(instance: Instance) -> None:
    person, employer, terminal, broken = _runnable(TUTORIAL)
    paid = instance.run(person)
    assert paid.returncode == 0, paid.stdout + paid.stderr
    assert "The receipt is genuine" in paid.stdout
    first = (instance.folder / "receipt.json").read_bytes()
    again = instance.run(person)
    assert again.returncode == 0, again.stdout + again.stderr
    assert (instance.folder / "receipt.json").read_bytes() == first
    other = instance.run(person.replace('"coverage_year":2027', '"coverage_year":2026'))
    assert other.returncode != 0, "the receipt of another content under the same key verified"
    (instance.folder / "receipt.json").write_bytes(first)
    told = instance.run(terminal)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "yuan a month" in told.stdout or "每月" in told.stdout
    assert "done" in told.stdout
    assert '"amount_fen"' in told.stdout
    assert "signed by both keys of the platform and seen by" in told.stdout
    (instance.folder / "receipt.json").write_bytes(first.replace(b"a", b"b", 1))
    assert instance.run(".venv/bin/bumang verify receipt.json").returncode == 1
    sent = instance.run(employer)
    assert sent.returncode == 0, sent.stdout + sent.stderr
    assert '"format":"bumang-receipt-1"' in sent.stdout
    audited = instance.run(broken)
    assert audited.returncode == 0, audited.stdout + audited.stderr
    assert "audit: everything holds" in audited.stdout
