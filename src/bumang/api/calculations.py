"""The law's calculations by HTTP: one, or many at once; and what there is to ask for."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules import law
from bumang.rules.calculations import CALCULATIONS, calculate, calculation_of
from bumang.rules.calculations.json_text import decoded
from bumang.rules.calculations.lines import answer_case, told
from bumang.rules.calculations.reading import repetitions, schema_of
from bumang.rules.calculations.written import day

LARGEST_BATCH = 2 * 1024 * 1024
MOST_CASES = 1000
# Others are served between two stretches of a batch.
_STRETCH = 10


def kinds() -> dict[str, Any]:
    """Every kind with its title, its inputs in JSON Schema, and the rules it follows."""
    return {
        "kinds": [
            {
                "kind": one.kind,
                "title": one.title,
                "inputs_schema": schema_of(one.inputs),
                "rules": one.rules,
            }
            for one in CALCULATIONS.values()
        ]
    }


def calculated(kind: str, body: bytes, query: str, today: date) -> dict[str, Any]:
    """One calculation. Raises `InvalidInput`."""
    calculation_of(kind)  # a kind that is not there is told before the inputs are looked at
    on, trace = _asked(query, today)
    return told(calculate(kind, _decoded(body), law(), on), trace=trace)


async def calculated_each(body: bytes, query: str, today: date) -> dict[str, Any]:
    """An answer for every case, in their order. Raises `InvalidInput` for what is no batch."""
    on, trace = _asked(query, today)
    batch = _decoded(body)
    if isinstance(batch, dict) and (twice := repetitions(batch)):
        raise InvalidInput(*twice)
    cases = batch.get("cases") if isinstance(batch, dict) and len(batch) == 1 else None
    if not isinstance(cases, list):
        raise InvalidInput(_NO_CASES)
    if len(cases) > MOST_CASES:
        raise InvalidInput(_TOO_MANY_CASES)
    answers = []
    for place, case in enumerate(cases):
        if place % _STRETCH == 0:
            await asyncio.sleep(0)
        answers.append(answer_case(case, law(), on, trace=trace))
    return {"answers": answers}


def _decoded(body: bytes) -> Any:
    try:
        return decoded(body)
    except ValueError:
        raise InvalidInput(_NOT_JSON) from None


def _asked(query: str, today: date) -> tuple[date, bool]:
    """The day whose law is asked for, and whether the steps are."""
    given = dict(parse_qsl(query, keep_blank_values=True))
    trace = given.get("trace", "false")
    if given.keys() - {"on", "trace"} or trace not in {"true", "false"}:
        raise InvalidInput(_QUERY)
    try:
        on = day().read(given["on"]) if "on" in given else today
    except InvalidInput as invalid:
        raise InvalidInput(*(problem.at("on") for problem in invalid.problems)) from None
    return on, trace == "true"


_NOT_JSON = Problem(
    "NOT_JSON_INPUTS",
    Text("提交的内容不是 JSON。", "What was sent is not JSON."),
    Text("读不出来就算不了。", "What cannot be read cannot be computed."),
    Text("各种计算的输入见 GET /api/v1/rules。", "The inputs are at GET /api/v1/rules."),
)
_NO_CASES = Problem(
    "NO_CASES",
    Text("没有给出 cases 列表。", "There is no list of cases."),
    Text("成批计算时，每条是列表里的一个对象。", "In a batch every case is an object in the list."),
    Text(
        '请写成 {"cases": [{"id": …, "kind": …, "inputs": {…}}]}。',
        'Write {"cases": [{"id": …, "kind": …, "inputs": {…}}]}.',
    ),
    "cases",
)
_TOO_MANY_CASES = Problem(
    "TOO_MANY_CASES",
    Text("一次的条数太多。", "These are too many cases for one request."),
    Text(f"一次最多 {MOST_CASES} 条。", f"At most {MOST_CASES} at once."),
    Text("请分几次发，或用 bumang rules eval。", "Send them in parts, or use `bumang rules eval`."),
    "cases",
)
_QUERY = Problem(
    "RULES_QUERY",
    Text("网址里的参数不对。", "The query has something that is not known."),
    Text(
        "可以带 on（YYYY-MM-DD）和 trace（true 或 false）。",
        "It may have `on` (YYYY-MM-DD) and `trace` (true or false).",
    ),
    Text("请去掉别的参数。", "Leave out anything else."),
)
