"""From entries to decisions to rows. Everything of one call is stored in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from bumang.access.principal import Principal
from bumang.items.catalogue import Catalogue
from bumang.items.item import AcceptedItem, Command, Decision, Effect, EntryId
from bumang.runtime.sql import statement

_STORE_OUTCOMES = statement(__package__, "store_outcomes")

Decided = list[tuple[str, Command, Decision]]


class UnknownItemError(Exception):
    """An entry names a service item that this installation does not have."""


async def decide_and_store(
    connection: asyncpg.Connection[Any], catalogue: Catalogue, entries: Sequence[asyncpg.Record]
) -> None:
    """Decide the entries in order and store what follows. Any failure fails the transaction."""
    by_item: dict[str, list[Command]] = defaultdict(list)
    for entry in entries:
        by_item[entry["item"]].append(_command(catalogue, entry))
    decided: Decided = []
    for code, commands in by_item.items():
        decided += await _decide(connection, code, _accepted(catalogue, code), commands)
    await _store(connection, decided)


async def _decide(
    connection: asyncpg.Connection[Any], code: str, item: AcceptedItem, commands: list[Command]
) -> Decided:
    state = await item.load(connection, commands)
    decided: Decided = []
    for command in commands:
        decision = item.decide(state, command)
        state.record(command, decision)
        decided.append((code, command, decision))
    return decided


async def _store(connection: asyncpg.Connection[Any], decided: Decided) -> None:
    effects: dict[type[Effect], list[tuple[Command, Effect]]] = defaultdict(list)
    for _, command, decision in decided:
        for effect in decision.effects:
            effects[type(effect)].append((command, effect))
    for kind, rows in effects.items():
        await kind.store(connection, rows)
    await connection.execute(
        _STORE_OUTCOMES,
        [command.entry.log for _, command, _ in decided],
        [command.entry.seq for _, command, _ in decided],
        [code for code, _, _ in decided],
        [decision.outcome.value for _, _, decision in decided],
        [
            msgspec.json.encode({"result": decision.result, "reasons": decision.reasons})
            for _, _, decision in decided
        ],
        [command.submitter.key for _, command, _ in decided],
    )


def _command(catalogue: Catalogue, entry: asyncpg.Record) -> Command:
    item = _accepted(catalogue, entry["item"])
    return Command(
        entry=EntryId(entry["log_id"], entry["seq"]),
        row=0,
        submitter=Principal.from_key(entry["submitter"]),
        accepted_at=entry["accepted_at"],
        form=msgspec.json.decode(entry["content"], type=item.form),
    )


def _accepted(catalogue: Catalogue, code: str) -> AcceptedItem:
    item = catalogue.get(code)
    if not isinstance(item, AcceptedItem):
        raise UnknownItemError(code)
    return item
