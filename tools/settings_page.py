"""Writes the reference page of the settings."""

from pathlib import Path

from bumang.runtime.settings import settings_of_the_environment
from bumang.runtime.traces import OTLP_VARIABLE

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "settings.md"
_HEAD = """# Settings

Made from `src/bumang/runtime/settings.py` by `python tools/settings_page.py`; do not edit.

Variables of the environment. One that is empty counts as not set; one that holds what it cannot hold is told by every command, before anything
is begun. The address and port to listen on are options of [`bumang serve`](commands.md#bumang-serve).

| variable | meaning | default | example |
| --- | --- | --- | --- |
"""
# Read elsewhere: by the command before there are settings, and by OpenTelemetry's own library.
_OTHERS = (
    (
        "BUMANG_DATA",
        "The data folder; the same as `--data`. Keys, counters, and the embedded databases are in it.",
        "var",
        "/srv/bumang",
    ),
    (
        "BUMANG_TOKEN",
        "The bearer token that `bumang submit` and `bumang progress` send; the same as `--token`.",
        "",
        "",
    ),
    (
        OTLP_VARIABLE,
        "A collector that traces are sent to, when the extra `otlp` is installed. It wins over "
        "`BUMANG_TRACES`. OpenTelemetry's other variables hold too.",
        "",
        "http://127.0.0.1:4318",
    ),
)


def page() -> str:
    rows = [_row(*one) for one in _OTHERS]
    for variable, (default, setting) in settings_of_the_environment().items():
        shown = "" if default is False else str(default)
        rows.append(_row(variable, setting.meaning, shown, setting.example))
    return _HEAD + "".join(rows)


def _row(variable: str, meaning: str, default: str, example: str) -> str:
    cells = [f"`{variable}`", meaning, f"`{default}`" if default else "not set"]
    return f"| {' | '.join([*cells, f'`{example}`' if example else '–'])} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
