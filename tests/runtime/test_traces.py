"""Traces tell where the time went, join the caller's trace, and hold nothing people sent."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bumang.runtime.traces import (
    OTLP_VARIABLE,
    NoExporterError,
    span,
    start_tracing,
    stop_tracing,
    tracing,
)

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    start_tracing("test", str(tmp_path / "traces.jsonl"))
    yield tmp_path / "traces.jsonl"
    stop_tracing()


def _spans(file: Path) -> list[Any]:
    stop_tracing()
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_off_a_span_does_nothing() -> None:
    assert not tracing()
    with span("nothing") as recorded:
        assert recorded is None


def test_a_span_has_its_name_its_numbers_and_the_process_that_made_it(file: Path) -> None:
    with span("group commit", log=1, first_seq=7, size=3):
        pass
    (found,) = _spans(file)
    assert found["name"] == "group commit"
    assert found["attributes"] == {"bumang.log": 1, "bumang.first_seq": 7, "bumang.size": 3}
    assert found["resource"]["attributes"]["service.name"] == "bumang-test"


def test_a_request_joins_the_trace_it_came_with(file: Path) -> None:
    with span("POST /x", {"traceparent": f"00-{TRACE}-{PARENT}-01"}), span("inner"):
        pass
    inner, outer = _spans(file)
    assert outer["context"]["trace_id"] == inner["context"]["trace_id"] == f"0x{TRACE}"
    assert outer["parent_id"] == f"0x{PARENT}"
    assert inner["parent_id"] == outer["context"]["span_id"]


def test_an_error_passes_and_its_text_stays_out(file: Path) -> None:
    with pytest.raises(ValueError, match="secret"), span("fails"):
        raise ValueError("secret")
    assert "secret" not in json.dumps(_spans(file))


def test_a_collector_without_its_package_is_told_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(OTLP_VARIABLE, "http://127.0.0.1:4318")
    with pytest.raises(NoExporterError, match="install opentelemetry-exporter"):
        start_tracing("test", "")
