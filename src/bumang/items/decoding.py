"""From bytes to a form: decoded by type, checked by the item, wrong ones told in words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from bumang.items.item import Item
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text

_PATH = re.compile(r" - at `\$\.?(.*)`$")


def decode(item: Item, body: bytes, today: date) -> Any:
    """The form of an item from JSON. Raises `InvalidInput` with every problem that was found."""
    try:
        form = msgspec.json.decode(body, type=item.form)
    except msgspec.ValidationError as error:
        raise InvalidInput(_wrong_type(item, str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise InvalidInput(_NOT_JSON) from None
    if problems := tuple(item.check(form, today)):
        raise InvalidInput(*problems)
    return form


def canonical(form: Any) -> bytes:
    """The one writing of a form: what is stored, hashed, and compared when a key comes again."""
    return msgspec.json.encode(form)


def _wrong_type(item: Item, message: str) -> Problem:
    """msgspec names the place and the type it expected; we add the question's own words."""
    found = _PATH.search(message)
    field = found[1] if found else ""
    reason = _PATH.sub("", message)
    if missing := re.search(r"(?:missing required|contains unknown) field `(.*)`", reason):
        field = f"{field}.{missing[1]}".strip(".")
    top = re.split(r"[.\[]", field)[0]
    question = next((q for q in item.questions if q.field == top), None)
    if "unknown field" in reason:
        return _UNKNOWN_FIELD.at(field)
    if question is None:
        return _WRONG_FORM.at(field) if field else _WRONG_FORM
    problem = _MISSING if "missing required" in reason else _WRONG_VALUE
    values = {"label": question.label, "example": question.example}
    return Problem(
        problem.code,
        problem.what.format(**values),
        problem.why.format(**values),
        problem.fix.format(**values),
        field,
    )


_NOT_JSON = Problem(
    "NOT_JSON",
    Text("提交的内容不是 JSON。", "What was sent is not JSON."),
    Text("内容读不出来，就无法受理。", "What cannot be read cannot be accepted."),
    Text("请按事项说明里的格式重新提交。", "Send it again in the form the item describes."),
)
_WRONG_FORM = Problem(
    "WRONG_FORM",
    Text("提交的内容与事项的表格不一致。", "What was sent does not fit the item's form."),
    Text("每一栏的类型是规定好的。", "Every field has its type."),
    Text(
        "请对照 GET /api/v1/items/{事项} 里的 form_schema 修改。",
        "Compare it with form_schema of GET /api/v1/items/{code}.",
    ),
)
_UNKNOWN_FIELD = Problem(
    "UNKNOWN_FIELD",
    Text("表格里没有这一栏。", "The form has no such field."),
    Text("多出来的内容不会被办理，所以先请您确认。", "It would not be acted on, so we ask first."),
    Text("请删去这一栏，或核对栏名。", "Remove it, or check its name."),
)
_MISSING = Problem(
    "MISSING",
    Text("没有填「{label}」。", "“{label}” is missing."),
    Text("缺了这一项就无法办理。", "The matter cannot be decided without it."),
    Text("请补上，例如：{example}。", "Add it, for example: {example}."),
)
_WRONG_VALUE = Problem(
    "WRONG_VALUE",
    Text("「{label}」的写法不对。", "“{label}” is not written as it must be."),
    Text("这一栏读不出来。", "The field cannot be read."),
    Text("请改成这样的写法：{example}。", "Write it like this: {example}."),
)
