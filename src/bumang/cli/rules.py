"""`bumang rules`: the law's calculations, on lines of JSON."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from bumang.cli.law import law_of
from bumang.kernel.clock import CHINA, legal_day
from bumang.rules.parameters import Law


@click.group()
def rules() -> None:
    """The law's calculations, without an instance running."""


@rules.command("eval")
@click.option("--trace", is_flag=True, help="Add the steps of each calculation, zh and en.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose law holds, where a case names none; default: today in China.",
)
@click.argument("cases", type=click.File("rb"), default="-")
@click.pass_obj
def evaluate(data: Path, trace: bool, on: datetime | None, cases: BinaryIO) -> None:
    """Answer CASES, one JSON object a line with `id`, `kind` and `inputs`; - reads standard input.

    One answer a line, in the same order: `id` with `result`, or with `error` that says what is
    wrong, why, and what to do. A wrong line does not stop the others. Empty lines are left out.
    """
    day = on.date() if on else legal_day(datetime.now(CHINA))
    found = law_of(data)
    out = sys.stdout.buffer
    for number, line in enumerate(cases, 1):
        if line.strip():
            out.write(_answered(line, number, found, day, trace) + b"\n")
            out.flush()


def _answered(line: bytes, number: int, found: Law, day: date, trace: bool) -> bytes:
    """A fault of ours in one line is told as that, and does not keep the others from their answers."""
    from bumang.rules.calculations.lines import OURS, answer_line, told_wrong

    try:
        return answer_line(line, number, found, day, trace=trace)
    except Exception as fault:
        click.echo(f"line {number}: {type(fault).__name__}: {fault}", err=True)
        return msgspec.json.encode({**told_wrong(None, (OURS,)), "line": number})
