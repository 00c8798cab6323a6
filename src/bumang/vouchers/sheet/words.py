"""What a sheet says: its texts and tables in both languages, Chinese first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from bumang.evidence.voucher import Body, Fact, Row
from bumang.evidence.voucher_words import kind_words, name_words, value_words
from bumang.kernel.text import Text

_TIMES = frozenset({"accepted_at", "decided_at"})


class Table(msgspec.Struct, frozen=True):
    """`numbers` are the columns that are set to the right."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    numbers: tuple[int, ...]


class Sheet(msgspec.Struct, frozen=True):
    """Everything the template sets; it decides nothing."""

    title: Text
    number: str
    issued: Text
    issuer: str
    pairs: tuple[tuple[Text, Text], ...]
    tables: tuple[Table, ...]
    check: str
    code: str


def sheet(body: Body, *, check: str, code: str) -> Sheet:
    """`check` is the address to look a number up at; `code` the QR code as SVG."""
    same = [(name, value) for name, value in body.facts.items() if not isinstance(value, list)]
    pairs = [
        (Text("姓名", "Name"), _same(body.holder.name)),
        (Text("社会保障号码", "Social security number"), _same(body.holder.identity)),
        *((name_words(name), _shown(name, value)) for name, value in same),
    ]
    tables = [_table(name, value) for name, value in body.facts.items() if isinstance(value, list)]
    return Sheet(
        title=kind_words(body.kind),
        number=body.number,
        issued=_moment(body.issued_at),
        issuer=body.issuer,
        pairs=tuple(pairs),
        tables=tuple(one for one in tables if one.rows),
        check=check,
        code=code,
    )


def _table(name: str, rows: list[Row]) -> Table:
    names = tuple(one for one in rows[0] if _is_said(rows, one)) if rows else ()
    return Table(
        title=name_words(name),
        heads=tuple(name_words(one) for one in names),
        rows=tuple(tuple(_shown(one, row[one]) for one in names) for row in rows),
        numbers=tuple(
            at for at, one in enumerate(names) if one.endswith("_fen") or one == "months"
        ),
    )


def _is_said(rows: list[Row], name: str) -> bool:
    """A column in which nothing stands is left out; an end that is open says that it goes on."""
    return name == "last" or any(row[name] is not None for row in rows)


def _shown(name: str, value: Fact) -> Text:
    assert not isinstance(value, list)
    if isinstance(value, str) and name in _TIMES:
        return _moment(value)
    if isinstance(value, str) and (found := _day(value)):
        return found
    if isinstance(value, str) and name.endswith("_sha256"):
        return _same(" ".join(value[at : at + 8] for at in range(0, len(value), 8)))
    if name.endswith("_fen") and value is not None:
        return _same(value_words(name, value).zh)
    return value_words(name, value)


def _day(written: str) -> Text | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return _same(day.isoformat())


def _moment(written: str) -> Text:
    at = datetime.fromisoformat(written)
    return Text(
        f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}",
        f"{at.day} {at:%B} {at.year}, {at:%H:%M:%S}",
    )


def _same(text: str) -> Text:
    return Text(text, text)


def plain(value: Sheet) -> dict[str, Any]:
    return msgspec.to_builtins(value)  # type: ignore[no-any-return]
