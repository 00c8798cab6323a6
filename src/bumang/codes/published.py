"""What an instance publishes of its codes, for verifiers to keep: keys, and the services with their bits."""

from __future__ import annotations

from functools import cached_property

import msgspec

from bumang.codes.attributes import LABELS, Attribute
from bumang.codes.keys import CodeKey
from bumang.codes.services import Service, services
from bumang.kernel.text import Text


class PublishedAttribute(msgspec.Struct, frozen=True):
    bit: int
    code: str
    label: Text


class PublishedCodes(msgspec.Struct, frozen=True, dict=True):
    """`/.well-known/bumang-codes.json`. Whoever only checks codes needs `keys` alone."""

    keys: tuple[CodeKey, ...]
    attributes: tuple[PublishedAttribute, ...] = ()
    services: tuple[Service, ...] = ()

    @cached_property
    def known(self) -> dict[str, CodeKey]:
        return {key.key_id: key for key in self.keys}


def published_codes(keys: tuple[CodeKey, ...]) -> PublishedCodes:
    named = tuple(
        PublishedAttribute(bit, one.value, LABELS[one]) for bit, one in enumerate(Attribute)
    )
    return PublishedCodes(keys, named, tuple(services().values()))
