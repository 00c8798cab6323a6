"""A body is read within its bounds, and each bound is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bumang.kernel.problems import InvalidInput
from bumang.runtime.body import MEGABYTE, Bodies, LaterError


class Sending:
    """As the server gives a body; each part comes after so many seconds of the clock."""

    def __init__(self, *parts: bytes, pause: float = 0.0, stalls: bool = False) -> None:
        self.now = 0.0
        self._parts, self._pause, self._stalls = parts, pause, stalls

    async def __call__(self) -> bytes:
        if self._stalls:
            await asyncio.Event().wait()
        return b"".join(self._parts)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            self.now += self._pause
            yield part
        if self._stalls:
            await asyncio.Event().wait()


def bodies(sending: Sending, **bounds: float) -> Bodies:
    return Bodies(steady=lambda: sending.now, **bounds)  # type: ignore[arg-type]


async def refusal(sending: Sending, declared: str = "", largest: int = MEGABYTE) -> str:
    with pytest.raises(InvalidInput) as refused:
        await bodies(sending, window_s=0.05).read(declared, sending, largest)
    return refused.value.problems[0].code


async def test_a_body_comes_whole_with_and_without_a_declared_length() -> None:
    for declared in ("6", "", str(MEGABYTE)):
        sending = Sending(b"abc", b"def")
        assert await bodies(sending).read(declared, sending, MEGABYTE) == b"abcdef"


async def test_more_than_was_allowed_is_refused_before_and_while_it_comes() -> None:
    assert await refusal(Sending(), declared="11", largest=10) == "TOO_LARGE"
    assert await refusal(Sending(), declared="-1") == "TOO_LARGE"
    assert await refusal(Sending(b"x" * 6, b"x" * 6), largest=10) == "TOO_LARGE"


async def test_a_body_that_stops_coming_is_refused_in_words() -> None:
    assert await refusal(Sending(stalls=True), declared="10") == "BODY_TOO_SLOW"
    assert await refusal(Sending(b"x", stalls=True)) == "BODY_TOO_SLOW"


async def test_a_body_that_only_drips_is_refused() -> None:
    sending = Sending(*[b"x"] * 100, pause=5)
    with pytest.raises(InvalidInput):
        await bodies(sending).read("", sending, MEGABYTE)


async def test_a_file_over_a_poor_line_is_taken() -> None:
    sending = Sending(*[b"x" * 8192] * 40, pause=1)
    assert len(await bodies(sending).read("", sending, MEGABYTE)) == 40 * 8192


async def test_what_takes_far_too_long_in_all_is_refused() -> None:
    sending = Sending(*[b"x" * 30_000] * 400, pause=1)
    with pytest.raises(InvalidInput):
        await bodies(sending).read("", sending, 100 * MEGABYTE)


async def test_beyond_what_all_bodies_may_hold_one_comes_later_and_the_others_go_on() -> None:
    whole = bodies(Sending(), budget=100)
    first = Sending(b"x" * 80, stalls=True)
    reading = asyncio.create_task(whole.read("", first, MEGABYTE))
    await asyncio.sleep(0)
    second = Sending(b"x" * 30)
    with pytest.raises(LaterError):
        await whole.read("", second, MEGABYTE)
    assert await whole.read("", Sending(b"x" * 20), MEGABYTE) == b"x" * 20
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert await whole.read("", second, MEGABYTE) == b"x" * 30
