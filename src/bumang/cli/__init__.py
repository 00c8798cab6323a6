"""The `bumang` command."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import asyncpg
import click

from bumang.cli.access import client, token
from bumang.cli.audit import audit
from bumang.cli.code import code
from bumang.cli.erase import erase
from bumang.cli.gate import gate
from bumang.cli.gate_open import open_
from bumang.cli.keys import keys
from bumang.cli.law import law, law_of
from bumang.cli.matters import answer, progress, submit
from bumang.cli.pkcs11 import pkcs11, told
from bumang.cli.population import agree, pensions, population, simulate
from bumang.cli.rules import rules
from bumang.cli.rush import rush
from bumang.cli.seed import people, seed
from bumang.cli.shield import shield, shield_process
from bumang.cli.verify import verify
from bumang.cli.witness import witness
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.setting import WrongSettingError
from bumang.runtime.settings import from_environment


@click.group()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path("var"),
    show_default=True,
    envvar="BUMANG_DATA",
    help="The data folder of the instance.",
)
@click.pass_context
def main(context: click.Context, data: Path) -> None:
    """Bumang 不忙: every request is done, accepted, or queued."""
    try:
        from_environment(data)  # a wrong setting is told here, before anything is begun
    except WrongSettingError as error:
        raise click.ClickException(str(error)) from None
    context.obj = data


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--demo",
    is_flag=True,
    envvar="BUMANG_DEMO",
    help="A synthetic city, the demo's identity page and tokens.",
)
@click.pass_obj
def serve(data: Path, port: int, host: str, demo: bool) -> None:
    """Start everything; Ctrl-C stops it in order.

    Prints what it prepares, then the address, whom to sign in as, and what to try. Whatever dies is
    started again. Exit code 1 when the port or the folder is taken, a database does not answer, or
    it is of another version.
    """
    from bumang.cli.place import TakenError
    from bumang.cli.supervisor import serve as run
    from bumang.runtime.migrate import OtherSchemaError
    from bumang.runtime.traces import NoExporterError, exporter

    try:
        exporter("")  # told here, where someone looks, not by each process
    except NoExporterError as error:
        raise click.ClickException(f"{error}, or unset it.") from None
    law_of(data)  # a broken file of the law is told before anything is begun
    told(from_environment(data))
    try:
        asyncio.run(run(from_environment(data, port=port, host=host, demo=demo)))
    except (TakenError, OtherSchemaError) as error:
        raise click.ClickException(str(error)) from None
    except (*UNREACHABLE, asyncpg.PostgresError) as error:
        raise click.ClickException(
            f"a database does not answer as it must ({type(error).__name__}: {error}). "
            "Check BUMANG_CORE_DSN and BUMANG_INTAKE_DSN, or the logs in the data folder."
        ) from None


@main.command(hidden=True)
@click.pass_obj
def work(data: Path) -> None:
    """One worker, as the supervisor starts it."""
    from bumang.main import work as run
    from bumang.runtime.logs import start_logging
    from bumang.runtime.orphan import end_with_parent
    from bumang.runtime.traces import start_tracing

    end_with_parent()
    settings = from_environment(data)
    start_logging("worker")
    start_tracing("worker", settings.traces)
    asyncio.run(run(settings))


@main.command(hidden=True)
@click.pass_obj
def integrate(data: Path) -> None:
    """The public log's own process, as the supervisor starts it."""
    from bumang.main import integrate as run
    from bumang.runtime.logs import start_logging
    from bumang.runtime.orphan import end_with_parent

    end_with_parent()
    start_logging("log")
    asyncio.run(run(from_environment(data)))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As the API gives them.")
def items(as_json: bool) -> None:
    """List the service items: code, shape, names."""
    from bumang.api.description import summary
    from bumang.main import catalogue

    found = [summary(item) for item in catalogue().values()]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for item in found:
        print(f"{item['code']:32} {item['shape']:10} {item['name']['zh']} {item['name']['en']}")


@main.group()
def demo() -> None:
    """For trying out: tokens and persons of the demo."""


main.add_command(answer)
main.add_command(shield)
main.add_command(shield_process)
main.add_command(witness)
main.add_command(submit)
main.add_command(progress)
main.add_command(audit)
main.add_command(erase)
main.add_command(verify)
main.add_command(keys)
main.add_command(pkcs11)
main.add_command(code)
main.add_command(law)
main.add_command(rules)
main.add_command(seed)
main.add_command(rush)
demo.add_command(people)
demo.add_command(token)
main.add_command(client)
main.add_command(gate)
for command in (population, pensions, simulate, agree):
    law.add_command(command)
gate.add_command(open_)
