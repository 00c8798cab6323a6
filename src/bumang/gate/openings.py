"""The announced openings as one process knows them; it reveals those whose hour has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bumang.gate import opening_book
from bumang.gate.opening import Opening, Phase
from bumang.kernel.problems import InvalidInput
from bumang.runtime.database import Bounded


class Openings:
    """`known` are those to come and of the last days; a withdrawn one is as if it had never been."""

    def __init__(self) -> None:
        self.known: Sequence[Opening] = ()
        self._by_line: dict[int, Opening] = {}

    async def refresh(self, database: Bounded, now: datetime) -> None:
        """Read them; of those that are due, reveal the seeds kept here."""
        self._learn(await opening_book.known(database))
        for opening in self.known:
            if opening.phase(now) is Phase.DUE:
                await self._reveal(database, opening)

    async def _reveal(self, database: Bounded, opening: Opening) -> None:
        try:
            await opening_book.reveal(database, opening.number, None)
        except InvalidInput:
            return  # by the database's clock not yet, or its seed is someone else's to reveal
        self._learn(await opening_book.known(database))

    def _learn(self, openings: Sequence[Opening]) -> None:
        self.known = openings
        standing = [one for one in openings if one.withdrawn_at is None]
        # The latest of a line comes last, and is the line's.
        self._by_line = {one.line: one for one in sorted(standing, key=lambda one: one.number)}

    def numbered(self, number: int) -> Opening | None:
        return next((one for one in self.known if one.number == number), None)

    def of_line(self, line: int) -> Opening | None:
        return self._by_line.get(line)

    @property
    def lines(self) -> Sequence[int]:
        return tuple(self._by_line)

    def place(self, line: int, place: int) -> int:
        """Where in the order of calling the one is who was given `place`."""
        opening = self._by_line.get(line)
        return place if opening is None else opening.placed(place)
