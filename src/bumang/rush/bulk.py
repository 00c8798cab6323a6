"""The bulk of a load that Python cannot offer: Debian's `wrk`, with a schedule and tickets in Lua."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from bumang.rush.ask import Ask, Class, Kind
from bumang.rush.shape import Times

_SCRIPT = Path(__file__).with_name("bulk.lua")
_KIND: dict[str, Kind] = {"busy": "other", "5xx": "other", "stale": "done"}
MISSING = (
    "this load needs the fast generator `wrk`, which is not on the PATH "
    "(on Debian: apt-get install wrk). A smaller --multiple needs none."
)


class Stream(msgspec.Struct, frozen=True):
    """Requests of one class, taken in turn; `came` is how many are due after every tenth second."""

    cost: Class
    asks: Sequence[Ask]
    came: Times
    urgent: bool = False


class Bulk(msgspec.Struct):
    """What came of it. `offered` were answered or failed; what is on its way at the end is not in.

    `slow` were answered, but after thirty seconds: they count as `other` besides what they were.
    """

    planned: int
    answers: Counter[Kind]
    causes: Counter[str]
    by_class: dict[Class, Counter[Kind]]
    by_second: dict[int, Counter[Kind]]
    class_by_second: dict[tuple[int, Class], Counter[Kind]]
    waiting: int
    sent: int
    stale: int = 0
    good: int = 0

    @property
    def offered(self) -> int:
        return self.answers.total()


class _Thread(msgspec.Struct):
    sent: int
    waiting: int
    counts: list[tuple[int, str, int]]


class _Result(msgspec.Struct):
    refused: int
    reset: int
    slow: int
    threads: list[_Thread]


def there() -> bool:
    return shutil.which("wrk") is not None


async def drive(
    streams: Sequence[Stream],
    folder: Path,
    address: tuple[str, int],
    seconds: float,
    ghosts: float,
    connections: int,
    run: str,
) -> Bulk:
    """One thread of the generator a stream. Raises RuntimeError when it gives no result."""
    files = [_written(stream, folder, n, address) for n, stream in enumerate(streams)]
    host, port = address
    process = await asyncio.create_subprocess_exec(
        *("wrk", f"-t{len(streams)}", f"-c{connections * len(streams)}"),
        *(f"-d{max(1, round(seconds))}s", "--timeout", "30s", "-s", str(_SCRIPT)),
        *(f"http://{host}:{port}", "--", str(ghosts), run),
        *(str(file) for three in files for file in three),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        told, wrong = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return read_result(told, wrong, streams)


def read_result(told: bytes, wrong: bytes, streams: Sequence[Stream]) -> Bulk:
    """What the script has printed. Raises RuntimeError with the generator's own words."""
    line = next((one for one in told.splitlines() if one.startswith(b"RESULT ")), None)
    if line is None:
        raise RuntimeError(f"wrk gave no result: {(told + wrong)[-400:].decode(errors='replace')}")
    found = msgspec.json.decode(line.removeprefix(b"RESULT "), type=_Result)
    bulk = Bulk(
        planned=sum(int(stream.came[-1]) for stream in streams),
        answers=Counter[Kind]({"other": found.refused + found.reset + found.slow}),
        causes=Counter(refused=found.refused, reset=found.reset, timeout=found.slow),
        by_class={},
        by_second={},
        class_by_second={},
        waiting=sum(thread.waiting for thread in found.threads),
        sent=sum(thread.sent for thread in found.threads),
    )
    for stream, thread in zip(streams, found.threads, strict=True):
        for second, what, number in thread.counts:
            _count(bulk, stream.cost, second, what, number)
    return bulk


def _count(bulk: Bulk, cost: Class, second: int, what: str, number: int) -> None:
    kind: Kind = _KIND.get(what) or what  # type: ignore[assignment] # the script's other words
    bulk.answers[kind] += number
    if kind == "other":
        bulk.causes[what] += number
    bulk.stale += number if what == "stale" else 0
    bulk.good += number if what == "done" and cost == "interactive" else 0
    bulk.by_class.setdefault(cost, Counter())[kind] += number
    bulk.by_second.setdefault(second, Counter())[kind] += number
    bulk.class_by_second.setdefault((second, cost), Counter())[kind] += number


def _written(stream: Stream, folder: Path, n: int, address: tuple[str, int]) -> tuple[Path, ...]:
    """The requests with a mark where a ticket and a key go, the schedule a line a step, and what
    whole answers have."""
    names = ("requests", "schedule", "marks")
    requests, schedule, marks = (folder / f"bulk-{n}.{name}" for name in names)
    expected = {ask.expects for ask in stream.asks}
    # Where one request expects nothing, nothing can be told of any: answers do not say whose they are.
    marks.write_bytes(b"" if b"" in expected else b"\x1e".join(sorted(expected)))
    requests.write_bytes(b"\x1e".join(_marked(ask, address) for ask in stream.asks))
    schedule.write_text("\n".join(f"{one:.3f}" for one in np.maximum.accumulate(stream.came)))
    return requests, schedule, marks


def _marked(ask: Ask, address: tuple[str, int]) -> bytes:
    lines = [f"{ask.method} {ask.path} HTTP/1.1", f"host: {address[0]}:{address[1]}"]
    lines += [f"{name}: {value}" for name, value in ask.headers if name != "idempotency-key"]
    if ask.method == "POST":
        lines.append(f"content-length: {len(ask.body)}")
    head = "".join(f"{line}\r\n" for line in lines).encode()
    return head + b"\x1f" + b"\r\n" + ask.body
