"""A place in a line as a token that nobody can make or change, and as a code to write down.

Nothing of a waiter is kept on the server: the token says it all. A token is 32 characters: version,
key, line, place, time of issue, and a keyed BLAKE2b over them (88 bits). Later versions may add to
what is said, never move it, so that versions N and N+1 read each other's.

A code is ten characters of Crockford's base 32: line, place and twelve zero bits, under a keyed
permutation of 50 bits (a Feistel network of six rounds, Luby and Rackoff 1988). Codes of neighbours
look unrelated, and one made up is hardly ever a waiter's.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from struct import Struct as Layout

import msgspec

from bumang.kernel.receipt_number import ALPHABET
from bumang.runtime.key_file import load_or_create

_VERSION = 1
_LAYOUT = Layout(">BBBQH")  # version, key, line, place and hours of issue
_MAC_BYTES = 11
_HALF = 25
_MASK = (1 << _HALF) - 1
_PLACE_BITS, _ZERO_BITS = 32, 12
_READ = {c: at for at, c in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_HOUR = 3600


class Ticket(msgspec.Struct, frozen=True):
    """`line` 0 to 63, `place` from 1; `hour` of its issue since 1970, 0 where it is not known."""

    line: int
    place: int
    hour: int = 0


class Seals:
    """Makes and reads tickets and codes with an instance's keys: the last signs, all are known."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        self._keys = dict(keys)
        self._last = max(self._keys)

    @classmethod
    def of_folder(cls, folder: Path) -> Seals:
        """One key a file, `001.pem` to `255.pem`; the first is made when there is none.

        A new file with the next number changes the key, and loses nobody's place.
        """
        load_or_create(folder / "001.pem")
        found = {int(file.stem): file.read_bytes() for file in folder.glob("[0-9][0-9][0-9].pem")}
        return cls({number: blake2b(pem).digest()[:32] for number, pem in found.items()})

    def token(self, ticket: Ticket) -> str:
        return self._sealed(ticket, b"ticket")

    def read(self, text: str) -> Ticket | None:
        """A token or a code, as the browser or the person has it; `None`: it is not ours."""
        plain = text.strip()
        return self._opened(plain, b"ticket") if len(plain) > 20 else self._read_code(plain)

    def admitted(self, ticket: Ticket) -> str:
        """The pass of whoever had this place; `hour` here counts minutes, of its end."""
        return self._sealed(ticket, b"pass")

    def read_pass(self, text: str) -> Ticket | None:
        return self._opened(text.strip(), b"pass")

    def code(self, ticket: Ticket) -> str:
        """`8F2KM-7Q3XA`: the place, to be written down or read out."""
        number = (ticket.line << _PLACE_BITS | ticket.place) << _ZERO_BITS
        mixed = _mixed(number, self._keys[self._last])
        letters = "".join(ALPHABET[mixed >> 5 * at & 31] for at in reversed(range(10)))
        return f"{letters[:5]}-{letters[5:]}"

    def _read_code(self, text: str) -> Ticket | None:
        letters = text.upper().replace("-", "").replace(" ", "")
        if len(letters) != 10 or any(letter not in _READ for letter in letters):
            return None
        mixed = 0
        for letter in letters:
            mixed = mixed << 5 | _READ[letter]
        for key in self._keys.values():
            number = _unmixed(mixed, key)
            if number & ((1 << _ZERO_BITS) - 1) == 0:
                number >>= _ZERO_BITS
                return Ticket(number >> _PLACE_BITS, number & ((1 << _PLACE_BITS) - 1))
        return None

    def _sealed(self, ticket: Ticket, purpose: bytes) -> str:
        said = _LAYOUT.pack(
            _VERSION,
            self._last,
            ticket.line,
            ticket.place << 16 | ticket.hour >> 16,
            ticket.hour & 0xFFFF,
        )
        return urlsafe_b64encode(said + _mac(said, self._keys[self._last], purpose)).decode()

    def _opened(self, text: str, purpose: bytes) -> Ticket | None:
        try:
            raw = urlsafe_b64decode(text)
        except ValueError:
            return None
        said, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
        if len(said) < _LAYOUT.size or len(raw) > 64 or said[1] not in self._keys:
            return None
        if not compare_digest(mac, _mac(said, self._keys[said[1]], purpose)):
            return None
        _, _, line, high, low = _LAYOUT.unpack(said[: _LAYOUT.size])
        return Ticket(line, high >> 16, (high & 0xFFFF) << 16 | low)


def _mac(said: bytes, key: bytes, purpose: bytes) -> bytes:
    return blake2b(said, digest_size=_MAC_BYTES, key=key, person=purpose).digest()


def _round(half: int, at: int, key: bytes) -> int:
    said = half.to_bytes(4, "big") + bytes((at,))
    return (
        int.from_bytes(blake2b(said, digest_size=4, key=key, person=b"code").digest(), "big")
        & _MASK
    )


def _mixed(number: int, key: bytes) -> int:
    left, right = number >> _HALF, number & _MASK
    for at in range(6):
        left, right = right, left ^ _round(right, at, key)
    return left << _HALF | right


def _unmixed(number: int, key: bytes) -> int:
    left, right = number >> _HALF, number & _MASK
    for at in reversed(range(6)):
        left, right = right ^ _round(left, at, key), left
    return left << _HALF | right
