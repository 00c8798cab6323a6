"""`bumang audit`."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import BinaryIO

import click
import httpx
import msgspec

from bumang.audit.report import Report
from bumang.audit.run import audit as run
from bumang.cli.running import connected, instance
from bumang.evidence.signing import published_keys
from bumang.runtime.settings import from_environment


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The checks and their breaches as JSON.")
@click.option(
    "--receipts",
    type=click.File("rb"),
    help="Receipts that clients hold, one JSON a line: each must be in the log.",
)
@click.pass_obj
def audit(data: Path, as_json: bool, receipts: BinaryIO | None) -> None:
    """Prove what the platform promises, or name what breaks; exit code 1 when something does.

    It only reads, and may run while the platform works. Prints a line a check: `ok` or `BROKEN`,
    its name, its promise, how many were looked at; below it, the first twenty breaches.
    """
    start = time.monotonic()
    held = [line.strip() for line in receipts if line.strip()] if receipts else []
    report = asyncio.run(_audit(data, held))
    if as_json:
        document = {"holds": report.holds, "checks": report.checks}
        click.echo(msgspec.json.format(msgspec.json.encode(document), indent=1))
    else:
        _tell(report, time.monotonic() - start)
    sys.exit(0 if report.holds else 1)


async def _audit(data: Path, receipts: list[bytes]) -> Report:
    keys = {key.key_id: key for key in published_keys(from_environment(data).keys).keys}
    metrics = await _metrics(instance(data)["url"])
    async with connected(data, "core") as core, connected(data, "intake") as intake:
        return await run(core, intake, keys, receipts, metrics)


async def _metrics(url: str) -> str | None:
    """The counts of the running instance; none when no web process answers."""
    try:
        async with httpx.AsyncClient() as client:
            found = await client.get(f"{url}/metrics", timeout=5)
    except httpx.TransportError:
        return None
    return found.text if found.status_code == 200 else None


def _tell(report: Report, seconds: float) -> None:
    for check in report.checks:
        mark = "BROKEN" if check.broken else "ok    "
        click.echo(f"{mark} {check.name:11} {check.promise} ({check.looked_at:,} looked at)")
        for breach in check.breaches:
            click.echo(f"         {breach.place}: {breach.what}")
        if check.broken > len(check.breaches):
            click.echo(f"         and {check.broken - len(check.breaches):,} more")
    if all(check.name != "answers" for check in report.checks):
        click.echo("note   the counts of the answers were not read: no web process answers")
    verdict = "everything holds" if report.holds else "BROKEN: see above"
    click.echo(f"audit: {verdict} ({seconds:.1f} s)")
