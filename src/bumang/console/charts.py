"""Where the marks of a chart lie, in an SVG of a fixed size. Pure; beside each chart is its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

from bumang.console.minutes import Minute
from bumang.gate.standing import LineStanding

WIDTH, HEIGHT = 600, 140
KINDS = ("done", "accepted", "queued", "invalid", "other")
FILLS = ("currentColor", "url(#f1)", "url(#f2)", "url(#f3)", "url(#f4)")
DASHES = ("", "8 4", "2 3", "12 3 2 3")
GOAL, TOLERANCE = 0.8, 0.03
_Z = 1.96
_BARS = 60


class Bar(msgspec.Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float
    fill: str


class Curve(msgspec.Struct, frozen=True):
    name: str
    points: str
    dash: str
    last: int


class Held(msgspec.Struct, frozen=True):
    """The share of a line's told intervals that held, with its own 95 % interval (Wilson 1927)."""

    line: str
    share: float
    low: float
    high: float
    judged: int


def answer_bars(minutes: Sequence[Minute]) -> tuple[list[Bar], int]:
    """Stacked bars, a minute each, the latest at the right; and what the full height stands for."""
    shown = minutes[-_BARS:]
    most = max((sum(one.answers.values()) for one in shown), default=0)
    width, bars = WIDTH / _BARS, []
    for at, one in enumerate(shown):
        base = float(HEIGHT)
        for kind, fill in zip(KINDS, FILLS, strict=True):
            if count := one.answers.get(kind, 0):
                height = HEIGHT * count / most
                base -= height
                left = WIDTH - width * (len(shown) - at)
                bars.append(Bar(round(left, 1), round(base, 1), width - 1, round(height, 1), fill))
    return bars, most


def waiting_curves(minutes: Sequence[Minute]) -> tuple[list[Curve], int]:
    """How many waited in each line that had anyone; and what the full height stands for."""
    shown = minutes[-_BARS:]
    series: dict[str, list[tuple[int, int]]] = {}
    for at, minute in enumerate(shown):
        for line in minute.lines:
            series.setdefault(line.line, []).append((at, line.waiting))
    most = max((count for points in series.values() for _, count in points), default=0)
    used = {name: points for name, points in series.items() if any(count for _, count in points)}
    step = WIDTH / max(1, _BARS - 1)
    left = WIDTH - step * max(0, len(shown) - 1)
    return [
        Curve(
            name,
            " ".join(
                f"{left + step * at:.1f},{HEIGHT * (1 - count / most):.1f}" for at, count in points
            ),
            DASHES[index % len(DASHES)],
            points[-1][1],
        )
        for index, (name, points) in enumerate(used.items())
    ], most


def calibration(lines: Sequence[LineStanding]) -> list[Held]:
    """Of the lines in which an interval was judged already."""
    return [_held(one.line, one.held, one.judged) for one in lines if one.held is not None]


def _held(line: str, share: float, judged: int) -> Held:
    spread = _Z * sqrt(share * (1 - share) / judged + _Z * _Z / (4 * judged * judged))
    middle, whole = share + _Z * _Z / (2 * judged), 1 + _Z * _Z / judged
    low, high = (middle - spread) / whole, (middle + spread) / whole
    return Held(line, share, max(0.0, low), min(1.0, high), judged)


def summed(minutes: Sequence[Minute]) -> Mapping[str, int]:
    """offered = done + accepted + queued + invalid + other, over the minutes shown."""
    told = {kind: sum(one.answers.get(kind, 0) for one in minutes) for kind in KINDS}
    return {"offered": sum(told.values()), **told}
