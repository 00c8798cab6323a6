"""The reform's values beside what they take the place of."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bumang.kernel.text import Text
from bumang.rules import Law, NotSetError
from bumang.studio.reform import Reform


class ChangedValue(NamedTuple):
    """One line of the table of changes; values as they are written."""

    parameter: str
    title: Text
    unit: str
    region: str
    since: date
    until: date | None
    before: str
    after: str


def changed_values(reform: Reform, law: Law) -> tuple[ChangedValue, ...]:
    """`law` is the law as it is, with its projection."""
    return tuple(
        ChangedValue(
            parameter=change.parameter,
            title=change.title,
            unit=change.unit.value,
            region=change.region,
            since=change.since,
            until=change.until,
            before=_before(law, change.parameter, change.since, change.region),
            after=str(change.value),
        )
        for change in reform.changes
    )


def _before(law: Law, parameter: str, day: date, region: str) -> str:
    try:
        return str(law.at(parameter, day, region).figure)
    except NotSetError:
        return "–"
