"""Writes the reference page of the `bumang` command."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from bumang.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"
_HEAD = """# Commands

Made from the commands themselves by `python tools/commands_page.py`; do not edit.

`bumang` is in `.venv/bin`. Every command speaks to the instance whose data folder is named by `--data` (before the command's name) or `BUMANG_DATA`.
Exit code 0: it is done. 1: it is not, and standard error says why and what to do. 2: the command was written wrongly. Where a code means more, it is said below.
Other [settings](settings.md) come from the environment.
"""


def page() -> str:
    return _HEAD + "".join(_section(path, one) for path, one in commands(("bumang",), main))


def commands(path: tuple[str, ...], one: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Every command that people use with its whole name, groups before what they hold."""
    if one.hidden:
        return
    yield " ".join(path), one
    if isinstance(one, click.Group):
        for name in sorted(one.commands):
            yield from commands((*path, name), one.commands[name])


def _section(path: str, one: click.Command) -> str:
    pieces = one.collect_usage_pieces(click.Context(one, info_name=path))
    text = f"\n## {path}\n\n    {' '.join([path, *pieces])}\n\n{inspect.cleandoc(one.help or '')}\n"
    options = [option for option in one.params if isinstance(option, click.Option)]
    if options:
        text += "\n| option | meaning | default |\n| --- | --- | --- |\n"
    return text + "".join(_row(option) for option in options)


def _row(option: click.Option) -> str:
    name = "`, `".join(option.opts)
    kind = "" if option.is_flag else f" {_kind(option)}"
    return f"| `{name}`{kind} | {option.help or ''} | {_default(option)} |\n"


def _kind(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " \\| ".join(f"`{choice}`" for choice in option.type.choices)
    if isinstance(option.type, click.IntRange):
        high = "" if option.type.max is None else f"{option.type.max:,}"
        return f"{option.type.min}–{high}" if high else f"{option.type.min} or more"
    return option.type.name


def _default(option: click.Option) -> str:
    if option.required:
        return "must be given"
    # Only a plain value: click marks what is not given with an object of its own.
    plain = isinstance(option.default, str | int | float | Path) and not option.is_flag
    return f"`{option.default}`" if plain else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
