"""From entries to decisions to rows. Everything of one call is stored in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from bumang.access.principal import Principal
from bumang.casework.entries import Entry
from bumang.intake.door import JSON
from bumang.items.catalogue import Catalogue
from bumang.items.item import AcceptedItem, Command, Decision, Effect, EntryId
from bumang.runtime.sql import statement
from bumang.statements import bodies
from bumang.statements.stating import state

_OPEN_FILE = statement(__package__, "open_file")

Decided = list[tuple[str, Command, Decision]]


class UnknownItemError(Exception):
    """An entry names a service item that this installation does not have."""


async def decide_and_store(
    connection: asyncpg.Connection[Any],
    catalogue: Catalogue,
    entries: Sequence[Entry],
    started_at: datetime,
) -> None:
    """Decide the entries in order and store what follows. Any failure fails the transaction.

    `started_at` is since when they are in process.
    A file is only opened here: its rows are decided in steps (`files`), so that nothing waits
    behind them.
    """
    by_item: dict[str, list[Command]] = defaultdict(list)
    for entry in entries:
        if entry["media_type"] == JSON:
            by_item[entry["item"]].append(_command(catalogue, entry))
        else:
            await connection.execute(_OPEN_FILE, entry["log_id"], entry["seq"])
    decided: Decided = []
    for code, commands in by_item.items():
        decided += await decide(connection, code, accepted_item(catalogue, code), commands)
    await store_effects(connection, decided)
    await store_outcomes(
        connection,
        [(command.entry, command.submitter, code, decision) for code, command, decision in decided],
        started_at,
    )


async def decide(
    connection: asyncpg.Connection[Any], code: str, item: AcceptedItem, commands: Sequence[Command]
) -> Decided:
    """Load what the commands need at once, then decide one after the other."""
    known = await item.load(connection, commands)
    decided: Decided = []
    for command in commands:
        decision = item.decide(known, command)
        known.record(command, decision)
        decided.append((code, command, decision))
    return decided


async def store_effects(connection: asyncpg.Connection[Any], decided: Decided) -> None:
    effects: dict[type[Effect], list[tuple[Command, Effect]]] = defaultdict(list)
    for _, command, decision in decided:
        for effect in decision.effects:
            effects[type(effect)].append((command, effect))
    for kind, rows in effects.items():
        await kind.store(connection, rows)


async def store_outcomes(
    connection: asyncpg.Connection[Any],
    outcomes: Sequence[tuple[EntryId, Principal, str, Decision]],
    started_at: datetime,
) -> None:
    """The table's primary key refuses a second outcome of an entry. Each is stated with it."""
    told = [
        msgspec.json.encode({"result": decision.result, "reasons": decision.reasons})
        for *_, decision in outcomes
    ]
    await connection.copy_records_to_table(
        "outcome",
        columns=("log_id", "seq", "item", "state", "told", "submitter", "started_at"),
        records=[
            (
                entry.log,
                entry.seq,
                code,
                decision.outcome.value,
                one,
                submitter.key,
                started_at,
            )
            for (entry, submitter, code, decision), one in zip(outcomes, told, strict=True)
        ],
    )
    await state(
        connection,
        [
            bodies.decision(entry.log, entry.seq, code, decision.outcome.value, one)
            for (entry, _, code, decision), one in zip(outcomes, told, strict=True)
        ],
    )


def _command(catalogue: Catalogue, entry: Entry) -> Command:
    item = accepted_item(catalogue, entry["item"])
    return Command(
        entry=EntryId(entry["log_id"], entry["seq"]),
        row=0,
        submitter=Principal.from_key(entry["submitter"]),
        accepted_at=entry["accepted_at"],
        form=msgspec.json.decode(entry["content"], type=item.form),
    )


def accepted_item(catalogue: Catalogue, code: str) -> AcceptedItem:
    """Raises `UnknownItemError`."""
    item = catalogue.get(code)
    if not isinstance(item, AcceptedItem):
        raise UnknownItemError(code)
    return item
