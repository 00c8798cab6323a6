"""The steps of a calculation as lines of text, to be read once and compared ever after."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tests.rules.worked import answered

from bumang.rules.explanation import Figure, Step

Cases = Iterable[tuple[str, dict[str, Any]]]
"""A kind, and what is changed in its good case."""


def told(cases: Cases) -> str:
    return "\n".join(_case(kind, changed) for kind, changed in cases)


def _case(kind: str, changed: dict[str, Any]) -> str:
    said = f" {json.dumps(changed, ensure_ascii=False)}" if changed else ""
    return f"# {kind}{said}\n{''.join(map(_step, answered(kind, **changed).steps))}"


def _step(step: Step) -> str:
    rules = "; ".join(f"{rule.title.zh} | {rule.title.en}" for rule in step.rules)
    figures = "".join(f"    {_figure(figure)}\n" for figure in step.figures)
    return (
        f"{step.key}: {step.name.zh} | {step.name.en}\n  {step.formula.zh} | {step.formula.en}\n"
        f"{figures}  {step.worked}\n  = {_figure(step.result)}  [{rules}]\n"
    )


def _figure(figure: Figure) -> str:
    origin = figure.origin
    source = f" <{origin.confidence} {origin.since} {origin.region}>" if origin else ""
    shown = f"{figure.shown.zh.strip()} | {figure.shown.en}"
    return f"{figure.key}={figure.value}: {figure.name.zh} | {figure.name.en}: {shown}{source}"
