"""What a waiting page tells beside the place, the same for everyone: made once, not for each page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bumang.gate import waiting_words as words
from bumang.kernel.text import LANGUAGES, Language, Text

AtOnce = Sequence[tuple[Text, str]]
"""Names and addresses of what is done without waiting."""


class Beside:
    """Sentences, and what can be done at once instead."""

    def __init__(self, notices: Sequence[Text] = (), at_once: AtOnce = ()) -> None:
        self._html = {language: _html(notices, at_once, language) for language in LANGUAGES}

    def html(self, language: Language) -> bytes:
        return self._html[language]


class NotKept(Beside):
    """First of all, that what was sent could not stay in the page: it has a file, or is too long."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def html(self, language: Language) -> bytes:
        said = f"<p><strong>{words.NOT_KEPT.in_(language)}</strong></p>"
        return said.encode() + self._beside.html(language)


def _html(notices: Sequence[Text], at_once: AtOnce, language: Language) -> bytes:
    said = "".join(f"<p>{escape(notice.in_(language))}</p>" for notice in notices)
    links = "".join(
        f'<li><a href="{escape(path, quote=True)}">{escape(name.in_(language))}</a></li>'
        for name, path in at_once
    )
    if not links:
        return f"{said}<p>{words.AT_ONCE_PLAIN.in_(language)}</p>".encode()
    return f"{said}<p>{words.AT_ONCE.in_(language)}</p><ul>{links}</ul>".encode()


NOTHING = Beside()
