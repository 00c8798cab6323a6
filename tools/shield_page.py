"""Writes the reference page of the shield: every key of shield.toml, from the code that reads it."""

from pathlib import Path
from typing import Any

import msgspec

from bumang.shield import config
from bumang.shield.measures import Seconds, Size

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "shield.md"
_TABLES = (
    ("", config.Config, "At the top of the file."),
    ("[upstream]", config.Upstream, "The old system."),
    ("[limits]", config.Limits, "How much comes in at a time."),
    ("[breaker]", config.Breaking, "When the old system counts as down."),
    ("[[route]]", config.Route, "As many as there are kinds of requests."),
    ("[route.store]", config.Store, "A form that is accepted with a receipt and delivered later."),
    ("[route.store.ask]", config.Ask, "How to find out about one whose answer was never heard."),
    ("done, retry", config.Match, "A table of the conditions of an answer."),
)
_TABLES_OF_THEIR_OWN = {"upstream", "limits", "breaker", "route", "store", "ask"}
_HEAD = """# The shield's configuration

Made from `src/bumang/shield/config.py` by `python tools/shield_page.py`; do not edit.

`bumang shield --config shield.toml` reads it strictly: a key that is not known, or a value that cannot be, ends the start with words that say where and
what to write. `bumang shield --config shield.toml --check` only reads it and says what it means. An example is
[examples/old-system/shield.toml](../../examples/old-system/shield.toml); the [tutorial](../tutorial-shield.md) uses it.
"""
_TAIL = """
## What a visitor gets

| what comes back | when |
| --- | --- |
| the old system's own answer | it answered, with anything below 500 |
| 202 and a receipt | the form's route is stored; delivery goes on by itself |
| 429, a place in line | no slot was free: the page opens by itself when it is one's turn |
| 429, "not answering right now" | the old system is down, too slow, or answered with a 5xx. A page looks again by itself; a form is never sent again by itself, and the words say whether it may have arrived |
| 4xx | the request itself was wrong: too large, stopped in the middle, not HTTP, or what the old system says is wrong |

A 5xx of the old system is not passed on: it is counted in `bumang_shield_upstream_faults{kind="5xx"}` and answered as above, because a visitor can do
nothing with it. Nothing else is hidden. A long answer that breaks off after its beginning was sent ends the connection, so that the browser sees that it
is not whole; it is counted as `other`.

## What becomes of a stored form

```
waiting ──► sending ──► delivered
   ▲           ├──────► waiting   the answer fits `retry`, or the old system was not reached
   │           ├──────► unknown   nobody heard the answer ──► delivered, waiting or parked
   └───────────┴──────► parked    anything else: an operator decides
                          └─────► waiting (retry) or closed
```

A person's forms are delivered one after the other in the order of acceptance; one that is parked holds the person's next back.
`bumang shield parked` lists what needs a person; `bumang shield parked retry NUMBER --why …` and `close NUMBER --why …` decide, and are kept with who and why.

Exactly once is kept as far as the old system's answers allow. What was answered is never sent again, and what did not arrive is never lost; between the
two is a form that was sent and whose answer was never heard. Then the route decides: `ask` looks it up after `settle`, by which the old system must have
finished or given up; `retry` sends it again with the same `Idempotency-Key` (the receipt number), right only where the old system knows that header;
`person` parks it. Deliveries have up to a fifth of the slots while pages wait, and all while none does.

## Addresses of its own

Below the prefix, `/.bumang` unless it is set: `queue`, `queue/now`, `queue/place`, `queue/go-on` (the waiting room, which has its main and its urgent lane here), `receipts/NUMBER` and
`receipts/NUMBER/document`, `keys.json` (to verify receipts), `standing` (the limit, what is in work, whether the old system answers), `metrics`, `healthz`, `readyz`. Everything else is the old system's.

## What is counted

`bumang_offered_total` = the sum of `bumang_answers_total` over done, accepted, queued, invalid, and other (0 by design), and `bumang_gone_total`: visitors who left
before their answer. `bumang_shield_upstream_faults_total{kind}`, `bumang_shield_deliveries_total{state}`, `bumang_shield_cache_total{from}`, `bumang_gate_no_slot_total{cost}`.

## What it does not do

Nobody is [doubted](doubtful-lane.md) at the shield, and so there is no `queue/proof`: a proof of work changes a place in the doubtful lane for one in the main lane, and
nobody is in the former. The signs that make a crowd doubtful are read from pages we know; an old system's frames, pictures and scripts come by the same gate, several at
once and at any pace, without our style sheet, and offices sit behind one address: there the same signs would mean people. Nor does the shield know who is signed in,
which is the way out that everybody has. What holds without it: a place each in the order of coming, one admission a place, four requests at a time for one pass.

## Its limits

One process stands before one old system: it must know all that is asked of it. HTTPS ends before it: put a terminator there and name its network in `trusted`.
Trailers and 1xx answers of the old system end here; HTTP/2 is not spoken. The data folder is `shield` below the one of `--data`; the intake database is an embedded one there,
or `BUMANG_INTAKE_DSN`, which should not be the one of a whole Bumang.
"""


def page() -> str:
    return _HEAD + "".join(_table(*one) for one in _TABLES) + _TAIL


def _table(name: str, kind: type[msgspec.Struct], about: str) -> str:
    title = f"`{name}`" if name else "The file"
    rows = [
        _row(one) for one in msgspec.structs.fields(kind) if one.name not in _TABLES_OF_THEIR_OWN
    ]
    head = f"\n## {title}\n\n{about}\n\n| key | meaning | default |\n| --- | --- | --- |\n"
    return head + "".join(rows)


def _row(field: msgspec.structs.FieldInfo) -> str:
    meaning = field.type.__metadata__[0].description
    return f"| `{field.name}` | {meaning} | {_shown(field)} |\n"


def _shown(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "must be given"
    return f"`{_written(field.default)}`" if field.default not in (None, "", ()) else "–"


def _written(value: Any) -> str:
    """As it would be written in the file."""
    if isinstance(value, Seconds):
        shown = f'"{value:g}s"'
    elif isinstance(value, Size):
        shown = f'"{value // 1024**2}MB"' if value >= 1024**2 else f'"{value // 1024}KB"'
    elif isinstance(value, config.Match):
        shown = f"{{ status = {list(value.status)} }}"
    elif isinstance(value, bool):
        shown = str(value).lower()
    else:
        shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
