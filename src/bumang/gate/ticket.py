"""A place in a line as a token that nobody can make or change, and as a code to write down.

Nothing of a waiter is kept on the server: the token says it all. A token is 48 characters: version,
key, line, place, hour of issue, the code, and a keyed BLAKE2b over them (104 bits). Later versions
may add to what is said, never move it, so that versions N and N+1 read each other's. The code is
in the token so that whoever asks again costs one hash.

A code is ten characters of Crockford's base 32: line, place and twelve zero bits, under a keyed
permutation of 50 bits (a Feistel network of six rounds, Luby and Rackoff 1988). Codes of neighbours
look unrelated, and one made up is hardly ever a waiter's.
"""

from __future__ import annotations

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from struct import Struct as Layout

import msgspec

from bumang.kernel.receipt_number import ALPHABET
from bumang.runtime.key_file import load_or_create

_VERSION = 1
_LAYOUT = Layout(">BBBQH10s")  # version, key, line, place and hours of issue, code
_MAC_BYTES = 13
_LONGEST = 96
"""Bytes of a token of any version."""
_HALF = 25
_MASK = (1 << _HALF) - 1
_PLACE_BITS, _ZERO_BITS = 32, 12
_READ = {c: at for at, c in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_TICKET, _PASS = b"ticket", b"pass"
SIGNS_AFTER_SECONDS = 60
"""A new key is read at once and signs from then on."""


class Ticket(msgspec.Struct, frozen=True):
    """`line` 0 to 63, `place` from 1; `hour` of its issue since 1970, 0 where it is not known."""

    line: int
    place: int
    hour: int = 0


Given = Callable[[Ticket], bool]


class Held(msgspec.Struct, frozen=True):
    """A ticket as it was sent, with the token to keep (the same, or one by the last key) and its code."""

    ticket: Ticket
    token: str
    code: str


class Seals:
    """Makes and reads tickets and codes with an instance's keys: one signs, all are known."""

    def __init__(self, keys: Mapping[int, bytes], signing: int | None = None) -> None:
        self._folder: Path | None = None
        self._learn(keys, max(keys) if signing is None else signing)

    @classmethod
    def of_folder(cls, folder: Path) -> Seals:
        """One key a file, `001.pem` to `255.pem`; the first is made when there is none.

        A new file with the next number changes the key, and loses nobody's place: all processes
        read it soon, and none signs with it before they have.
        """
        load_or_create(folder / "001.pem")
        made = cls(*_in_folder(folder))
        made._folder = folder
        return made

    def refresh(self) -> None:
        """See whether there is a new key. Raises `OSError` where the folder cannot be read."""
        if self._folder is not None:
            keys, signing = _in_folder(self._folder)
            if set(keys) != set(self._codes) or signing != self._last:
                self._learn(keys, signing)

    def _learn(self, keys: Mapping[int, bytes], signing: int) -> None:
        self._last = signing
        self._codes = {number: _keyed(key, b"code", 4) for number, key in keys.items()}
        self._macs = {
            purpose: {number: _keyed(key, purpose, _MAC_BYTES) for number, key in keys.items()}
            for purpose in (_TICKET, _PASS)
        }
        self._persons = _keyed(keys[min(keys)], b"person", 8)

    def token(self, ticket: Ticket) -> str:
        return self._sealed(ticket, self._letters(ticket), _TICKET)

    def held(self, ticket: Ticket) -> Held:
        letters = self._letters(ticket)
        return Held(ticket, self._sealed(ticket, letters, _TICKET), _shown(letters))

    def read(self, text: str) -> Ticket | None:
        """A token or a code, as the browser or the person has it; `None`: it is not ours."""
        found = self.open(text)
        return None if found is None else found.ticket

    def open(self, text: str, given: Given = lambda _: True) -> Held | None:
        """The same, with the token and the code, which are not made again while the key signs.

        A code says a place by each key; `given` tells which of them was ever given.
        """
        plain = text.strip()
        if len(plain) <= 20:
            typed = next(filter(given, self._places_of(plain)), None)
            return None if typed is None else self.held(typed)
        opened = self._opened(plain, _TICKET)
        if opened is None:
            return None
        ticket, key, letters = opened
        return Held(ticket, plain, _shown(letters)) if key == self._last else self.held(ticket)

    def admitted(self, ticket: Ticket) -> str:
        """The pass of whoever had this place; `hour` here counts minutes, of its end."""
        return self._sealed(ticket, self._letters(ticket), _PASS)

    def read_pass(self, text: str) -> Ticket | None:
        opened = self._opened(text.strip(), _PASS)
        return None if opened is None else opened[0]

    def code(self, ticket: Ticket) -> str:
        """`8F2KM-7Q3XA`: the place, to be written down or read out."""
        return _shown(self._letters(ticket))

    def person(self, line: int, person: str) -> int:
        """What stands for a person in a line: a number that says nobody, by the first key."""
        said = _mac(f"{line} {person}".encode(), self._persons)
        return int.from_bytes(said, "big", signed=True)

    def _letters(self, ticket: Ticket) -> bytes:
        number = (ticket.line << _PLACE_BITS | ticket.place) << _ZERO_BITS
        mixed = _mixed(number, self._codes[self._last])
        return "".join([ALPHABET[mixed >> at & 31] for at in range(45, -1, -5)]).encode()

    def _places_of(self, text: str) -> Iterator[Ticket]:
        letters = text.upper().replace("-", "").replace(" ", "")
        if len(letters) != 10 or any(letter not in _READ for letter in letters):
            return
        mixed = 0
        for letter in letters:
            mixed = mixed << 5 | _READ[letter]
        for key in self._codes.values():
            number = _unmixed(mixed, key)
            if number & ((1 << _ZERO_BITS) - 1) == 0:
                number >>= _ZERO_BITS
                yield Ticket(number >> _PLACE_BITS, number & ((1 << _PLACE_BITS) - 1))

    def _sealed(self, ticket: Ticket, letters: bytes, purpose: bytes) -> str:
        said = _LAYOUT.pack(
            _VERSION,
            self._last,
            ticket.line,
            ticket.place << 16 | ticket.hour >> 16,
            ticket.hour & 0xFFFF,
            letters,
        )
        mac = _mac(said, self._macs[purpose][self._last])
        return urlsafe_b64encode(said + mac).decode()

    def _opened(self, text: str, purpose: bytes) -> tuple[Ticket, int, bytes] | None:
        """The ticket, the key it is sealed with and the letters of its code."""
        try:
            raw = urlsafe_b64decode(text)
        except ValueError:
            return None
        said, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        if len(said) < _LAYOUT.size or len(raw) > _LONGEST:
            return None
        key = self._macs[purpose].get(said[1])
        if key is None or not compare_digest(mac, _mac(said, key)):
            return None
        _, number, line, high, low, letters = _LAYOUT.unpack_from(said)
        return Ticket(line, high >> 16, (high & 0xFFFF) << 16 | low), number, letters


def _in_folder(folder: Path) -> tuple[dict[int, bytes], int]:
    """The keys, and the one that signs: the newest that every process has had time to read."""
    found = {int(file.stem): file for file in folder.glob("[0-9][0-9][0-9].pem")}
    keys = {number: blake2b(file.read_bytes()).digest()[:32] for number, file in found.items()}
    old = time.time() - SIGNS_AFTER_SECONDS
    ripe = [number for number, file in found.items() if file.stat().st_mtime <= old]
    return keys, max(ripe, default=min(keys))


def _shown(letters: bytes) -> str:
    return f"{letters[:5].decode()}-{letters[5:].decode()}"


def _keyed(key: bytes, purpose: bytes, size: int) -> blake2b:
    """A hash that has taken its key in already; it is copied for use."""
    return blake2b(digest_size=size, key=key, person=purpose)


def _mac(said: bytes, keyed: blake2b) -> bytes:
    found = keyed.copy()
    found.update(said)
    return found.digest()


def _round(half: int, at: int, keyed: blake2b) -> int:
    return int.from_bytes(_mac((half << 8 | at).to_bytes(5, "big"), keyed), "big") & _MASK


def _mixed(number: int, keyed: blake2b) -> int:
    left, right = number >> _HALF, number & _MASK
    for at in range(6):
        left, right = right, left ^ _round(right, at, keyed)
    return left << _HALF | right


def _unmixed(number: int, keyed: blake2b) -> int:
    left, right = number >> _HALF, number & _MASK
    for at in reversed(range(6)):
        left, right = right ^ _round(left, at, keyed), left
    return left << _HALF | right
