"""Money is an integer number of fen (分); a yuan is a hundred of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

Fen = int

_CENT = Decimal("0.01")


def to_fen(yuan: Decimal) -> Fen:
    """Yuan to fen, half up, as the rules on rounding say (shared rules, pension section 11)."""
    return int(yuan.quantize(_CENT, rounding=ROUND_HALF_UP) * 100)


def to_yuan(fen: Fen) -> Decimal:
    """Fen to yuan with exactly two places."""
    return Decimal(fen).scaleb(-2).quantize(_CENT)


def show_yuan(fen: Fen) -> str:
    """For people: `1,234.56`."""
    return f"{to_yuan(fen):,.2f}"
