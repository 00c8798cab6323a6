"""Base45 (RFC 9285): bytes in the 45 characters that a QR code packs most tightly."""

from __future__ import annotations

import struct

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_NONE = 255
_VALUES = bytes(ALPHABET.find(chr(at)) & _NONE for at in range(256))


def encode(content: bytes) -> str:
    pairs = struct.unpack(f">{len(content) // 2}H", content[: len(content) & ~1])
    made = [ALPHABET[n % 45] + ALPHABET[n // 45 % 45] + ALPHABET[n // 2025] for n in pairs]
    if len(content) & 1:
        made.append(ALPHABET[content[-1] % 45] + ALPHABET[content[-1] // 45])
    return "".join(made)


def decode(text: str) -> bytes:
    """Only what `encode` writes. Raises `ValueError`."""
    values = text.encode("latin-1").translate(_VALUES)
    whole, left = divmod(len(values), 3)
    if left == 1 or _NONE in values:
        raise ValueError("not base45")
    ends = whole * 3
    triples = zip(values[0:ends:3], values[1:ends:3], values[2:ends:3], strict=True)
    try:
        made = struct.pack(f">{whole}H", *(a + 45 * b + 2025 * c for a, b, c in triples))
        return made + (bytes([values[-2] + 45 * values[-1]]) if left else b"")
    except struct.error:
        raise ValueError("not base45") from None
