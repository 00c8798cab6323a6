"""`bumang shield`: before a web system that cannot be changed."""

from __future__ import annotations

import asyncio
import os
import socket
from pathlib import Path

import asyncpg
import click

from bumang.cli.parked import parked
from bumang.cli.pkcs11 import told
from bumang.evidence.key_sources import RECEIPTS
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.settings import from_environment
from bumang.shield.config import Config
from bumang.shield.reading import WrongConfigError, read_file

_FOLDER = "shield"


@click.group(invoke_without_command=True)
@click.option("--upstream", default="", help="Address of the old system, such as http://10.0.0.5.")
@click.option(
    "--config",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What is declared of it: shield.toml.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Port."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--check", is_flag=True, help="Read shield.toml, say what it means, and stop.")
@click.pass_context
def shield(
    context: click.Context, upstream: str, path: Path | None, port: int, host: str, check: bool
) -> None:
    """Stand before a web system that cannot be changed; Ctrl-C stops in order.

    Its pages come in as many at a time as it stands, the others wait in line with a place; forms
    that shield.toml declares so are accepted with a receipt and delivered. The data folder is
    `shield` in the one that --data names.
    """
    if context.invoked_subcommand is not None:
        return
    from bumang.cli.place import TakenError
    from bumang.cli.shield_supervisor import stand

    try:
        config = read_file(path, upstream)
    except WrongConfigError as error:
        raise click.ClickException(str(error)) from None
    if check:
        click.echo(f"good: {config.upstream.url}, {len(config.route)} routes")
        for line in _said(config):
            click.echo(line)
        return
    settings = from_environment(folder(context.obj), port=port, host=host)
    told(settings, RECEIPTS)
    try:
        asyncio.run(stand(settings, path and path.absolute(), upstream, config.prefix))
    except TakenError as error:
        raise click.ClickException(str(error)) from None
    except (*UNREACHABLE, asyncpg.PostgresError) as error:
        raise click.ClickException(
            f"the database does not answer as it must ({type(error).__name__}: {error}). "
            "Check BUMANG_INTAKE_DSN, or postgres-intake.log in the data folder."
        ) from None


def folder(data: Path) -> Path:
    return data / _FOLDER


def _said(config: Config) -> list[str]:
    lines = []
    for route in config.route:
        kind = "page, may wait" if route.wait else "page, never in line"
        kind += ", in the urgent line" if route.urgent else ""
        if route.cache is not None:
            kind = f"kept {route.cache:g} s for everyone"
        if route.store is not None:
            kind = f"accepted with a receipt, then delivered (unknown: {route.store.unknown})"
        lines.append(f"  {' '.join(route.methods) or 'any'} {route.path}: {kind}")
    return [*lines, "  everything else: page, may wait"]


shield.add_command(parked)


@click.command(hidden=True)
def shield_process() -> None:
    """The shield's process, as its supervisor starts it."""
    import signal

    import uvloop

    from bumang.cli.shield_supervisor import CONFIG_VARIABLE, SOCKET_VARIABLE, UPSTREAM_VARIABLE
    from bumang.runtime.logs import start_logging
    from bumang.runtime.orphan import end_with_parent
    from bumang.shield.wiring import shield as running

    end_with_parent()
    start_logging("shield")
    settings = from_environment(Path(os.environ["BUMANG_DATA"]))
    named = os.environ[CONFIG_VARIABLE]
    config = read_file(Path(named) if named else None, os.environ[UPSTREAM_VARIABLE])

    async def run() -> None:
        stopping = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
        listening = socket.socket(fileno=int(os.environ[SOCKET_VARIABLE]))
        async with running(settings, config, listening):
            await stopping.wait()

    uvloop.run(run())
