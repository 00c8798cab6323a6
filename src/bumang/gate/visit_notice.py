"""Warns, on the page itself, before a visit's half hour ends (WCAG 2.2.1), and offers another.

It stands in every page of a visit, out of sight. The style sheet shows it after ten minutes, when at
least ten of the half hour are left (a page is handed out with twenty or more): no script is needed.
The script shows it ten minutes before the very end, says it politely (a live region), and makes the
visit longer without leaving the page. With less left when the page is made, it is seen at once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from msgspec.structs import replace

from bumang.gate import visit_words as words
from bumang.kernel.clock import CHINA
from bumang.kernel.text import LANGUAGES, Language
from bumang.runtime.http import Wire

WARNED = timedelta(minutes=10)
"""So long before the end at least."""


@dataclass(frozen=True)
class VisitNotice:
    """`script` is the address of its script. Pages say where it goes, and in which language, by a
    comment `<!--visit zh-->`."""

    script: str

    def placed(self, wire: Wire, line: int, ends: datetime, now: datetime) -> Wire:
        """The page with the notice of a visit of `line`; anything else as it is."""
        if not wire.media_type.startswith("text/html"):
            return wire
        body = wire.body
        for language in LANGUAGES:
            here = f"<!--visit {language}-->".encode()
            if here in body:
                made = self._html(line, ends, now, language).encode()
                return replace(wire, body=body.replace(here, made, 1))
        return wire

    def _html(self, line: int, ends: datetime, now: datetime, language: Language) -> str:
        left = max(0, round((ends - now).total_seconds()))
        at_once = " now" if left <= WARNED.total_seconds() else ""
        said = {"soon": words.SOON, "over": words.OVER, "longer": words.LONGER}
        said |= {"last": words.LAST, "all_over": words.ALL_OVER, "again": words.AGAIN}
        told = json.dumps({name: text.in_(language) for name, text in said.items()})
        soon = words.SOON.format(end=clock_time(ends)).in_(language)
        return (
            f'<div id="visit" class="visit{at_once}" data-line="{line}" data-left="{left}" data-end="{clock_time(ends)}"'
            f' data-warned="{round(WARNED.total_seconds())}" data-said="{escape(told, quote=True)}">'
            f'<p role="status">{soon}</p>'
            '<form method="post" action="/queue/go-on" target="_blank">'
            f'<input type="hidden" name="stay" value="{line}">'
            f"<button>{words.MORE.in_(language)}</button>"
            f" <noscript>{words.ELSEWHERE.in_(language)}</noscript></form></div>"
            f'<script src="{self.script}" defer></script>'
        )


def clock_time(at: datetime) -> str:
    """`10:42`, in China."""
    return f"{at.astimezone(CHINA):%H:%M}"
