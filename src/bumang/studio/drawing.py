"""Pictures of a reform as SVG that stands in the page itself: bars, no script, no network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_LEFT, _RIGHT, _ROW, _BAR, _TOP = 190, 110, 26, 16, 8
_WIDTH = 640
GAIN, SAME, LOSE, PLAIN = "gain", "same", "lose", "plain"


class Shares(NamedTuple):
    """One row of a picture of shares: how many of a group gain, stay and lose."""

    name: str
    gain: int
    same: int
    lose: int


class Amount(NamedTuple):
    """One row of a picture of amounts, positive or negative, and how it is written."""

    name: str
    value: float
    shown: str


def shares(rows: Sequence[Shares], title: str, percent: str = "{:.0f}%") -> str:
    """Bars of equal length, divided; the share that gains stands beside, then who loses."""
    room = _WIDTH - _LEFT - _RIGHT
    body = []
    for n, row in enumerate(rows):
        y, x, whole = _TOP + n * _ROW, float(_LEFT), max(1, row.gain + row.same + row.lose)
        body.append(_name(row.name, y))
        for kind, many in ((GAIN, row.gain), (SAME, row.same), (LOSE, row.lose)):
            width = room * many / whole
            body.append(_bar(x, y, width, kind))
            x += width
        beside = (
            f"{percent.format(100 * row.gain / whole)} / {percent.format(100 * row.lose / whole)}"
        )
        body.append(_beside(x, y, beside))
    return _svg(body, len(rows), title)


def amounts(rows: Sequence[Amount], title: str, *, judged: bool = True) -> str:
    """Bars from a line at nothing: more to the right, less to the left.

    `judged` gives gains and losses their colours; a cost is neither.
    """
    most = max((abs(row.value) for row in rows), default=0) or 1
    negative = any(row.value < 0 for row in rows)
    room = _WIDTH - _LEFT - _RIGHT
    zero = _LEFT + (room / 2 if negative else 0)
    scale = (room / 2 if negative else room) / most
    body = []
    for n, row in enumerate(rows):
        y, width = _TOP + n * _ROW, abs(row.value) * scale
        body.append(_name(row.name, y))
        x = zero if row.value >= 0 else zero - width
        kind = GAIN if row.value >= 0 else LOSE
        body.append(_bar(x, y, width, kind if judged else PLAIN))
        body.append(_beside(max(zero, x + width), y, row.shown))
    bottom = _TOP + len(rows) * _ROW
    body.append(f'<line x1="{zero:.1f}" y1="0" x2="{zero:.1f}" y2="{bottom}" class="axis"/>')
    return _svg(body, len(rows), title)


def _name(name: str, y: int) -> str:
    return f'<text x="{_LEFT - 8}" y="{y + 13}" class="name">{escape(name)}</text>'


def _bar(x: float, y: int, width: float, kind: str) -> str:
    return f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" class="{kind}"/>'


def _beside(x: float, y: int, words: str) -> str:
    return f'<text x="{x + 6:.1f}" y="{y + 13}">{escape(words)}</text>'


def _svg(body: Sequence[str], rows: int, title: str) -> str:
    height = _TOP * 2 + rows * _ROW
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(body)}</svg>"
    )
