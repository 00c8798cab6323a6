"""The three answers. Every door returns one of them, or says what is wrong with the input.

offered = done + accepted + queued + invalid, other = 0 (design, section 1).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bumang.kernel.problems import Problem


class Kind(StrEnum):
    """How an answer is counted. `OTHER` is what must never happen."""

    DONE = "done"
    ACCEPTED = "accepted"
    QUEUED = "queued"
    INVALID = "invalid"
    OTHER = "other"


class Done(msgspec.Struct, frozen=True):
    """办结: answered now. `result` is a struct of the service item's own."""

    result: msgspec.Struct


class Accepted(msgspec.Struct, frozen=True):
    """受理: durably stored before this was said. `receipt` is the receipt's JSON, byte for byte."""

    number: str
    receipt: bytes


class Queued(msgspec.Struct, frozen=True):
    """排队: not taken yet; come back after `retry_after_s` seconds with the same key."""

    retry_after_s: int


class Invalid(msgspec.Struct, frozen=True):
    """The input cannot be taken; every problem is named."""

    problems: tuple[Problem, ...]


Answer = Done | Accepted | Queued | Invalid
