"""The fair order of those who came before an opening: a permutation anyone can recompute. Pure.

The specification, byte for byte, is docs/reference/openings.md. A number n of N is moved through a
Feistel network of ten rounds over 2k bits, the least that hold N, keyed with the revealed seed; what
comes out beyond N goes through it again until it is within ("cycle walking": Black and Rogaway,
"Ciphers with Arbitrary Finite Domains", 2002; ten rounds as in NIST SP 800-38G). Nothing is stored of
those who wait, and no list is ever shuffled: a place is computed when it is asked for.
"""

from __future__ import annotations

from hashlib import sha256

SEED_BYTES = 32
_ROUNDS = 10


def commitment(seed: bytes) -> bytes:
    """What is published before anyone comes."""
    return sha256(seed).digest()


def shuffled(seed: bytes, count: int, number: int) -> int:
    """The place, from 0, of the one who came as number `number` (from 0) of `count`."""
    if not 0 <= number < count:
        raise ValueError("the number is not one of those who came before the opening")
    half = max(1, ((count - 1).bit_length() + 1) // 2)
    found = _mixed(seed, count, half, number)
    while found >= count:
        found = _mixed(seed, count, half, found)
    return found


def _mixed(seed: bytes, count: int, half: int, number: int) -> int:
    mask = (1 << half) - 1
    left, right = number >> half, number & mask
    for at in range(_ROUNDS):
        left, right = right, left ^ (_round(seed, count, at, right) & mask)
    return left << half | right


def _round(seed: bytes, count: int, at: int, right: int) -> int:
    said = seed + count.to_bytes(8, "big") + bytes((at,)) + right.to_bytes(8, "big")
    return int.from_bytes(sha256(said).digest()[:8], "big")
