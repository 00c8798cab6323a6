"""The sum of the answers: offered = done + accepted + queued + invalid, other = 0."""

from __future__ import annotations

from bumang.kernel.answers import Kind
from bumang.runtime.metrics import counter

_ANSWERS = counter("bumang_answers", "Requests by the answer they got", ["answer"])

OFFERED = counter("bumang_offered", "Requests that came in")
ANSWERED = {kind: _ANSWERS.labels(kind.value) for kind in Kind}


def kind_of(status: int) -> Kind:
    """The answer that an HTTP status stands for."""
    if status == 202:
        return Kind.ACCEPTED
    if status == 429:
        return Kind.QUEUED
    if status < 400:
        return Kind.DONE
    return Kind.INVALID if status < 500 else Kind.OTHER
