"""A form as it lies in the intake log: what the old system is to be sent, and how it is asked about."""

from __future__ import annotations

import msgspec

from bumang.shield.headers import Fields


class Record(msgspec.Struct, frozen=True):
    """`fields` are the headers that go with it; `key` and `person` are for asking about it."""

    method: str
    target: str
    fields: tuple[tuple[str, str], ...]
    body: bytes
    person: str = ""
    key: str = ""

    def is_same_form(self, other: Record) -> bool:
        """The same was asked for; what the browser adds to it may differ."""
        return (self.method, self.target, self.body) == (other.method, other.target, other.body)


MEDIA_TYPE = "application/vnd.bumang.form+json"
encoded = msgspec.json.Encoder().encode
decoded = msgspec.json.Decoder(Record).decode

_ALWAYS = ("content-type",)


def kept_fields(sent: Fields, named: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Of the headers that would be passed on, those the delivery needs."""
    wanted = {*_ALWAYS, *(name.lower() for name in named)}
    return tuple((name.lower(), value) for name, value in sent if name.lower() in wanted)
