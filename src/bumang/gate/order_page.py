"""The announced openings for everyone: as a document that a cache can keep, and as a page to check."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape
from urllib.parse import parse_qs

import msgspec

from bumang.gate import opening_words as words
from bumang.gate.opening import Opening
from bumang.gate.opening_page import moment, told_in
from bumang.gate.plain_page import page_of, policy
from bumang.gate.shuffle import commitment, shuffled
from bumang.kernel.text import Language, Text
from bumang.runtime.http import JSON, Request, Wire

_KEPT = (("cache-control", "public, max-age=2"),)
_HEADERS = (
    ("cache-control", "no-store"),
    ("content-security-policy", policy(form_action="'self'")),
    ("x-content-type-options", "nosniff"),
)
_DIGITS = 15


def published(openings: Sequence[Opening]) -> Wire:
    """What anyone needs to know beforehand, and to compute the order afterwards."""
    told = [one.published for one in openings]
    return Wire(200, JSON, msgspec.json.encode({"openings": told}), _KEPT)


def order_page(openings: Sequence[Opening], request: Request) -> Wire:
    """Each opening, and the place of a number in it, with how to compute it without us."""
    asked, language = parse_qs(request.query), request.language
    number, chosen = asked.get("number", [""])[0].strip(), asked.get("opening", [""])[0]
    lead = f"<p>{words.ORDER_LEAD.in_(language)}</p>"
    shown = [_shown(one, number if str(one.number) == chosen else "", language) for one in openings]
    inside = lead + ("".join(shown) or f"<p>{words.NONE_ANNOUNCED.in_(language)}</p>")
    body = page_of(words.ORDER_TITLE, inside, language).encode()
    return Wire(200, "text/html; charset=utf-8", body, _HEADERS)


def place_of_number(opening: Opening, number: int) -> Text:
    """What became of a number, in words; the opening is revealed."""
    assert opening.seed is not None
    assert opening.cohort is not None
    assert commitment(opening.seed) == opening.commitment  # the database's constraint too
    if number > opening.cohort:
        return words.LATER.format(number=number, cohort=opening.cohort)
    place = shuffled(opening.seed, opening.cohort, number - 1) + 1
    return words.PLACE.format(number=number, place=place, cohort=opening.cohort)


def _shown(opening: Opening, typed: str, language: Language) -> str:
    say = partial(told_in, language)
    seed = opening.seed.hex() if opening.seed else say(words.AT_THE_HOUR)
    cohort = say(words.AT_THE_HOUR) if opening.cohort is None else f"{opening.cohort:,}"
    facts = (
        (words.DOORS, say(moment(opening.doors_at))),
        (words.COMMITMENT, f"<code>{opening.commitment.hex()}</code>"),
        (words.SEED, f"<code>{seed}</code>" if opening.seed else seed),
        (words.COHORT, cohort),
    )
    rows = "".join(f"<dt>{say(name)}</dt><dd>{value}</dd>" for name, value in facts)
    matter = escape(opening.matter) or say(words.ALL_MATTERS)
    head = (
        f"<h2>{opening.number}. {matter}, {say(words.OPENS)} {say(moment(opening.opens_at))}</h2>"
    )
    if opening.withdrawn_at is not None:
        return f"{head}<p>{say(words.WITHDRAWN.format(why=opening.withdrawn_why))}</p>"
    return f"{head}<dl>{rows}</dl>{_check(opening, typed, language) if opening.seed else ''}"


def _check(opening: Opening, typed: str, language: Language) -> str:
    name = f"number-{opening.number}"
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else 0
    said = place_of_number(opening, number) if number else words.WRONG
    role = "status" if number else "alert"
    told = f'<p role="{role}"><strong>{escape(said.in_(language))}</strong></p>' if typed else ""
    command = f"bumang gate open verify {opening.number} {number or 1} --from openings.json"
    return (
        f'<form action="/queue/order"><input type="hidden" name="opening" value="{opening.number}">'
        f'<p><label for="{name}">{words.ASK.in_(language)}</label> <input id="{name}" name="number" '
        f'inputmode="numeric" value="{escape(typed[:_DIGITS], quote=True)}"> '
        f"<button>{words.SHOW.in_(language)}</button></p></form>{told}"
        f"<p>{words.BY_COMMAND.in_(language)}<br><code>{command}</code> "
        f'(<a href="/queue/openings">openings.json</a>)</p>'
    )
