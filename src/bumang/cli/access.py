"""`bumang client` and `bumang demo token`: who may act by program."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import click

from bumang.access.clients import ROLES, Client, add, disable, listed
from bumang.access.identities import NotInRegistryError, UnclearIdentityError, find
from bumang.access.principal import Principal, Role
from bumang.cli.running import connected, instance
from bumang.runtime.settings import from_environment

_OUTSIDE_NUMBER = 18
_DEMO_TOKEN = timedelta(hours=12)
_SIGNED_IN = [role.value for role in Role if role is not Role.ANYONE]


@click.group()
def client() -> None:
    """Software of employers and agents that gets access tokens at /oauth/token."""


@client.command("add")
@click.option(
    "--as",
    "role",
    required=True,
    type=click.Choice([role.value for role in ROLES]),
    help="Whom it acts for.",
)
@click.option(
    "--id",
    "given",
    required=True,
    help="Credit code of the employer, agent's number, or code of the service, such as library.",
)
@click.option(
    "--name", default="", help="Name of the office, for a verifier: people see it in their log."
)
@click.pass_obj
def add_client(data: Path, role: str, given: str, name: str) -> None:
    """Add a client and print its secret. The secret is shown this once and kept nowhere."""
    if Role(role) is Role.VERIFIER:
        acting_for = _office(given, name)
        client_id, secret = asyncio.run(_add(data, acting_for))
    else:
        client_id, secret = asyncio.run(_add_found(data, Role(role), given))
    click.echo(f"client_id      {client_id}")
    click.echo(f"client_secret  {secret}")
    click.echo("Keep the secret now: it cannot be shown again.", err=True)


@client.command("list")
@click.pass_obj
def list_clients(data: Path) -> None:
    """List the clients: id, whom each acts for, when it was added, its state, its name."""
    for one in asyncio.run(_listed(data)):
        state = f"disabled {one.disabled_at:%Y-%m-%d %H:%M}" if one.disabled_at else "in use"
        whom = f"{one.role.value}:{one.subject}"
        click.echo(f"{one.client_id}  {whom:16} {one.added_at:%Y-%m-%d}  {state}  {one.name}")


@client.command("disable")
@click.argument("client_id")
@click.pass_obj
def disable_client(data: Path, client_id: str) -> None:
    """Give CLIENT_ID no more tokens. Those it has hold for an hour at most."""
    if not asyncio.run(_disabled(data, client_id)):
        raise click.ClickException(f"there is no client {client_id}; see `bumang client list`.")
    click.echo(f"{client_id} is disabled")


@click.command()
@click.option("--as", "role", required=True, type=click.Choice(_SIGNED_IN), help="Whose token.")
@click.option(
    "--id",
    "given",
    default="1",
    show_default=True,
    help="Identity number, credit code, or the number in the registry.",
)
@click.pass_obj
def token(data: Path, role: str, given: str) -> None:
    """Print a bearer token of the demo, valid for twelve hours."""
    click.echo(issue_demo_token(data, role, given))


def issue_demo_token(data: Path, role: str, given: str) -> str:
    """A token of the demo, or words about why there is none."""
    from bumang.main import clock, tokens

    if role not in _SIGNED_IN:
        raise click.ClickException(f"{role!r} is no role. There are: {', '.join(_SIGNED_IN)}.")
    if not instance(data)["demo"]:
        raise click.ClickException(
            "this instance runs without the demo, so it gives no demo tokens. Software gets its "
            "tokens at /oauth/token: see `bumang client add`. To try things, use `serve --demo`."
        )
    principal = asyncio.run(_named(data, Role(role), given))
    return tokens(from_environment(data)).issue(principal, clock(), _DEMO_TOKEN)


async def _named(data: Path, role: Role, given: str) -> Principal:
    outside = role in {Role.PERSON, Role.EMPLOYER} and len(given.strip()) == _OUTSIDE_NUMBER
    if outside:
        return await _found(data, role, given)
    if not (given.isascii() and given.isdecimal() and int(given[:18]) > 0 and len(given) <= 18):
        raise click.ClickException(
            f"{given!r} is no number of a {role.value}: give an identity number or credit code "
            "of 18 characters, or a number of the registry such as 1. See `bumang demo people`."
        )
    return Principal(role, int(given), "demo")


async def _found(data: Path, role: Role, given: str) -> Principal:
    async with connected(data, "core") as connection:
        try:
            return await find(connection, role, given)
        except (NotInRegistryError, UnclearIdentityError):
            raise click.ClickException(
                f"the registry has no {role.value} with this number. See `bumang demo people`."
            ) from None


def _office(given: str, name: str) -> Principal:
    from bumang.codes.services import services

    if given not in services():
        raise click.ClickException(
            f"{given!r} is no service. There are: {', '.join(sorted(services()))}."
        )
    if not name.strip():
        raise click.ClickException("name the office with --name: people see who looked.")
    return Principal(Role.VERIFIER, services()[given].number, name.strip())


async def _add_found(data: Path, role: Role, given: str) -> tuple[str, str]:
    return await _add(data, await _found(data, role, given))


async def _add(data: Path, acting_for: Principal) -> tuple[str, str]:
    async with connected(data, "core") as connection:
        return await add(connection, acting_for)


async def _listed(data: Path) -> list[Client]:
    async with connected(data, "core") as connection:
        return await listed(connection)


async def _disabled(data: Path, client_id: str) -> bool:
    async with connected(data, "core") as connection:
        return await disable(connection, client_id)
