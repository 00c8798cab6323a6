"""How far each line is: one small document, the same for everyone."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.gate.better_hour import BetterHour
from bumang.gate.calling import Calling
from bumang.gate.lane import line_name
from bumang.gate.line import Line


def now_serving(calling: Calling, better: BetterHour | None, now: datetime) -> bytes:
    """As JSON; the pace is in places a second."""
    told = [
        {
            "line": line.number,
            "class": calling.cost_of(line.number),
            "lane": line_name(line.number).partition(".")[2],
            "front": line.seen.front,
            "last": line.seen.last,
            "per_s": round(line.times.per_second, 1),
            "spread": [round(part, 3) for part in line.times.spread],
            **_held(line),
        }
        for line in calling.lines.values()
    ]
    return msgspec.json.encode({"as_of": now, "better_hour": better, "lines": told})


def _held(line: Line) -> dict[str, float]:
    """The share of told intervals that held, where any was judged yet."""
    coverage = line.times.coverage
    return {} if coverage is None else {"held": round(coverage, 3)}
