"""Answers on the wire: status, media type and body, in the person's language (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from bumang.kernel.answers import Accepted, Answer, Done, Invalid, Queued
from bumang.kernel.problems import Problem
from bumang.kernel.text import Language, Text
from bumang.runtime.http import JSON, PROBLEM, Wire

_STATUS = {
    "KEY_MISSING": 400,
    "KEY_FORM": 400,
    "NOT_JSON": 400,
    "NOT_JSON_INPUTS": 400,
    "SIGN_IN": 401,
    "TOKEN_INVALID": 401,
    "NOT_ALLOWED": 403,
    "NOT_AN_OFFICE": 403,
    "CONTENT_DELETED": 404,
    "NO_SUCH_FILE": 404,
    "NO_SUCH_ITEM": 404,
    "NO_SUCH_PAGE": 404,
    "NO_SUCH_KIND": 404,
    "NO_SUCH_RECEIPT": 404,
    "NO_RUSH_AGREED": 404,
    "NO_SUCH_ORDER": 404,
    "NO_SUCH_OPENING": 404,
    "NO_SUCH_PLACE": 404,
    "NO_VISIT": 404,
    "NO_TURN": 404,
    "VISIT_OVER": 404,
    "NO_SUCH_VOUCHER": 404,
    "METHOD": 405,
    "USED": 409,
    "BODY_TOO_SLOW": 408,
    "OPENING_NOT_YET": 409,
    "OPENING_TOOK_PLACE": 409,
    "ORDER_MEANWHILE": 409,
    "TOO_LARGE": 413,
    "OURS": 500,
}
_UNPROCESSABLE = 422


def on_the_wire(answer: Answer, language: Language) -> Wire:
    match answer:
        case Done(result):
            return Wire(200, JSON, msgspec.json.encode(result))
        case Accepted(number, receipt):
            return Wire(202, JSON, receipt, (("location", f"/api/v1/receipts/{number}"),))
        case Queued(seconds):
            body = {
                "type": "https://bumang.example/problems/queued",
                "status": 429,
                "answer": "queued",
                "title": _QUEUED.in_(language),
                "detail": _QUEUED_DETAIL.in_(language),
                "retry_after_s": seconds,
            }
            wait = (("retry-after", str(seconds)),)
            return Wire(429, PROBLEM, msgspec.json.encode(body), wait)
        case Invalid(problems):
            return problem_response(problems, language)


def problem_response(problems: Sequence[Problem], language: Language) -> Wire:
    """What is wrong, why and what to do, for every problem; the first gives the title."""
    first = problems[0]
    status = _STATUS.get(first.code, _UNPROCESSABLE)
    body = {
        "type": f"https://bumang.example/problems/{first.code.lower().replace('_', '-')}",
        "status": status,
        "title": first.what.in_(language),
        "detail": f"{first.why.in_(language)} {first.fix.in_(language)}",
        "problems": [shown(problem, language) for problem in problems],
    }
    headers = (("www-authenticate", "Bearer"),) if status == 401 else ()
    return Wire(status, PROBLEM, msgspec.json.encode(body), headers)


def shown(problem: Problem, language: Language) -> dict[str, Any]:
    """A problem in one language."""
    return {
        "code": problem.code,
        "field": problem.field,
        "what": problem.what.in_(language),
        "why": problem.why.in_(language),
        "fix": problem.fix.in_(language),
    }


_QUEUED = Text("正在为您排队。", "You are in the queue.")
_QUEUED_DETAIL = Text(
    "还没有收到「已经保存好」的确认。请过几秒用同一个 Idempotency-Key 再发一次：已经保存的会给出原来的回执，不会办两次。",
    "It is not confirmed as stored yet. Send it again in a few seconds with the same Idempotency-Key: what was stored gives its first receipt, nothing is done twice.",
)
