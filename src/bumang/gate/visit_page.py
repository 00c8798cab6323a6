"""Pages about a visit's half hours: it is over, it is longer now, it cannot be."""

from __future__ import annotations

from urllib.parse import quote

from bumang.gate import visit_words as words
from bumang.gate.plain_page import Fields, form_of, page_of
from bumang.gate.visit_notice import clock_time
from bumang.gate.visits import Longer
from bumang.gate.waiting import Waiting
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Language, Text


def ended(told: Waiting, onward: str, language: Language, typed: Fields | None) -> str:
    """One press goes on to `onward`; with what was typed there, where something was."""
    assert told.go_on_until is not None
    until = told.go_on_until.astimezone(CHINA)
    day = Text(f"{until.month}月{until.day}日 {until:%H:%M}", f"{until:%H:%M} on {until:%-d %B}")
    said = f"<p>{words.ENDED.format(until=day).in_(language)}</p>"
    if typed is None:
        fields: Fields = (("onward", onward), ("ticket", told.ticket))
        form = form_of("/queue/go-on", fields, words.GO_ON, language)
    else:
        # The fields are the form's own, to be sent on as they are.
        said += f"<p>{words.ENDED_TYPED.in_(language)}</p>"
        path = f"/queue/go-on?line={told.line}&onward={quote(onward, safe='')}"
        form = form_of(path, typed, words.GO_ON, language)
    return page_of(words.ENDED_TITLE, said + form, language)


def longer(found: Longer, language: Language) -> str:
    inside = f"<p>{words.LONGER_HOW.in_(language)}</p>"
    title = words.LAST if found.last else words.LONGER
    return page_of(title.format(end=clock_time(found.ends)), inside, language)


def no_longer(language: Language) -> str:
    return page_of(words.ALL_OVER, "", language)


def in_a_moment(path: str, fields: Fields, button: Text, language: Language) -> str:
    """The database is out of reach: the same press again."""
    inside = f"<p>{words.AGAIN_HOW.in_(language)}</p>{form_of(path, fields, button, language)}"
    return page_of(words.AGAIN, inside, language)
