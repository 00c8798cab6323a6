"""The places of the lines as people hold them: read from what was sent, sealed anew, told."""

from __future__ import annotations

from msgspec.structs import replace

from bumang.gate.calling import Calling
from bumang.gate.line import Line
from bumang.gate.ticket import Held, Seals, Ticket
from bumang.gate.waiting import Waiting, before_the_hour, waiting
from bumang.kernel.clock import Clock


class Places:
    def __init__(self, seals: Seals, calling: Calling, clock: Clock) -> None:
        self.seals = seals
        self._calling = calling
        self._clock = clock

    def sent(self, text: str) -> Held | None:
        """What a token or a code holds; `None`: it is neither."""
        return self.seals.open(text, self._given) if text else None

    def held(self, text: str) -> Held | None:
        """The same, of a place that was given as far as is known here."""
        held = self.sent(text)
        return held if held is not None and self._given(held.ticket) else None

    def called(self, text: str) -> bool:
        """Whether it is the ticket or the code of a place that may come in."""
        held = self.held(text)
        if held is None or self._calling.waits_for_hour(held.ticket.line):
            return False
        line = self._calling.lines[held.ticket.line]
        return line.order(held.ticket.place) <= line.seen.front

    def new(self, line: Line, place: int) -> Held:
        """The ticket of a place that was given now."""
        return self.seals.held(Ticket(line.number, place, int(self._clock().timestamp()) // 3600))

    def told(self, line: Line, held: Held) -> Waiting:
        steering = self._calling.steering
        front, place = line.seen.front, line.order(held.ticket.place)
        told = waiting(
            held if place == held.ticket.place else _at(held, place),
            front,
            line.times.interval(place - front),
            line.about(place - front),
            steering.paused.get(line.number),
            steering.message,
        )
        opening = self._calling.openings.of_line(line.number)
        if opening is None:
            return told
        if opening.seed is None:
            return before_the_hour(held, opening, self._clock(), steering.message)
        number = opening.number_of(held.ticket.place)
        return replace(told, number=number, opening=opening.number)

    def _given(self, ticket: Ticket) -> bool:
        line = self._calling.lines.get(ticket.line)
        return line is not None and 1 <= ticket.place <= line.seen.last


def _at(held: Held, place: int) -> Held:
    """The same ticket, at its place in the order of calling."""
    return replace(held, ticket=replace(held.ticket, place=place))
