"""The services that read the code 用码服务, as `services.toml` declares them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

from bumang.codes.attributes import Attribute, bits
from bumang.kernel.text import Text


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of office that reads the code.

    `asks` is all that it may learn; `offline` those of them that also stand in the code as a yes;
    `decides` the one whose answer it goes by, empty where being genuine is enough.
    """

    code: str
    number: int
    name: Text
    where: Text
    asks: tuple[Attribute, ...]
    yes: Text
    no: Text
    decides: Attribute | None
    offline: tuple[Attribute, ...] = ()

    @property
    def bits(self) -> int:
        return bits(self.asks)

    @property
    def keeps_out(self) -> tuple[Attribute, ...]:
        """What it does not learn."""
        return tuple(one for one in Attribute if one not in self.asks)


@cache
def services() -> Mapping[str, Service]:
    """By code, in the order of the file. Raises `ValueError` for a declaration that cannot hold."""
    text = resources.files("bumang.codes").joinpath("services.toml").read_text(encoding="utf-8")
    found = {code: _declared(code, given) for code, given in tomllib.loads(text).items()}
    if len({one.number for one in found.values()}) < len(found):
        raise ValueError("two services have one number")
    return found


def numbered(number: int) -> Service | None:
    return next((one for one in services().values() if one.number == number), None)


def _declared(code: str, given: dict[str, object]) -> Service:
    decides = given.pop("decides") or None
    made = msgspec.convert({"code": code, "decides": decides, **given}, Service)
    answers = {*made.offline, *([made.decides] if made.decides else ())}
    if not answers <= set(made.asks):
        raise ValueError(f"{code} goes by what it does not ask for")
    return made
