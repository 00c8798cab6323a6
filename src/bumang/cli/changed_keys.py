"""`bumang keys change`: a new key for what signs receipts, vouchers or codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from bumang.codes.keys import GrantingKey
from bumang.evidence.key_sources import NAMES, names_in_token
from bumang.evidence.signing import SigningKey
from bumang.evidence.voucher_keys import VoucherKeys
from bumang.runtime.hardware_token import TokenError
from bumang.runtime.key_file import put_aside
from bumang.runtime.settings import Settings, from_environment

Files = dict[str, str]
"""The name of a key's file, and the ID by which its public half is published."""


def _receipts(folder: Path) -> Files:
    return {"receipts.pem": SigningKey.load_or_create(folder).key_id}


def _vouchers(folder: Path) -> Files:
    found = VoucherKeys.load_or_create(folder)
    return {
        "vouchers-ed25519.pem": found.short.published.key_id,
        "vouchers-ml-dsa-65.pem": found.lasting.published.key_id,
    }


def _codes(folder: Path) -> Files:
    return {"codes.pem": GrantingKey.load_or_create(folder).published.key_id}


# Each loads the keys, makes what is missing, and publishes before anything is signed.
_KINDS: dict[str, Callable[[Path], Files]] = {
    "receipts": _receipts,
    "vouchers": _vouchers,
    "codes": _codes,
}


@click.command()
@click.argument("which", type=click.Choice(tuple(_KINDS)))
@click.pass_obj
def change(data: Path, which: str) -> None:
    """Put the private key that signs WHICH aside, and make and publish a new one.

    What the former key signed goes on being proved: its public half stays published. Processes that
    run sign by the former key until the instance is started again. Stopped or killed in the middle,
    some files are changed and some are not, and all of them can be used; ask again.
    """
    settings = from_environment(data)
    _is_in_a_file(settings, which)
    load = _KINDS[which]
    for name, key_id in load(settings.keys).items():
        former = put_aside(settings.keys / name, f"{key_id}-{name}")
        click.echo(f"the former key {key_id} lies in {former}")
    for key_id in load(settings.keys).values():
        click.echo(f"the new key {key_id} is made and published")
    click.echo("start the instance again: until then it signs by the former key")


def _is_in_a_file(settings: Settings, which: str) -> None:
    try:
        in_token = settings.pkcs11_module and which in NAMES and which in names_in_token(settings)
    except TokenError as error:
        raise click.ClickException(str(error)) from None
    if in_token:
        raise click.ClickException(
            f"the key that signs {which} lies in a token: how it is changed there stands in"
            " docs/how-to/change-the-signing-key.md."
        )
