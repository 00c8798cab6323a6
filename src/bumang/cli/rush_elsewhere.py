"""A load run against another machine, whose operator has given a permit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import click
import msgspec
import uvloop

from bumang.access.rush_agreement import MOST_PER_S, Agreement
from bumang.rush.calibration import UNLOADED_SECONDS
from bumang.rush.consent import agreed, leash, read_permit, while_agreed
from bumang.rush.place import NotAllowedError, target
from bumang.rush.result import Result
from bumang.rush.run import Plan, run

_MOST_SECONDS = 600
_AFTER_SECONDS = 60
"""For answers that are still on their way."""

Tell = Callable[[str], None]


def run_elsewhere(plan: Plan, file: Path, url: str | None, progress: Tell) -> Result:
    """Raises ClickException in words; nothing but the question whether it may be is sent before."""
    if not url:
        raise click.ClickException("--permit needs --url: the address of the target.")
    return at_once(_run(plan, file, url, progress))


async def _run(plan: Plan, file: Path, url: str, progress: Tell) -> Result:
    from bumang.main import clock

    permit, there = read_permit(file), target(url)
    agreement = await agreed(there, permit, clock)
    lasts_s = plan.seconds + (UNLOADED_SECONDS if plan.unloaded_p99_ms is None else 0)
    _within(plan, agreement, lasts_s, clock().timestamp())
    held = leash(agreement, lasts_s + _AFTER_SECONDS, clock)
    plan = msgspec.structs.replace(plan, target=there, url=there.url, data=None)
    running = run(plan, permit.cast, click.echo, progress, held)
    return await while_agreed(running, there, permit, held, clock)


def _within(plan: Plan, agreement: Agreement, lasts_s: float, now: float) -> None:
    """Raises NotAllowedError for a run that is larger than what was agreed to."""
    most = min(agreement.most_per_s, MOST_PER_S)
    if max(plan.peak_per_s, plan.normal_per_s / 2) > most:
        raise NotAllowedError(
            f"this run asks {plan.peak_per_s:,.0f} requests a second at its peak; {most:,} were "
            "agreed to. Give a smaller --multiple or --normal."
        )
    if plan.seconds > _MOST_SECONDS or now + lasts_s > agreement.until.timestamp():
        raise NotAllowedError(
            f"this run takes {lasts_s:,.0f} s; against another machine it is {_MOST_SECONDS} at "
            f"most, and what was agreed to ends at {agreement.until:%H:%M:%S}. Give fewer --seconds."
        )
    if plan.planned > agreement.most_requests:
        raise NotAllowedError(
            f"this run plans {plan.planned:,.0f} requests; {agreement.most_requests:,} were agreed "
            "to. Give fewer --seconds or a smaller --multiple."
        )


def at_once(running: Coroutine[Any, Any, Result]) -> Result:
    """Raises ClickException in words."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(running)
    except (NotAllowedError, RuntimeError) as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException("stopped before the end; nothing was counted.") from None
