"""Where logs lie: the intake's acceptance logs, or the core's one log of statements.

Both keep their checkpoints and cosignatures alike; they differ in what the leaves are read from.
"""

from __future__ import annotations

from dataclasses import dataclass

from bumang.runtime.sql import statement


@dataclass(frozen=True)
class Shelf:
    """The queries of one database: its logs with their last checkpoint, and a log's next leaves."""

    logs: str
    leaves: str


INTAKE = Shelf(statement(__package__, "intake_logs"), statement(__package__, "intake_batches"))
CORE = Shelf(statement(__package__, "core_logs"), statement(__package__, "core_blocks"))
