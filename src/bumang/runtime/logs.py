"""What the processes say of themselves: fixed messages, named fields, never personal data.

JSON, one event a line, to standard error; words where that is a terminal. A field that is not of
the list is withheld, so that a slip says nothing. Of what libraries log only the place and the
kind of error pass: their texts may hold what people submitted.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

FIELDS = frozenset({"attempts", "error", "item", "library", "line", "log", "reason", "row", "seq"})
"""What an event may carry: numbers of ours, codes, names of errors; nothing a person gave us."""

_ALWAYS = frozenset({"event", "level", "process", "time"})
_WITHHELD = "withheld"


def start_logging(process: str, to: TextIO = sys.stderr) -> None:
    """`process` names what kind of process speaks: web, worker."""

    def named(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["process"] = f"{process}-{os.getpid()}"
        return event

    structlog.configure(
        processors=[
            _known_fields_only,
            named,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _renderer(to),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=to),
        cache_logger_on_first_use=False,
    )
    libraries = logging.getLogger()
    libraries.handlers = [_Libraries(logging.WARNING)]
    libraries.setLevel(logging.WARNING)


def _renderer(to: TextIO) -> Processor:
    if to.isatty():
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _known_fields_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    known = FIELDS | _ALWAYS
    return {name: value if name in known else _WITHHELD for name, value in event.items()}


class _Libraries(logging.Handler):
    """A library's record without its text."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        structlog.get_logger().log(
            record.levelno,
            "a library reports",
            library=record.name,
            line=f"{record.module}:{record.lineno}",
            error=error,
        )
