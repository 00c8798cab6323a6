"""From questions and typed answers to a form; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from bumang.items.item import Item, Question, Widget
from bumang.kernel.masking import mask_identity
from bumang.kernel.problems import Problem
from bumang.kernel.text import Language, Text

_PATH = re.compile(r"`\$\.([^`]*)`")


def asked(item: Item, answers: Mapping[str, Any]) -> list[Question]:
    """The questions to ask, given the answers so far."""
    known = dict(answers)
    return [q for q in item.questions if q.asked_when is None or q.asked_when(known)]


def next_unanswered(item: Item, answers: Mapping[str, Any]) -> Question | None:
    """The first question not answered yet; an optional one left empty counts as answered."""
    return next((q for q in asked(item, answers) if q.field not in answers), None)


def typed_answer(question: Question, values: Sequence[str]) -> str | list[str]:
    """What was sent for a question, without surrounding blanks."""
    if question.widget is Widget.IDENTITIES:
        return [line.strip() for value in values for line in value.splitlines() if line.strip()]
    return values[0].strip() if values else ""


def part_of(answer: Any, field: str) -> str:
    """Which of several numbers a problem is about, masked; empty where it is about the whole."""
    found = re.search(r"\[(\d+)\]", field)
    if found is None or not isinstance(answer, list) or len(answer) < 2:
        return ""
    return mask_identity(answer[int(found[1])])


def typed_only(answer: Any, offered: Sequence[str]) -> list[str]:
    """The numbers of an answer that were typed, not ticked, so that both are shown as given."""
    return [number for number in answer or [] if number not in offered]


def missing(question: Question) -> Problem:
    """The problem of a required question left empty."""
    return Problem(
        code="EMPTY",
        field=question.field,
        what=Text("{label}还没有填。", "{label} is missing.").format(label=question.label),
        why=Text("办理这件事要用到它。", "This matter cannot be handled without it."),
        fix=Text("请填写，例如：{example}", "Please answer, for example: {example}").format(
            example=question.example
        ),
    )


def read_form(item: Item, answers: Mapping[str, Any], today: date) -> tuple[Any, list[Problem]]:
    """The form and its problems; the form is None when it could not be decoded by its type."""
    given = {q.field: answers[q.field] for q in asked(item, answers) if answers.get(q.field)}
    absent = [missing(q) for q in asked(item, answers) if not q.optional and q.field not in given]
    if absent:
        return None, absent
    try:
        form = msgspec.convert(given, item.form, strict=False)
    except msgspec.ValidationError as error:
        return None, [_undecodable(item, str(error))]
    return form, list(item.check(form, today))


def problems_at(problems: Sequence[Problem], field: str) -> list[Problem]:
    """The problems that belong to a question, those of its parts included."""
    return [p for p in problems if re.split(r"[.\[]", p.field)[0] == field]


def shown(question: Question, answer: Any, language: Language) -> str:
    """An answer as the check page shows it: choices by their label, identity numbers masked."""
    if question.widget is Widget.IDENTITIES:
        return "、".join(mask_identity(number) for number in answer or [])
    if question.widget is Widget.IDENTITY:
        return mask_identity(answer or "")
    labels = {choice.value: choice.label.in_(language) for choice in question.choices}
    return labels.get(answer, answer or "")


def _undecodable(item: Item, message: str) -> Problem:
    # msgspec names the place as a path; its English wording is for programmers and is not shown.
    found = _PATH.search(message)
    field = re.split(r"[.\[]", found[1])[0] if found else item.questions[0].field
    question = next((q for q in item.questions if q.field == field), item.questions[0])
    return Problem(
        code="FORMAT",
        field=question.field,
        what=Text("{label}的写法读不懂。", "{label} cannot be read.").format(label=question.label),
        why=Text("它和要填的内容不是一类。", "It is not the kind of value asked for."),
        fix=Text("请照例子填写：{example}", "Write it like {example}.").format(
            example=question.example
        ),
    )
