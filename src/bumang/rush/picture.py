"""A result as one SVG: what was offered, what was answered second by second, how long it took."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from bumang.rush.ask import KINDS
from bumang.rush.result import Result

_WIDTH, _LEFT, _RIGHT = 960, 70, 20
_TOP, _HIGH, _GAP, _LOW = 92, 250, 64, 130
_COLOURS = {
    "done": "#2f7d4f",
    "accepted": "#1f5fa8",
    "queued": "#d9a441",
    "invalid": "#8a8a8a",
    "other": "#c0392b",
}
_Scale = Callable[[float], float]


def picture(found: Result) -> str:
    """Self-contained; every figure in it is in the JSON too."""
    height = _TOP + _HIGH + _GAP + _LOW + 44
    title = f"{found.profile}, {found.multiple:g} x normal: {found.offered:,} offered"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
            f'aria-label="{escape(title)}" font-family="sans-serif" font-size="13">',
            f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="28" font-size="18">{escape(title)}</text>',
            *_legend(found),
            *_answers(found),
            *_latency(found),
            "</svg>",
            "",
        ]
    )


def _legend(found: Result) -> Iterator[str]:
    x = float(_LEFT)
    for kind in KINDS:
        words = f"{kind} {found.answers[kind]:,}"
        yield f'<rect x="{x:.0f}" y="46" width="12" height="12" fill="{_COLOURS[kind]}"/>'
        yield f'<text x="{x + 17:.0f}" y="57">{words}</text>'
        x += 34 + 7.6 * len(words)
    yield f'<path d="M{x:.0f} 52h22" stroke="#333" stroke-dasharray="4 3"/>'
    yield f'<text x="{x + 28:.0f}" y="57">planned</text>'


def _answers(found: Result) -> Iterator[str]:
    """Bars of one second, the kinds stacked; the plan as a line above them."""
    most = max(
        [*(sum(s.answers.values()) for s in found.series), *(s.planned for s in found.series), 1]
    )
    bottom = _TOP + _HIGH
    x, y = _across(len(found.series)), _scale(most, bottom, _HIGH)
    yield from _axis(most, y, bottom, "answers a second")
    wide = x(1) - x(0)
    for second in found.series:
        below = 0
        for kind in KINDS:
            if count := second.answers[kind]:
                top = y(below + count)
                yield (
                    f'<rect x="{x(second.second):.1f}" y="{top:.1f}" width="{max(wide - 0.6, 0.4):.1f}" '
                    f'height="{y(below) - top:.1f}" fill="{_COLOURS[kind]}"/>'
                )
                below += count
    line = " ".join(f"{x(s.second + 0.5):.1f},{y(s.planned):.1f}" for s in found.series)
    yield f'<polyline points="{line}" fill="none" stroke="#333" stroke-dasharray="4 3"/>'


def _latency(found: Result) -> Iterator[str]:
    """The 99th percentile of what was done or accepted, and the unloaded one as a line."""
    known = [(s.second, s.p99_ms) for s in found.series if s.p99_ms is not None]
    most = max([*(ms for _, ms in known), found.unloaded_p99_ms or 0, 1])
    bottom = _TOP + _HIGH + _GAP + _LOW
    x, y = _across(len(found.series)), _scale(most, bottom, _LOW)
    yield from _axis(most, y, bottom, "p99 of done and accepted, ms (clients)")
    if found.unloaded_p99_ms:
        at = y(found.unloaded_p99_ms)
        yield f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="#777" stroke-dasharray="2 3"/>'
        yield f'<text x="{_WIDTH - _RIGHT}" y="{at - 4:.1f}" text-anchor="end" fill="#555">interactive unloaded</text>'
    line = " ".join(f"{x(second + 0.5):.1f},{y(ms):.1f}" for second, ms in known)
    yield f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="1.6"/>'
    yield f'<text x="{_LEFT}" y="{bottom + 34}">{len(found.series)} seconds</text>'


def _axis(most: float, y: _Scale, bottom: float, words: str) -> Iterator[str]:
    yield f'<text x="{_LEFT}" y="{y(most) - 10:.1f}" fill="#555">{words}</text>'
    for value in _round_values(most):
        at = y(value)
        yield f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - _RIGHT}" stroke="#e4e4e4"/>'
        yield f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#555">{value:,.6g}</text>'
    yield f'<path d="M{_LEFT} {bottom}H{_WIDTH - _RIGHT}" stroke="#999"/>'


def _round_values(most: float) -> Sequence[float]:
    """Three to seven round numbers up to the largest."""
    step = 10 ** (len(str(int(most))) - 1)
    while most / step < 3:
        step /= 2
    while most / step > 7:
        step *= 2
    return [step * n for n in range(int(most / step) + 1)]


def _across(seconds: int) -> _Scale:
    return lambda second: _LEFT + second * (_WIDTH - _LEFT - _RIGHT) / max(seconds, 1)


def _scale(most: float, bottom: float, height: float) -> _Scale:
    return lambda value: bottom - value / most * height
