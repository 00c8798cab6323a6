"""From a sheet to rows: which column is which question, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from bumang.items.batch_file import problems
from bumang.items.batch_file.sheets import Line, Sheet, read_sheet
from bumang.items.item import BatchItem, Question, Widget
from bumang.kernel.plain import compact
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text

_HEADING_WITHIN = 10  # lines from the top
_SPREADSHEET_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"([0-9]{4}-[0-9]{2})-[0-9]{2}")
# A column of running numbers is usual and says nothing.
_NUMBERING = frozenset({"序号", "行号", "NO", "NO.", "问题", "PROBLEM"})


class Row(msgspec.Struct, frozen=True):
    """`number` counts the rows from 1; `line` is where the person finds it. `values` by field."""

    number: int
    line: int
    values: dict[str, str]


class Batch(msgspec.Struct, frozen=True):
    """The rows of a file. `columns` is the heading as written of each field that is there."""

    rows: tuple[Row, ...]
    columns: dict[str, str]


def read_batch(item: BatchItem, media_type: str, content: bytes) -> Batch:
    """Every row, as text. Raises `InvalidInput` with what is wrong with the file as a whole."""
    sheet = read_sheet(media_type, content, item.max_rows)
    if not sheet.lines:
        raise InvalidInput(problems.NO_ROWS)
    place = _heading_place(item, sheet)
    fields = _fields(item, sheet.lines[place])
    lines = sheet.lines[place + 1 :]
    if not lines:
        raise InvalidInput(problems.NO_ROWS)
    if len(lines) > item.max_rows:
        raise InvalidInput(problems.too_many_rows(len(lines), item.max_rows))
    if sheet.merged_to > sheet.lines[place].number:
        raise InvalidInput(problems.MERGED)
    rows = tuple(
        Row(number, line.number, _values(fields, line)) for number, line in enumerate(lines, 1)
    )
    heading = sheet.lines[place].cells
    return Batch(rows, {field: heading[at].strip() for at, field in fields.items()})


def form_of(item: BatchItem, row: Row, today: date) -> tuple[Any, tuple[Problem, ...]]:
    """The row's form, or what is wrong with it; a form with problems is not to be decided."""
    given = {}
    found: list[Problem] = []
    for question in item.questions:
        text = row.values.get(question.field, "").strip()
        if not text:
            continue
        identity = question.widget is Widget.IDENTITY
        if identity and _SPREADSHEET_NUMBER.fullmatch(text):
            found.append(problems.SPREADSHEET_NUMBER.at(question.field))
        given[question.field] = _meant(question, text)
    missing = [
        _missing(question)
        for question in item.questions
        if question.field not in given
        and not question.optional
        and (question.asked_when is None or question.asked_when(given))
    ]
    if found or missing:
        return None, (*found, *missing)
    try:
        form = msgspec.convert(given, item.form, strict=False)
    except msgspec.ValidationError as error:
        return None, (_unreadable(item, str(error)),)
    return form, tuple(item.check(form, today))


def _heading_place(item: BatchItem, sheet: Sheet) -> int:
    """The line among the first that names the most columns."""
    known = _known(item)
    scores = [
        sum(compact(cell) in known for cell in line.cells) for line in sheet.lines[:_HEADING_WITHIN]
    ]
    best = max(range(len(scores)), key=scores.__getitem__)
    if scores[best] < 2:
        raise InvalidInput(_missing_headings(q for q in item.questions if not q.optional))
    return best


def _fields(item: BatchItem, heading: Line) -> dict[int, str]:
    """Place in the line -> field. Every column must be known, and each once."""
    known = _known(item)
    found: dict[int, str] = {}
    wrong: list[Problem] = []
    for at, cell in enumerate(heading.cells):
        name = compact(cell)
        if not name or name in _NUMBERING:
            continue
        field = known.get(name)
        if field is None:
            wrong.append(problems.heading_unknown(cell.strip()[:40]))
        elif field in found.values():
            wrong.append(problems.heading_repeated(cell.strip()))
        else:
            found[at] = field
    missing = [q for q in item.questions if q.asked_when is None and not q.optional]
    if missing := [q for q in missing if q.field not in found.values()]:
        wrong.append(_missing_headings(missing))
    if wrong:
        raise InvalidInput(*wrong)
    return found


def _known(item: BatchItem) -> dict[str, str]:
    names: dict[str, str] = {}
    for question in item.questions:
        for name in (question.label.zh, question.label.en, question.field, *question.aliases):
            names[compact(name)] = question.field
    return names


def _missing_headings(questions: Iterator[Question] | Sequence[Question]) -> Problem:
    return problems.headings_missing("、".join(question.label.zh for question in questions))


def _values(fields: dict[int, str], line: Line) -> dict[str, str]:
    return {field: line.cells[at].strip() for at, field in fields.items() if at < len(line.cells)}


def _meant(question: Question, text: str) -> str:
    """A choice by its label in either language; a day where a month is asked for is its month."""
    for choice in question.choices:
        if text in {choice.label.zh, choice.label.en}:
            return choice.value
    day = _DAY_OF_MONTH.fullmatch(text) if question.widget is Widget.MONTH else None
    return day[1] if day else text


def _missing(question: Question) -> Problem:
    return Problem(
        "EMPTY",
        Text("没有填「{label}」。", "“{label}” is missing.").format(label=question.label),
        Text("缺了这一项就无法办理。", "The row cannot be decided without it."),
        Text("请补上，例如：{example}。", "Add it, for example: {example}.").format(
            example=question.example
        ),
        question.field,
    )


def _unreadable(item: BatchItem, message: str) -> Problem:
    place = re.search(r"`\$\.([^`.\[]*)", message)
    question = next((q for q in item.questions if place and q.field == place[1]), item.questions[0])
    return Problem(
        "FORMAT",
        Text("「{label}」的写法不对。", "“{label}” is not written as it must be.").format(
            label=question.label
        ),
        Text("这一栏读不出来。", "The cell cannot be read."),
        Text("请改成这样的写法：{example}。", "Write it like this: {example}.").format(
            example=question.example
        ),
        question.field,
    )
