"""Traces with OpenTelemetry: what a request, a group commit, a stretch of work spent its time on.

Off unless told where to: to a collector (`OTEL_EXPORTER_OTLP_ENDPOINT`, the standard's own variable,
with the package of the extra `otlp`) or to a file of JSON lines (`BUMANG_TRACES`). Off, a span costs
next to nothing. Spans carry numbers of ours and names of routes, never what people sent.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from opentelemetry import propagate, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

_SEND_EVERY_MS = 1_000
OTLP_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT"
_NOTHING: AbstractContextManager[None] = nullcontext()
_provider: TracerProvider | None = None
_tracer: trace.Tracer | None = None


class NoExporterError(Exception):
    """A collector is named, and the package that speaks to it is not installed."""


def start_tracing(process: str, file: str) -> None:
    """`file` is empty for no file. Raises `NoExporterError`."""
    global _provider, _tracer  # noqa: PLW0603 - one for the process, as the standard has it
    to = exporter(file)
    if to is None:
        return
    resource = Resource.create({"service.name": f"bumang-{process}", "process.pid": os.getpid()})
    _provider = TracerProvider(resource=resource)
    _provider.add_span_processor(BatchSpanProcessor(to, schedule_delay_millis=_SEND_EVERY_MS))
    _tracer = _provider.get_tracer("bumang")


def stop_tracing() -> None:
    """Sends what is left."""
    global _provider, _tracer  # noqa: PLW0603 - one for the process, as the standard has it
    if _provider is not None:
        _provider.shutdown()
    _provider = _tracer = None


def span(
    name: str, headers: Mapping[str, str] | None = None, **about: Any
) -> AbstractContextManager[Any]:
    """A span around a block. `headers` may carry the caller's trace (W3C Trace Context)."""
    if _tracer is None:
        return _NOTHING
    context = None if headers is None else propagate.extract(headers)
    attributes = {f"bumang.{key}": value for key, value in about.items()}
    return _tracer.start_as_current_span(
        name,
        context,
        attributes=attributes,
        # An error's text may hold what people submitted.
        record_exception=False,
        set_status_on_exception=False,
    )


def tracing() -> bool:
    return _tracer is not None


def exporter(file: str) -> SpanExporter | None:
    """Where spans go; none when nothing is set. Raises `NoExporterError`."""
    if os.environ.get(OTLP_VARIABLE):
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
                OTLPSpanExporter,
            )
        except ImportError:
            raise NoExporterError(
                f"{OTLP_VARIABLE} is set; install opentelemetry-exporter-otlp-proto-http"
            ) from None
        made: SpanExporter = OTLPSpanExporter()
        return made
    return _File(Path(file)) if file else None


class _File(SpanExporter):
    """A span a line, as JSON. Several processes may add to one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        lines = "".join(f"{span.to_json(indent=None)}\n" for span in spans)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(lines)
        return SpanExportResult.SUCCESS
