"""Plain characters: what Chinese keyboards and copied tables put in place of ASCII is undone."""

from __future__ import annotations

# Full-width forms U+FF01 to U+FF5E mirror ASCII 0x21 to 0x7E; U+3000 is the wide space.
_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII; everything else unchanged."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def compact(text: str) -> str:
    """Half width, upper case and without any space: how numbers and codes are stored."""
    return "".join(half_width(text).split()).upper()
