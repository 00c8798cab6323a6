"""What `bumang rush` does; apart from the command, which every start of `bumang` imports."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from bumang.cli.running import instance
from bumang.cli.rush_cast import cast_of
from bumang.cli.rush_elsewhere import at_once, run_elsewhere
from bumang.cli.rush_own import own_instance
from bumang.rush import bulk
from bumang.rush.picture import picture
from bumang.rush.place import NotAllowedError, here
from bumang.rush.profile import Profile, WrongProfileError, load
from bumang.rush.result import Result
from bumang.rush.run import Plan, run
from bumang.rush.words import words


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed."""

    multiple: float
    seconds: int
    profile: str
    normal_per_s: float
    seed: int
    own: bool
    url: str | None
    plateau_per_s: float | None
    unloaded_p99_ms: float | None
    connections: int
    permit: Path | None = None


class Found(msgspec.Struct, frozen=True):
    words: str
    json: bytes
    picture: str
    other: int


def run_it(wanted: Wanted, data: Path) -> Found:
    """Raises ClickException in words; nothing is begun when something is wrong with what was typed."""
    plan = _plan(wanted)
    if wanted.permit is not None:
        if wanted.own:
            raise click.ClickException(
                "--own is for an instance here, --permit for one elsewhere: give one of them."
            )
        return _told(run_elsewhere(plan, wanted.permit, wanted.url, _progress))
    if plan.needs_bulk and not bulk.there():
        raise click.ClickException(bulk.MISSING)
    if wanted.own:
        with own_instance(click.echo) as folder:
            return _told(_run(plan, folder, wanted.url))
    return _told(_run(plan, data, wanted.url))


def _told(found: Result) -> Found:
    as_json = msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"
    return Found(words(found), as_json, picture(found), found.answers["other"])


def _plan(wanted: Wanted) -> Plan:
    return Plan(
        profile=_profile(wanted.profile),
        multiple=wanted.multiple,
        seconds=wanted.seconds,
        seed=wanted.seed,
        normal_per_s=wanted.normal_per_s,
        plateau_per_s=wanted.plateau_per_s,
        unloaded_p99_ms=wanted.unloaded_p99_ms,
        connections=wanted.connections,
    )


def _profile(named: str) -> Profile:
    try:
        profile = load(named)
        profile.points()  # a series that cannot be read is told before anything is begun
    except WrongProfileError as error:
        raise click.ClickException(str(error)) from None
    return profile


def _run(plan: Plan, data: Path, url: str | None) -> Result:
    told = instance(data)
    try:
        target = here(url or told["url"])
    except NotAllowedError as error:
        raise click.ClickException(str(error)) from None
    plan = msgspec.structs.replace(plan, target=target, url=told["url"], data=data.absolute())

    async def all_of_it() -> Result:
        cast = await cast_of(data, plan.url)
        return await run(plan, cast, click.echo, _progress)

    return at_once(all_of_it())


def _progress(line: str) -> None:
    """On a terminal one line that changes; in a file nothing."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
