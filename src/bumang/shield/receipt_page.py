"""The receipt of an accepted form, and its progress, for people and programs."""

from __future__ import annotations

from datetime import datetime
from html import escape

import msgspec

from bumang.evidence.receipt import Receipt
from bumang.intake.submission import Stored
from bumang.kernel import receipt_number
from bumang.kernel.answers import Kind
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Text
from bumang.runtime.http import JSON, Wire
from bumang.shield.asked import Asked
from bumang.shield.deliveries import Standing
from bumang.shield.judging import State
from bumang.shield.replies import HTML, page, page_headers

_AGAIN_SECONDS = 5


def accepted(asked: Asked, stored: Stored, prefix: str) -> Wire:
    """202: the receipt itself for programs, its page for people; `Location` is its progress."""
    number = receipt_number.show(stored.number)
    progress = f"{prefix}/receipts/{number}"
    where = (("location", progress),)
    if asked.for_program:
        return Wire(202, JSON, stored.receipt, (*where, ("cache-control", "no-store")))
    language = asked.request.language
    at = datetime.fromisoformat(msgspec.json.decode(stored.receipt, type=Receipt).accepted_at)
    words = [_NUMBER.format(number=number, at=_moment(at)), _SAFE, _DEADLINE]
    inner = "".join(f"<p>{escape(text.in_(language))}</p>" for text in words)
    inner += (
        f'<p><a href="{progress}">{_FOLLOW.in_(language)}</a></p>'
        f'<p><a href="{progress}/document" download="receipt-{number}.json">'
        f"{_KEEP.in_(language)}</a></p>"
    )
    return Wire(
        202, HTML, page(language, _ACCEPTED.in_(language), inner), (*where, *page_headers())
    )


def progress(asked: Asked, number: int, standing: Standing | None, at: datetime) -> Wire:
    """Where a form is; `standing` is `None` while it lies in the log alone."""
    shown = receipt_number.show(number)
    state = State.WAITING if standing is None else standing.state
    if asked.for_program:
        told = {
            "number": shown,
            "accepted_at": at,
            "state": state,
            "finished_at": standing and standing.ended_at,
        }
        return Wire(200, JSON, msgspec.json.encode(told), (("cache-control", "no-store"),))
    language = asked.request.language
    title, words = _STATES[state]
    lines = [_NUMBER.format(number=shown, at=_moment(at)), words]
    if standing is not None and standing.ended_at is not None:
        ended = _CLOSED_AT if state is State.CLOSED else _DELIVERED_AT
        lines.append(ended.format(at=_moment(standing.ended_at)))
    if standing is not None and state is State.CLOSED:
        lines.append(_REASON.format(reason=standing.reason))
    inner = "".join(f"<p>{escape(text.in_(language))}</p>" for text in lines)
    open_ = state not in {State.DELIVERED, State.CLOSED}
    head = f'<meta http-equiv="refresh" content="{_AGAIN_SECONDS}">' if open_ else ""
    body = page(language, title.in_(language), f'<div role="status">{inner}</div>', head)
    return Wire(200, HTML, body, page_headers(), Kind.DONE)


def _moment(at: datetime) -> Text:
    here = at.astimezone(CHINA)
    return Text(f"{here:%Y年%m月%d日 %H:%M:%S}", f"{here:%d %B %Y, %H:%M:%S}")


_ACCEPTED = Text("已受理。", "Accepted.")
_NUMBER = Text(
    "受理编号 {number}，受理时间 {at}。", "Number {number}, accepted on {at} (China time)."
)
_SAFE = Text(
    "您提交的内容已经保存好，不会丢失，请不要重复提交。我们按先后顺序送到办理系统。",
    "What you sent is stored and cannot be lost; please do not send it again. It goes to the system behind in order.",
)
_DEADLINE = Text("截止日期按这个受理时间算。", "Your deadline is met by this time.")
_FOLLOW = Text("看办到哪一步了", "See how far it is")
_KEEP = Text("保存受理回执", "Keep the receipt")
_DELIVERED_AT = Text("送到时间 {at}。", "Delivered on {at} (China time).")
_CLOSED_AT = Text("处理时间 {at}。", "Dealt with on {at} (China time).")
_REASON = Text("处理说明：{reason}", "What was done: {reason}")
_STATES = {
    State.WAITING: (
        Text("已受理，等着送办。", "Accepted, waiting to be delivered."),
        Text(
            "前面的办完就轮到它，不用重复提交，也不用守着这一页。",
            "It is delivered when those before it are done. There is no need to send it again or to keep this page open.",
        ),
    ),
    State.SENDING: (
        Text("正在送办。", "Being delivered."),
        Text(
            "已经送到办理系统，正在等它的答复。",
            "It is with the system behind; its answer is awaited.",
        ),
    ),
    State.UNKNOWN: (
        Text("正在核对。", "Being looked up."),
        Text(
            "已经送出，没有听到答复。我们正在向办理系统核对收到没有，不会办两次。",
            "It was sent and no answer was heard. We are looking up whether it arrived; it is not done twice.",
        ),
    ),
    State.DELIVERED: (
        Text("送到了。", "Delivered."),
        Text("办理系统已经收下。", "The system behind has taken it."),
    ),
    State.PARKED: (
        Text("工作人员正在核对。", "Staff are looking at it."),
        Text(
            "办理系统的答复要由工作人员核对。您的申请没有丢，受理时间不变，请不要重复提交。",
            "What the system behind answered needs a person to look at it. Your application is not lost and its time stays; please do not send it again.",
        ),
    ),
    State.CLOSED: (
        Text("工作人员已经处理。", "Staff have dealt with it."),
        Text("有疑问请带受理编号咨询。", "For questions, give this number."),
    ),
}
