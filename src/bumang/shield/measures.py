"""Durations, sizes and patterns as they are written in `shield.toml`."""

from __future__ import annotations

import re
from typing import Any

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_BYTES = {"B": 1, "KB": 1024, "MB": 1024**2, "GB": 1024**3}


class Seconds(float):
    """`"500ms"`, `"30s"`, `"10m"`, `"2h"`, `"1d"`."""


class Size(int):
    """Bytes: `"64KB"`, `"1MB"`, `"2GB"`."""


class Pattern:
    """A regular expression that is searched for in what the upstream says."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._compiled = re.compile(text)

    def found_in(self, text: str) -> bool:
        return self._compiled.search(text) is not None


def written(kind: type[Any], value: Any) -> Any:
    """The value of a kind of this module from its text, as msgspec asks for it. Raises `ValueError`."""
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes, not {value!r}")
    if kind is Seconds:
        return Seconds(_measured(value, _SECONDS, '"500ms", "30s", "10m", "2h" or "1d"'))
    if kind is Size:
        return Size(int(_measured(value, _BYTES, '"64KB", "1MB" or "2GB"')))
    if kind is Pattern:
        try:
            return Pattern(value)
        except re.error as error:
            raise ValueError(f"is not a regular expression ({error})") from None
    raise NotImplementedError(kind)


def _measured(text: str, units: dict[str, float] | dict[str, int], examples: str) -> float:
    read = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)\s*([A-Za-z]+)", text.strip())
    if read is None or read[2] not in units:
        raise ValueError(f"must be written like {examples}, not {text!r}")
    return float(read[1]) * units[read[2]]
