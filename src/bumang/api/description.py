"""The catalogue as data: what an item is, and the JSON Schema of its form with working examples."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from bumang.items.item import AcceptedItem, AnsweredItem, Item


def summary(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": _both(item.name),
        "summary": _both(item.summary),
        "shape": _shape(item),
        "roles": sorted(item.roles),
    }


def description(item: Item, today: date) -> dict[str, Any]:
    """Everything declared of an item. `form_schema.examples[0]` works in the demo city."""
    return summary(item) | {
        "who": _both(item.who),
        "needs": [_both(need) for need in item.needs],
        "cost": _both(item.cost),
        "best_hours": _both(item.best_hours),
        "basis": item.basis,
        "time_limit": {
            "working_days": item.time_limit.working_days,
            "source": item.time_limit.source,
            "usual": _both(item.time_limit.usual),
        },
        "form_schema": form_schema(item, today),
    }


def form_schema(item: Item, today: date) -> dict[str, Any]:
    (reference,), components = msgspec.json.schema_components(
        [item.form], ref_template="#/$defs/{name}"
    )
    name = reference["$ref"].rpartition("/")[2]
    schema: dict[str, Any] = components.pop(name)
    examples = [msgspec.to_builtins(example) for example in item.examples(today)]
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "examples": examples}
    return schema | ({"$defs": components} if components else {})


def _shape(item: Item) -> str:
    if isinstance(item, AnsweredItem):
        return "answered"
    assert isinstance(item, AcceptedItem)
    return "accepted"


def _both(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
