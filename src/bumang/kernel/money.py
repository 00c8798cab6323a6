"""Money is an integer number of fen (分); a yuan is a hundred of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

Fen = int

_CENT, _ONE = Decimal("0.01"), Decimal(1)


def to_fen(yuan: Decimal) -> Fen:
    """Yuan to fen, half up, as the rules on rounding say (shared rules, pension section 11)."""
    return int(yuan.quantize(_CENT, rounding=ROUND_HALF_UP).scaleb(2))


def whole_fen(fen: Decimal) -> Fen:
    """An amount in fen with parts of a fen to whole ones, half up."""
    return int(fen.quantize(_ONE, rounding=ROUND_HALF_UP))


def to_yuan(fen: Fen) -> Decimal:
    """Fen to yuan with exactly two places."""
    return Decimal(fen).scaleb(-2)


def show_yuan(fen: Fen) -> str:
    """For people: `1,234.56`."""
    return f"{to_yuan(fen):,.2f}"
