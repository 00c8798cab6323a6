"""Answers of our own on the wire, and the words for an old system that does not answer."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

import msgspec

from bumang.gate.plain_page import STYLE
from bumang.kernel.answers import Kind
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import LANGUAGES, Language, Text
from bumang.runtime.http import PROBLEM, Wire
from bumang.shield.asked import Asked, onward
from bumang.shield.upstream import Fault

HTML = "text/html; charset=utf-8"
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_SAFE = frozenset({"GET", "HEAD"})
_SOONEST, _LATEST = 3, 30
_STATUS = {
    "TOO_LARGE_TO_PASS": 413,
    "BODY_STOPPED": 408,
    "NO_SUCH_RECEIPT_HERE": 404,
    "TARGET": 400,
}


def page(language: Language, title: str, inner: str, head: str = "") -> bytes:
    """A page of ours: no script, one style, a few kilobytes. `inner` is HTML, `title` is text."""
    lang = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">{head}'
        f"<title>{escape(title)}</title><style>{STYLE}</style>"
        f"<main><h1>{escape(title)}</h1>{inner}</main></html>"
    ).encode()


def page_headers() -> tuple[tuple[str, str], ...]:
    return (
        ("cache-control", "no-store"),
        ("content-security-policy", _POLICY),
        ("x-content-type-options", "nosniff"),
    )


def not_answered(asked: Asked, fault: Fault) -> Wire:
    """Queued: the old system gave no answer. What may be done twice is asked again by itself."""
    wait = min(max(_SOONEST, round(fault.wait)), _LATEST)
    again = asked.method in _SAFE
    told = _AGAIN if again else _UNHEARD if fault.sent else _NOT_SENT
    told = _NOT_STORED if fault.kind == "not stored" else told
    language = asked.request.language
    headers = (("retry-after", str(wait)), ("cache-control", "no-store"))
    if asked.for_program:
        body = msgspec.json.encode(
            {
                "type": "https://bumang.example/problems/queued",
                "status": 429,
                "answer": "queued",
                "title": told[0].in_(language),
                "detail": " ".join(text.in_(language) for text in told[1:]),
                "sent": fault.sent,
                "retry_after_s": wait,
            }
        )
        return Wire(429, PROBLEM, body, headers, Kind.QUEUED)
    leads = escape(onward(asked.request), quote=True)
    refresh = f'<meta http-equiv="refresh" content="{wait};url={leads}">' if again else ""
    inner = "".join(f"<p>{text.format(wait=wait).in_(language)}</p>" for text in told[1:])
    inner = f'<div role="status">{inner}</div>'
    if again:
        inner += f'<p><a href="{leads}">{_OPEN.in_(language)}</a></p>'
    body = page(language, told[0].in_(language), inner, refresh)
    return Wire(429, HTML, body, (headers[0], *page_headers()), Kind.QUEUED)


def no_slot(asked: Asked, seconds: int) -> Wire:
    """Queued without a place: a picture or a script that comes again by itself."""
    return not_answered(asked, Fault("no slot", sent=False, wait=seconds))


def invalid(asked: Asked, error: InvalidInput) -> Wire:
    """What is wrong with the input, for whoever asks."""
    language, first = asked.request.language, error.problems[0]
    status = _STATUS.get(first.code, 422)
    if asked.for_program:
        listed = [_listed(problem, language) for problem in error.problems]
        body = {
            "type": "https://bumang.example/problems/invalid",
            "status": status,
            "answer": "invalid",
            "title": first.what.in_(language),
            "problems": listed,
        }
        return Wire(status, PROBLEM, msgspec.json.encode(body), (("cache-control", "no-store"),))
    inner = "".join(
        f"<p>{escape(problem.what.in_(language))}{escape(problem.why.in_(language))}</p>"
        f"<p>{escape(problem.fix.in_(language))}</p>"
        for problem in error.problems
    )
    return Wire(
        status, HTML, page(language, _INVALID.in_(language), inner), page_headers(), Kind.INVALID
    )


def unreadable(error: InvalidInput) -> Wire:
    """For a request of which not even the address can be read: in both languages."""
    lines = [
        "".join(text.in_(language) for text in (problem.what, problem.why, problem.fix))
        for language in LANGUAGES
        for problem in error.problems
    ]
    return Wire(400, "text/plain; charset=utf-8", "\n".join(lines).encode(), (), Kind.INVALID)


def _listed(problem: Problem, language: Language) -> dict[str, str]:
    return {
        "code": problem.code,
        "field": problem.field,
        "what": problem.what.in_(language),
        "why": problem.why.in_(language),
        "fix": problem.fix.in_(language),
    }


_INVALID = Text("还不能办理。", "This cannot be taken yet.")
_OPEN = Text("现在就看", "Look now")
_AGAIN = (
    Text("正在为您排队。", "You are in the queue."),
    Text(
        "后面的办理系统这会儿没有应答，我们在等它恢复。",
        "The system behind is not answering right now; we are waiting for it.",
    ),
    Text(
        "每 {wait} 秒页面自己看一次，恢复了就打开，不用一直刷新。排到的位置和已经受理的申请都不受影响。",
        "Every {wait} seconds this page looks again by itself and opens when it is back; there is no need to reload it. Your place and what was accepted are not affected.",
    ),
)
_NOT_SENT = (
    Text("还没有交上去。", "It has not been sent yet."),
    Text(
        "后面的办理系统这会儿没有应答，您填的内容没有送出，也没有丢：退回上一页还在。",
        "The system behind is not answering right now. What you filled in was not sent and is not lost: it is on the page before.",
    ),
    Text("过 {wait} 秒退回上一页再交一次。", "Go back in {wait} seconds and send it again."),
)
_NOT_STORED = (
    Text("还没有受理。", "It has not been accepted yet."),
    Text(
        "这会儿没有存下来。您填的内容没有丢：退回上一页还在。",
        "It could not be stored just now. What you filled in is not lost: it is on the page before.",
    ),
    Text(
        "过 {wait} 秒退回上一页再交一次，同一张表不会办两次。",
        "Go back in {wait} seconds and send it again; the same form is not done twice.",
    ),
)
_UNHEARD = (
    Text("已经送出，还没有听到答复。", "It was sent; the answer was not heard."),
    Text(
        "您填的内容已经送到后面的办理系统，但它没有答复，现在还不能确定办好没有。",
        "What you filled in went to the system behind, but it did not answer; whether it was done is not known yet.",
    ),
    Text(
        "请先查一下办理结果。没有办成，再交一次；已经办成，就不用再交。",
        "Look up the result first. Send it again only if it was not done.",
    ),
)
