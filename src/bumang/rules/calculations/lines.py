"""One JSON object a line in, one answer a line out; a line that cannot be read is told, not an end.

    {"id": "P-01", "kind": "employee_pension", "inputs": {…}}
    {"id": "P-01", "result": {…}}                 or  {"id": "P-01", "error": {…}}

`on` (YYYY-MM-DD) may name the day whose law holds. `unverified` lists the figures of the law in the
result that are yet to be verified; `steps` is there when a trace is asked for.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.calculations import calculate
from bumang.rules.calculations.declaration import Calculated
from bumang.rules.calculations.json_text import decoded, repeated
from bumang.rules.calculations.problems import OBJECT_FORM
from bumang.rules.calculations.reading import repetitions
from bumang.rules.calculations.written import day
from bumang.rules.parameters import Law

LONGEST_LINE = 1024 * 1024
# What a worked case says besides; it is not an input and changes nothing.
_ASIDE = frozenset({"title", "expected", "tolerance", "basis", "note"})
_KNOWN = frozenset({"id", "kind", "inputs", "on"}) | _ASIDE


def answer_line(line: bytes, number: int, law: Law, today: date, *, trace: bool = False) -> bytes:
    """The answer to one line, without its end. `number` tells which line it was, if it has no id."""
    answer = _answer(line, law, today, trace)
    if answer["id"] is None:
        answer["line"] = number
    return msgspec.json.encode(answer)


def _answer(line: bytes, law: Law, today: date, trace: bool) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        return told_wrong(None, (_LONG_LINE,))
    try:
        case = decoded(line.removeprefix(BOM_UTF8))
    except ValueError:
        return told_wrong(None, (_NOT_JSON,))
    return answer_case(case, law, today, trace=trace)


def answer_case(case: Any, law: Law, today: date, *, trace: bool = False) -> dict[str, Any]:
    """The answer to one case."""
    if not isinstance(case, dict):
        return told_wrong(None, (OBJECT_FORM,))
    name = None if "id" in repeated(case) else case.get("id")
    if not isinstance(name, (str, int, type(None))):
        return told_wrong(None, (_ID_FORM,))
    try:
        _check(case)
        on = day().read(case["on"]) if "on" in case else today
        found = calculate(case["kind"], case["inputs"], law, on)
    except InvalidInput as invalid:
        return told_wrong(name, invalid.problems)
    return {"id": name, **told(found, trace=trace)}


def told(found: Calculated, *, trace: bool) -> dict[str, Any]:
    """A result as it is told; what is yet to be verified beside it."""
    answer: dict[str, Any] = {"result": found.result}
    if unsure := found.unverified:
        answer["unverified"] = unsure
    if trace:
        answer["steps"] = found.steps
    return answer


def told_wrong(name: Any, problems: Sequence[Problem]) -> dict[str, Any]:
    """Everything that is wrong; the first of it in front."""
    first = problems[0]
    error = {"code": first.code, "field": first.field, "message": first.what, "problems": problems}
    return {"id": name, "error": error}


def _check(case: dict[str, Any]) -> None:
    if twice := repetitions(case):
        raise InvalidInput(*twice)
    if strange := sorted(str(name) for name in case.keys() - _KNOWN):
        raise InvalidInput(*(_STRANGE.at(name[:60]) for name in strange))
    for name in ("kind", "inputs"):
        if name not in case:
            raise InvalidInput(_INCOMPLETE.at(name))


OURS = Problem(
    "OURS",
    Text("我们这边算的时候出了问题。", "Something of ours failed while computing."),
    Text("不是您填错了。", "It is not what you sent."),
    Text("请把这一行告诉我们。", "Please report this line to us."),
)
_NOT_JSON = Problem(
    "NOT_JSON_LINE",
    Text("这一行不是 JSON。", "This line is not JSON."),
    Text("读不出来就算不了。", "What cannot be read cannot be computed."),
    Text("每行写一个 JSON 对象。", "Write one JSON object a line, in UTF-8."),
)
_LONG_LINE = Problem(
    "LONG_LINE",
    Text("这一行太长。", "This line is too long."),
    Text("一行最多一兆字节。", "A line has at most a mebibyte."),
    Text("请分成几行。", "Split it."),
)
_INCOMPLETE = Problem(
    "INCOMPLETE_CASE",
    Text("这一行缺少 kind 或 inputs。", "This case lacks its kind or its inputs."),
    Text("要知道算什么、用什么算。", "They say what to compute, and from what."),
    Text(
        '请写成 {"id": …, "kind": …, "inputs": {…}}。', 'Write {"id": …, "kind": …, "inputs": {…}}.'
    ),
)
_STRANGE = Problem(
    "STRANGE_NAME",
    Text("这一行有不认识的名称。", "This case has a name that is not known."),
    Text(
        "计算用的数都写在 inputs 里面，放在外面会被漏掉。",
        "What is computed with stands inside `inputs`; outside it would be left out.",
    ),
    Text("请移到 inputs 里，或去掉。", "Move it into `inputs`, or remove it."),
)
_ID_FORM = Problem(
    "ID_FORM",
    Text("id 要写成字符串或整数。", "`id` is a string or a whole number."),
    Text("答案用它对应到这一行。", "The answer is told apart by it."),
    Text('请写成 "P-01" 这样的形式。', 'Write it like "P-01".'),
    "id",
)
