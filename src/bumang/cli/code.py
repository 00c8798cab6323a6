"""`bumang code`: the one code, offline."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from bumang.codes.attributes import LABELS, of_bits
from bumang.codes.keys import published_code_keys
from bumang.codes.published import PublishedCodes
from bumang.codes.services import services
from bumang.codes.verification import check
from bumang.codes.windows import window_of
from bumang.kernel.text import Text
from bumang.runtime.settings import from_environment


@click.group()
def code() -> None:
    """The one code 社保码 that a person shows to a service's office."""


@code.command("verify")
@click.argument("text", metavar="CODE")
@click.option(
    "--service",
    "named",
    required=True,
    type=click.Choice(sorted(services())),
    help="The service that asks: a code of another one is refused.",
)
@click.option(
    "--keys",
    type=click.File("rb"),
    help="Published keys, from /.well-known/bumang-codes.json; default: the data folder's.",
)
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]),
    help="The moment to check it for, with its zone; default: now.",
)
@click.pass_obj
def verify(data: Path, text: str, named: str, keys: BinaryIO | None, at: datetime | None) -> None:
    """Check CODE offline, as read from the QR code (- for standard input), and say what it tells.

    Prints both languages. Exit code 1 when it does not hold.
    """
    from bumang.main import clock

    written = (sys.stdin.read() if text == "-" else text).strip("\r\n")
    service = services()[named]
    found = check(written, _keys(data, keys).known, service.number, window_of(at or clock()))
    if found.problem is not None:
        _say(found.problem.what, found.problem.why, found.problem.fix)
        sys.exit(1)
    assert found.code is not None
    grant = found.code.signed.grant
    _say(_HOLDS.format(service=service.name, pseudonym=grant.pseudonym.hex()))
    _say(*(_AGREED.format(what=LABELS[one]) for one in of_bits(grant.asks)))
    _say(*(_YES.format(what=LABELS[one]) for one in of_bits(grant.says)))


def _keys(data: Path, file: BinaryIO | None) -> PublishedCodes:
    if file is None:
        return PublishedCodes(published_code_keys(from_environment(data).keys))
    try:
        return msgspec.json.decode(file.read(), type=PublishedCodes)
    except msgspec.MsgspecError:
        raise click.ClickException(
            "the file of keys is not one: fetch it from /.well-known/bumang-codes.json"
        ) from None


def _say(*texts: Text) -> None:
    for one in texts:
        click.echo(one.zh)
        click.echo(one.en)


_HOLDS = Text(
    "码是真的，是「{service}」的，没有过时。这个人在本服务的代号：{pseudonym}",
    "The code is genuine, for “{service}”, and of this moment. The person's name with this service: {pseudonym}",
)
_AGREED = Text("本人同意告诉本服务：{what}", "The person agreed to tell this service: {what}")
_YES = Text("码里写明「是」：{what}", "The code says yes to: {what}")
