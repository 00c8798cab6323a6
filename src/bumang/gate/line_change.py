"""From the doubtful lane into the main line: one place for one place, whatever is sent again."""

from __future__ import annotations

import asyncpg

from bumang.gate.line import Line
from bumang.runtime.sql import statement

_CHANGE = statement(__package__, "change_line")
_CHANGED = statement(__package__, "changed_place")


async def change_line(aside: Line, place: int, main: Line) -> int:
    """The place at the end of `main` that this place is changed for, now or before.

    The place in `aside` does not count any more. Raises what an unreachable database raises.
    """
    try:
        return await _change(aside, place, main)
    except asyncpg.UniqueViolationError:
        # Another request with the same ticket was first, in this moment: its place is this one's.
        return await _change(aside, place, main)


async def changed_place(aside: Line, place: int) -> int | None:
    """What the place was changed for; `None`: it still counts. Raises as `change_line`."""
    found: int | None = await aside.database().fetchval(_CHANGED, aside.number, place)
    return found


async def _change(aside: Line, place: int, main: Line) -> int:
    to_place: int = await aside.database().fetchval(_CHANGE, aside.number, place, main.number)
    main.gave(to_place)
    return to_place
