"""`bumang pkcs11`: the signing keys in a token."""

from __future__ import annotations

from pathlib import Path

import click

from bumang.evidence.key_sources import (
    NAMES,
    look_at_sm2,
    look_at_token,
    make_in_token,
    names_in_token,
)
from bumang.evidence.sm2 import NoSm2Error
from bumang.runtime.hardware_token import HardwareToken, TokenError, token_of
from bumang.runtime.settings import Settings, from_environment


@click.group()
def pkcs11() -> None:
    """Signing keys in a token or hardware module, by PKCS#11."""


@pkcs11.command()
@click.pass_obj
def make(data: Path) -> None:
    """Make the keys of BUMANG_PKCS11_KEYS that the token does not hold yet.

    They are made in it, and cannot be taken out.
    """
    settings = from_environment(data)
    try:
        for name, made in make_in_token(settings, _token(settings)).items():
            click.echo(f"bumang-{name}: {'made' if made else 'was there'}")
    except TokenError as wrong:
        raise click.ClickException(str(wrong)) from None


@pkcs11.command()
@click.pass_obj
def check(data: Path) -> None:
    """Sign once by each key, and print their public halves. Exit code 1 when one cannot."""
    settings = from_environment(data)
    told(settings)
    try:
        token = _token(settings)
        for name in names_in_token(settings):
            click.echo(f"bumang-{name}: Ed25519 {token.public_key(name).hex()}")
    except TokenError as wrong:
        raise click.ClickException(str(wrong)) from None


def told(settings: Settings, *used: str) -> None:
    """Nothing begins with keys that do not sign: in words, where someone looks.

    `used` names the keys that are used; all of them when it is empty.
    """
    try:
        look_at_token(settings, used or NAMES)
        look_at_sm2(settings)
    except (TokenError, NoSm2Error) as wrong:
        raise click.ClickException(str(wrong)) from None


def _token(settings: Settings) -> HardwareToken:
    token = token_of(settings)
    if token is None:
        raise TokenError(_NOT_SET)
    return token


_NOT_SET = (
    "没有设置密码设备。请先设置 BUMANG_PKCS11_MODULE。\n"
    "No token is set. Set BUMANG_PKCS11_MODULE first, the path of the maker's library."
)
