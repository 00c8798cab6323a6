"""Receipt numbers: short enough to read out on the phone, and wrong ones are noticed.

Twelve characters in three groups, `7K3M-92QX-4T8P`: eleven carry 55 random bits, the last is a
check character. The alphabet is Crockford's base 32 (no I, L, O, U). The check is a weighted sum in
GF(32) with distinct weights, so every single wrong character and every swap of any two characters
is detected. The bits are random: a number tells nothing about the person, the item or the time.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 55

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
# As Crockford reads them: what a person may hear or write instead.
_VALUE |= {"I": 1, "L": 1, "O": 0}


def _times_alpha(value: int) -> int:
    """Multiply by the generator of GF(32), with the primitive polynomial x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _check(values: list[int]) -> int:
    # Horner's rule: the sum of value_i * alpha^(position from the right, counted from one).
    total = 0
    for value in values:
        total = _times_alpha(total ^ value)
    return total


# Two characters at a time: building a number is on the path of every acceptance. The check is
# linear, so that of a whole number is the sum (in GF(32): XOR) of what each part adds.
_PAIR = [a + b for a in ALPHABET for b in ALPHABET]
_ADDED = [
    [_check([pair >> 5, pair & 31] + [0] * after) for pair in range(1024)]
    for after in (9, 7, 5, 3, 1)  # characters that follow the pair
]
_ADDED_LAST = [_check([value]) for value in range(32)]


def show(number: int) -> str:
    """The printed form of 55 bits: `7K3M-92QX-4T8P`."""
    if not 0 <= number < 1 << BITS:
        raise ValueError("a receipt number has 55 bits")
    a, b, c, d, e = (
        number >> 45,
        number >> 35 & 1023,
        number >> 25 & 1023,
        number >> 15 & 1023,
        number >> 5 & 1023,
    )
    last = number & 31
    to_a, to_b, to_c, to_d, to_e = _ADDED
    check = to_a[a] ^ to_b[b] ^ to_c[c] ^ to_d[d] ^ to_e[e] ^ _ADDED_LAST[last]
    return f"{_PAIR[a]}{_PAIR[b]}-{_PAIR[c]}{_PAIR[d]}-{_PAIR[e]}{ALPHABET[last]}{ALPHABET[check]}"


def read(text: str) -> int:
    """The bits of a number as typed: any case, with or without spaces and hyphens.

    Raises `ValueError` when it has a wrong length or character, or when the check fails.
    """
    plain = text.replace("-", "").replace(" ", "").upper()
    if len(plain) != 12:
        raise ValueError("a receipt number has twelve characters")
    try:
        values = [_VALUE[character] for character in plain]
    except KeyError:
        raise ValueError("a receipt number has digits and letters only") from None
    *body, check = values
    if _check(body) != check:
        raise ValueError("the check character does not fit")
    number = 0
    for value in body:
        number = number << 5 | value
    return number
