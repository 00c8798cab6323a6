"""`bumang rush agree` and `withdraw`: for the operator of an instance that another machine may rush."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import click
import msgspec

from bumang.access.rush_agreement import LONGEST, MOST_PER_S, MOST_REQUESTS, Agreement
from bumang.runtime.settings import from_environment

_MOST_MINUTES = int(LONGEST.total_seconds()) // 60


@click.command()
@click.option(
    "--for",
    "host",
    required=True,
    help="The address the load will name, with its port: bumang.example:8000.",
)
@click.option(
    "--minutes",
    type=click.IntRange(1, _MOST_MINUTES),
    default=30,
    show_default=True,
    help="Then it ends by itself.",
)
@click.option(
    "--most-per-s",
    type=click.IntRange(1, MOST_PER_S),
    default=300,
    show_default=True,
    help="Requests in a second, at most.",
)
@click.option(
    "--most-requests",
    type=click.IntRange(1, MOST_REQUESTS),
    default=100_000,
    show_default=True,
    help="Requests in all, at most.",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the permit here, for whoever makes the run.",
)
@click.pass_obj
def agree(
    data: Path, host: str, minutes: int, most_per_s: int, most_requests: int, out: Path
) -> None:
    """Agree that another machine makes a load run against this demo instance, for a time.

    Writes a permit: the demo's synthetic people with their tokens, and the secret by which this
    instance proves to the run that it agrees. Whoever has the file may make the run: hand it over as
    you would a password. `bumang rush withdraw` ends it at once.
    """
    from bumang.access.rush_agreement import agreed, keep
    from bumang.cli.running import instance
    from bumang.cli.rush_cast import cast_of
    from bumang.main import clock
    from bumang.rush.consent import Permit

    if out.exists():  # told before anything is made
        raise click.ClickException(f"{out} is there already: name another file.")
    lasting = timedelta(minutes=minutes)
    known = agreed(
        Agreement(
            host=_named(host),
            until=clock() + lasting,
            most_per_s=most_per_s,
            most_requests=most_requests,
        )
    )
    cast = asyncio.run(cast_of(data, instance(data)["url"], lasting))
    _write(out, msgspec.json.encode(Permit(known.agreement, known.secret, cast)))
    keep(from_environment(data).rush_agreement, known)
    click.echo(
        f"agreed until {known.agreement.until:%Y-%m-%d %H:%M}: at most {most_per_s} requests a second "
        f"and {most_requests:,} in all against {known.agreement.host}. The permit is {out}. There:\n"
        f"  bumang rush --permit {out.name} --url http://{known.agreement.host}"
    )


@click.command()
@click.pass_obj
def withdraw(data: Path) -> None:
    """Agree no more: a run that is on its way stops within seconds."""
    file = from_environment(data).rush_agreement
    if not file.exists():
        click.echo("nothing was agreed to.")
        return
    file.unlink()
    click.echo("withdrawn: a run that is on its way stops within seconds.")


def _named(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    if not (name and colon and port.isdecimal() and 0 < int(port) < 65536):
        raise click.ClickException(
            f"{host!r} does not say which port: write it like bumang.example:8000."
        )
    if "/" in name or "@" in name:
        raise click.ClickException(f"{host!r} is more than a host and a port.")
    return f"{name}:{int(port)}"


def _write(out: Path, permit: bytes) -> None:
    """For the owner's eyes; what is there is never overwritten."""
    try:
        descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{out} is there already: name another file.") from None
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "wb") as written:
        written.write(permit)
