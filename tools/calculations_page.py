"""Writes the reference page of the calculations: inputs, results, and how the one come from the other."""

from collections.abc import Iterator
from pathlib import Path

from bumang.rules.calculations import CALCULATIONS
from bumang.rules.calculations.declaration import Calculation
from bumang.rules.calculations.graph import LINKS, results_of
from bumang.rules.calculations.reading import Declared, declared

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "calculations.md"
_HEAD = """# Calculations

Made from `src/bumang/rules/calculations` by `python tools/calculations_page.py`; do not edit.

What `bumang rules eval` (one JSON object a line: `id`, `kind`, `inputs`) and `POST /api/v1/rules/{kind}` compute. Amounts are yuan as decimal strings; months are
`YYYY-MM`. What is required has no default. `--trace`, or `?trace=true`, adds every step with its figures, its rule and its source in Chinese and English;
`unverified` beside a result lists the figures of the law in it that are yet to be verified. [What is not computed](not-computed.md) has a page of its own.

Under each kind stands what its results are made from: inputs rounded, figures of the law as stores, results and figures on the way in boxes. The tests change each
input and see that exactly the results change that it leads to here, and that exactly these figures of the law are asked for.

Results that other calculations take:

"""


def page() -> str:
    parts = [_HEAD, _mermaid(_links())]
    for calculation in CALCULATIONS.values():
        parts += _section(calculation)
    return "".join(parts)


def _section(calculation: Calculation) -> Iterator[str]:
    title = calculation.title
    yield f"\n## {calculation.kind}\n\n{title.zh}, {title.en}. "
    yield "; ".join(f"{one.title.zh} ({one.source})" for one in calculation.rules)
    yield ".\n\n| input | 名称 | name | form | required |\n| --- | --- | --- | --- | --- |\n"
    for one in declared(calculation.inputs):
        yield _row(one)
    yield f"\nGives {_names(results_of(calculation))}."
    if calculation.checked:
        yield f" Checked only, and nothing is made from it: {_names(calculation.checked)}."
    yield "\n\n"
    yield _mermaid(_flow(calculation))


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _row(one: Declared) -> str:
    schema = one.field.reader.schema
    form = (
        " or ".join(f"`{word}`" for word in schema["enum"]) if "enum" in schema else _form(schema)
    )
    required = "yes" if one.required else ""
    return f"| `{one.name}` | {one.field.zh} | {one.field.en} | {form} | {required} |\n"


def _form(schema: dict[str, object]) -> str:
    """The schema in a few words."""
    if "anyOf" in schema:
        choices = schema["anyOf"]
        assert isinstance(choices, list)
        return " or ".join(map(_form, choices))
    if schema["type"] == "integer":
        return f"{schema['minimum']} to {schema['maximum']}"
    if schema["type"] == "array":
        items = schema["items"]
        assert isinstance(items, dict)
        if "properties" not in items:
            return f"list of {' or '.join(items.get('enum', ())) or _form(items)}"
        return f"list of {{{', '.join(items.get('properties', {}))}}}"
    if schema["type"] == "object":
        properties = schema["properties"]
        assert isinstance(properties, dict)
        return f"{{{', '.join(properties)}}}"
    told = schema.get("description") or schema.get("format") or ""
    return str(told) if told else {"boolean": "true or false"}.get(str(schema["type"]), "string")


def _flow(calculation: Calculation) -> Iterator[str]:
    """Inputs rounded, figures of the law as stores, what is given in boxes."""
    flow = calculation.flow
    given = {one.gives for one in flow}
    for one in flow:
        box = f'{one.gives}["{one.gives}"]'
        for name in one.takes:
            inside = name in given and name != one.gives
            plain = name.removesuffix("*")
            yield f"{name} --> {box}" if inside else f'in_{plain}(["{plain}"]) --> {box}'
        for name in one.law:
            mark = name.replace("*", "all")
            yield f'law_{mark}[("{name}")] --> {box}'


def _links() -> Iterator[str]:
    for result, taken in LINKS:
        giver, name = result.split(".")
        taker, _ = taken.split(".")
        yield f"{giver} -->|{name}| {taker}"


def _mermaid(lines: Iterator[str]) -> str:
    inside = "".join(f"  {line}\n" for line in lines)
    return f"```mermaid\nflowchart LR\n{inside}```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
