"""What an answer of "queued" tells of one's place, as the API's description has it."""

from __future__ import annotations

from bumang.api.operation import Schema


def _told(kind: str | list[str], description: str) -> Schema:
    return {"type": kind, "description": description}


WAITING: Schema = {
    "ticket": _told(
        "string",
        "One's place, to be sent as `Bumang-Ticket` with the same request; empty while none could be given.",
    ),
    "code": _told(
        "string", "The place in ten characters, to be written down; sent like the ticket."
    ),
    "place": _told("integer", "It never changes."),
    "ahead": _told("integer", "How many are before it."),
    "interval_s": {
        "type": ["array", "null"],
        "items": {"type": "integer"},
        "description": "Seconds from and to; four in five hold. Null while it is not known.",
    },
    "your_turn": _told("boolean", "Called; the same request comes in as soon as a slot is free."),
    "line": _told("integer", "As in `/queue/now`, which tells everyone how far each line is."),
    "go_on_until": _told(
        ["string", "null"],
        "The visit's half hour is over: POST to `/queue/go-on` with the ticket gives a new `Bumang-Pass`, until then.",
    ),
    "paused_until": _told(["string", "null"], "Nobody is called, at most so long."),
    "message": _told(["object", "null"], "What the operators say, in both languages."),
    "better_hour": _told(
        ["object", "null"],
        "`begins` and `ends` of the next hours in which one usually need not wait.",
    ),
}
