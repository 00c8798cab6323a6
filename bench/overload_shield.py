"""An old system at several times its capacity: alone, and behind the shield.

`python -m bench.overload_shield` prints it; `measure` is for `make bench-overload`. The old system
and its crowd are those of examples/old-system, as processes of their own on loopback.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.database import forget_sockets, temporary_folder
from bench.web import free_port, start, stop, wait_until

EXAMPLE = Path(__file__).parents[1] / "examples" / "old-system"
_BEST_AT = (4, 6, 8)
"""Clients one after the other: around the number at which the old system does most."""
_DELIVER_SECONDS = 90


@dataclass(frozen=True)
class ShieldRun:
    """Rates are pages and forms done a second. `lost` and `doubled` are forms that the crowd was
    told are taken, and the old system did not do, or did more than once."""

    best_per_s: float
    multiple: float
    alone_per_s: float
    alone_answers: dict[str, int]
    shielded_per_s: float
    answers: dict[str, int]
    forms: int
    lost: int
    doubled: int

    @property
    def share(self) -> float:
        return self.shielded_per_s / self.best_per_s

    @property
    def other(self) -> int:
        """Answers of the shield that are none of the three."""
        return sum(n for name, n in self.answers.items() if name not in _THREE)


_THREE = frozenset({"done", "accepted", "queued", "invalid"})


def measure(
    seconds: float = 30, multiple: float = 5, posts: float = 5, *, alone: bool = True
) -> ShieldRun:
    """Takes about four times `seconds`. The second half of each run counts; the first is warm-up."""
    with temporary_folder() as folder:
        with old_system(folder / "best.sqlite") as url:
            runs = [crowd(url, folder, seconds / 3, clients=n) for n in _BEST_AT]
            best = max(float(run["pages_per_s"]) for run in runs)
        rate = multiple * best
        alone_run: dict[str, Any] = {"pages_per_s": 0.0, "answers": {}}
        if alone:
            with old_system(folder / "alone.sqlite") as url:
                alone_run = crowd(url, folder, seconds, rate=rate, posts=posts)
        with old_system(folder / "shielded.sqlite") as url, shield(folder / "data", url) as front:
            begun = _stats(url)
            run = crowd(front, folder, seconds, rate=rate, posts=posts)
            ended = _stats(url)
            forms = list(run["forms"])
            _until_delivered(front, folder)
            did = _stats(url)
        done_posts = ended["posts"] - begun["posts"]
        return ShieldRun(
            best_per_s=best,
            multiple=multiple,
            alone_per_s=float(alone_run["pages_per_s"]),
            alone_answers=dict(alone_run["answers"]),
            shielded_per_s=float(run["pages_per_s"]) + done_posts / seconds,
            answers=dict(run["answers"]),
            forms=len(forms),
            lost=max(0, len(forms) - (did["posts"] - did["doubled"])),
            doubled=did["doubled"],
        )


@contextmanager
def old_system(file: Path, *more: str) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, str(EXAMPLE / "old_system.py"), "--port", str(port)]
    process = start([*command, "--data", str(file), *more], {})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(f"{url}/stats"), process, "the old system")
        yield url
    finally:
        stop(process)


@contextmanager
def shield(data: Path, upstream: str, config: Path = EXAMPLE / "shield.toml") -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "bumang.cli", "--data", str(data), "shield"]
    process = start(
        [*command, *("--upstream", upstream), "--config", str(config), "--port", str(port)], {}
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(f"{url}/.bumang/readyz"), process, "the shield")
        yield url
    finally:
        stop(process)
        forget_sockets(data / "shield")


def crowd(url: str, folder: Path, seconds: float, **how: float) -> dict[str, Any]:
    """A run of crowd.py in a process of its own."""
    told = folder / "crowd.json"
    options = [text for name, value in how.items() for text in (f"--{name}", str(value))]
    command = [sys.executable, str(EXAMPLE / "crowd.py"), url, "--seconds", str(seconds)]
    subprocess.run([*command, *options, "--json", str(told)], check=True, stdout=subprocess.DEVNULL)
    found: dict[str, Any] = json.loads(told.read_text())
    return found


def _stats(url: str) -> dict[str, int]:
    found: dict[str, int] = httpx.get(f"{url}/stats", timeout=30).json()
    return found


def _until_delivered(front: str, folder: Path) -> None:
    """Until nothing waits to be delivered any more, or for a minute and a half."""
    command = [sys.executable, "-m", "bumang.cli", "--data", str(folder / "data")]
    end = time.monotonic() + _DELIVER_SECONDS
    while time.monotonic() < end:
        told = subprocess.run(
            [*command, "shield", "parked"], check=True, capture_output=True, text=True
        ).stdout
        if not any(state in told for state in ("waiting", "sending", "unknown")):
            return
        time.sleep(0.5)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


if __name__ == "__main__":
    result = measure(*(float(text) for text in sys.argv[1:2]))
    print(json.dumps(asdict(result) | {"share": result.share, "other": result.other}, indent=1))
