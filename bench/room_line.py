"""The database's side of one line, kept in memory: what its statements do, for runs of millions."""

from __future__ import annotations

from typing import Any

from bumang.gate import line as statements


class LineInMemory:
    """Answers the statements of `bumang.gate.line` as the table does. One event loop only."""

    def __init__(self) -> None:
        self.last = self.front = self.claimed = self.served = 0

    async def fetchval(self, query: str, *values: Any, **_: Any) -> int:
        assert query == statements._JOIN  # the only single value asked for
        first, self.last = self.last + 1, self.last + values[1]
        return first

    async def fetchrow(self, query: str, *values: Any, **_: Any) -> dict[str, int]:
        if query == statements._LOOK:
            _line, places, claimed, served, kept = values
            self.front = min(self.front + places, self.last)
            self.claimed += claimed
            self.served += served
            self.last += kept
        else:
            assert query == statements._SEE
        return {
            "front": self.front,
            "last_place": self.last,
            "claimed": self.claimed,
            "served": self.served,
        }
