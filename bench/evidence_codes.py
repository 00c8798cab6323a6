"""The one code: made and verified a second, and what must be refused."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.evidence_codes_browser import refused_in_browser
from bench.measured import Measured, Part, rounds
from bumang.codes import base45
from bumang.codes.code import PREFIX, Grant, SignedGrant, write
from bumang.codes.keys import REMEMBERED, GrantingKey, device_key, show
from bumang.codes.services import services
from bumang.codes.verification import check

_CHANGES = 100_000
_REPLAYS = 10_000
_NOW, _DAY = 59_670_000, 2880
_LIBRARY = services()["library"]


class Sample:
    """Grants of one service of a hundred persons, and of so many more that none is remembered."""

    def __init__(self) -> None:
        self.key = GrantingKey(Ed25519PrivateKey.generate())
        self.known = {self.key.issuer.hex(): self.key.published}
        self.devices = [ec.generate_private_key(ec.SECP256R1()) for _ in range(100)]
        self.grants = [self._grant(one) for one in self.devices]
        self.codes = [self.made(at) for at in range(100)]
        self._many = [
            write(show(self.devices[at % 100], self._grant(self.devices[at % 100], at), _NOW))
            for at in range(REMEMBERED + 100)
        ]
        self._at = 0

    def _grant(self, device: ec.EllipticCurvePrivateKey, at: int = 0) -> SignedGrant:
        pseudonym = random.Random(device_key(device) + at.to_bytes(4)).randbytes(16)
        number, asks = _LIBRARY.number, _LIBRARY.bits
        given = Grant(
            self.key.issuer, number, asks, asks, pseudonym, _NOW - 9, _DAY, device_key(device)
        )
        return self.key.sign(given)

    def made(self, at: int, window: int = _NOW) -> str:
        return write(show(self.devices[at % 100], self.grants[at % 100], window))

    def make(self) -> bool:
        self._at += 1
        return bool(self.made(self._at, _NOW + self._at % _DAY))

    def verify(self) -> bool:
        self._at += 1
        return self.holds(self.codes[self._at % 100])

    def verify_anew(self) -> bool:
        self._at += 1
        return self.holds(self._many[self._at % len(self._many)])

    def holds(self, text: str, service: int = _LIBRARY.number, now: int = _NOW) -> bool:
        return check(text, self.known, service, now).code is not None


def codes(count: int) -> Part:
    sample = Sample()
    changed, elsewhere, later = _changed(sample), _elsewhere(sample), _later(sample)
    return Part(
        "The one code",
        [
            Measured("made", "/s", _rounds(count, sample.make), 5000, at_least=True),
            Measured(
                "verified offline, the grant for the first time",
                "/s",
                _rounds(count, sample.verify_anew),
                5000,
                at_least=True,
                about="Both signatures each time, of a grant that is not remembered.",
            ),
            Measured(
                "verified offline, later that day",
                "/s",
                _rounds(count, sample.verify),
                5000,
                at_least=True,
                about="The grant's signature was checked before and is remembered.",
            ),
            _all_refused("changes of one bit refused", changed, "of the text and of its bytes"),
            *_changed_in_browser(sample),
            _all_refused("replays after the window refused", later, "2 windows to a day late"),
            _all_refused("replays in another service refused", elsewhere, "any other number"),
            Measured("in the QR code", "characters", [len(sample.codes[0])], 312),
        ],
        [
            "One core. A code is an Ed25519 signature over a grant of a day, and an ECDSA signature of P-256 over each 30 seconds."
        ],
    )


def _all_refused(name: str, counted: tuple[int, int], what: str) -> Measured:
    refused, tried = counted
    about = f"{refused:,} of {tried:,}: {what}."
    return Measured(name, "%", [100 * refused / tried], 100, at_least=True, about=about)


def _changes(sample: Sample) -> Iterator[str]:
    """Always drawn alike: a bit of the text, a bit of the bytes in it, in turn."""
    chance = random.Random(1)
    for at in range(_CHANGES):
        text = sample.codes[at % 100]
        raw = bytearray(text.encode() if at % 2 else base45.decode(text[len(PREFIX) :]))
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        yield raw.decode("latin-1") if at % 2 else PREFIX + base45.encode(bytes(raw))


def _changed(sample: Sample) -> tuple[int, int]:
    return sum(not sample.holds(text) for text in _changes(sample)), _CHANGES


def _changed_in_browser(sample: Sample) -> list[Measured]:
    """None without Chromium."""
    asked = (_changes(sample), sample.codes[0], sample.known, _LIBRARY.number, _NOW)
    refused = refused_in_browser(*asked)
    if refused is None:
        return []
    name = "changes of one bit refused by the browser"
    return [_all_refused(name, (refused, _CHANGES), "the same ones")]


def _later(sample: Sample) -> tuple[int, int]:
    chance = random.Random(2)
    late = (chance.randrange(2, _DAY) for _ in range(_REPLAYS))
    texts = enumerate(late)
    return sum(
        not sample.holds(sample.codes[at % 100], now=_NOW + by) for at, by in texts
    ), _REPLAYS


def _elsewhere(sample: Sample) -> tuple[int, int]:
    chance = random.Random(3)
    others = [one for one in range(65_536) if one != _LIBRARY.number]
    asked = [(at, chance.choice(others)) for at in range(_REPLAYS)]
    return sum(not sample.holds(sample.codes[at % 100], one) for at, one in asked), _REPLAYS


def _rounds(count: int, ask: Callable[[], bool]) -> list[float]:
    return rounds(count, lambda: _per_second(ask))


def _per_second(ask: Callable[[], bool], seconds: float = 2.0) -> float:
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        if not ask():
            raise RuntimeError("a genuine code was refused")
        done += 1
    return done / (time.perf_counter() - begun)
