"""`bumang rush`: a load run against the running instance, or one of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bumang.cli.rush_agree import agree, withdraw

_MOST_SECONDS = 3600


@click.group(invoke_without_command=True)
@click.option(
    "--multiple",
    type=click.FloatRange(0.01, 1000),
    default=3.0,
    show_default=True,
    help="Times the normal load, at the peak of the profile.",
)
@click.option(
    "--seconds",
    type=click.IntRange(5, _MOST_SECONDS),
    default=60,
    show_default=True,
    help="How long; the two calibrating phases come before.",
)
@click.option(
    "--profile",
    "named",
    default="standard",
    show_default=True,
    help="A shipped profile or a TOML file; see `docs/how-to/rush.md`.",
)
@click.option(
    "--normal",
    type=click.FloatRange(1, 10_000),
    default=100.0,
    show_default=True,
    help="Requests a second of the normal load.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Another number, other arrivals.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write everything that was found here.",
)
@click.option(
    "--picture",
    "picture_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw it here, as SVG.",
)
@click.option(
    "--own",
    is_flag=True,
    help="Start an instance for it in a temporary folder, and take it away at the end.",
)
@click.option("--url", help="Another address of the instance, such as a proxy before it.")
@click.option(
    "--plateau",
    type=click.FloatRange(0.1),
    help="Interactive requests a second at the best, where it is known; else it is measured.",
)
@click.option(
    "--unloaded-p99",
    type=click.FloatRange(0.1),
    help="Milliseconds, where it is known; else it is measured.",
)
@click.option(
    "--connections",
    type=click.IntRange(1, 4096),
    default=48,
    show_default=True,
    help="Of the fast generator, for each class.",
)
@click.option(
    "--permit",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Of the operator of another machine, which --url names; see `bumang rush agree`.",
)
@click.pass_context
def rush(
    context: click.Context,
    multiple: float,
    seconds: int,
    named: str,
    normal: float,
    seed: int,
    json_file: Path | None,
    picture_file: Path | None,
    own: bool,
    url: str | None,
    plateau: float | None,
    unloaded_p99: float | None,
    connections: int,
    permit: Path | None,
) -> None:
    """Let a crowd come to the running demo instance, and count every answer it gives.

    Clients arrive by a schedule made beforehand, behave as people, programs and scripts do, and
    follow their places in the queue. It stops by itself. Prints the sum of the answers, goodput and
    latencies. Exit code 1 when there was any other answer than the three (and "invalid").

    Another machine is rushed only with a permit of its operator, while it proves that it agrees.
    """
    if context.invoked_subcommand is not None:
        return
    from bumang.cli.rush_run import Wanted, run_it

    wanted = Wanted(
        multiple=multiple,
        seconds=seconds,
        profile=named,
        normal_per_s=normal,
        seed=seed,
        own=own,
        url=url,
        plateau_per_s=plateau,
        unloaded_p99_ms=unloaded_p99,
        connections=connections,
        permit=permit,
    )
    found = run_it(wanted, context.obj)
    click.echo(found.words)
    if json_file:
        json_file.write_bytes(found.json)
    if picture_file:
        picture_file.write_text(found.picture, encoding="utf-8")
    sys.exit(1 if found.other else 0)


rush.add_command(agree)
rush.add_command(withdraw)
