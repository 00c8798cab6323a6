"""The law in force in this process.

It is a value: whoever changes it puts another in its place, at once and for all. An answer that has
begun keeps the one it took.
"""

from __future__ import annotations

from bumang.rules.law_files import shipped
from bumang.rules.parameters import Law


class _InForce:
    law: Law | None = None


def law() -> Law:
    """The law as shipped, or what was put in its place. Raises `LawDataError` for broken data."""
    if _InForce.law is None:
        _InForce.law = shipped()
    return _InForce.law


def put_in_force(made: Law) -> None:
    """From now on `law()` gives this one."""
    _InForce.law = made
