"""Writes the reference page of every problem that can be told.

Those that a module holds are taken from the module. Those that a function makes with the figures of a
case are read from the syntax tree: there every `Problem(...)` stands with its texts, and a figure has
its name.
"""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "bumang"
PAGE = ROOT / "docs" / "reference" / "problems.md"
_PARTS = ("code", "what", "why", "fix", "field")
_SAID_THEN = ("见具体情况", "told with the case")
_HEAD = """# Problems

Made from every `Problem` in the source by `python tools/problems_page.py`; do not edit.

What is wrong with an input is told as a `code` for programs, the `field` it is about, and what is wrong, why, and what to do, in the asker's language
(`application/problem+json`, RFC 9457). A word in braces stands for a value of the case. The same code can be told by several parts, with the words of each: a
length is wrong in an identity number and in a telephone number. A code with its field names one problem of an item.

| code | told by | what | why | what to do |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, order=True)
class Told:
    """One problem as the source has it; the texts are (Chinese, English)."""

    code: str
    module: str
    what: tuple[str, str]
    why: tuple[str, str]
    fix: tuple[str, str]


def problems() -> set[Told]:
    """Every problem that a module holds or a function makes."""
    found: set[Told] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= set(_held(tree, module))
        for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
            found |= set(_made(function, module))
    return found


def _held(tree: ast.Module, module: str) -> Iterator[Told]:
    names = {
        _name(target) for one in tree.body if isinstance(one, ast.Assign) for target in one.targets
    }
    if module.endswith("__main__") or module == "server":  # to import them is to start something
        return
    for name, value in vars(importlib.import_module(f"bumang.{module}")).items():
        if name in names and isinstance(value, Problem):
            texts = ((text.zh, text.en) for text in (value.what, value.why, value.fix))
            yield Told(value.code, module, *texts)


def _made(function: ast.FunctionDef, module: str) -> Iterator[Told]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and _name(call.func) == "Problem":
            told = _told(call, module)
            # One with another's words only puts figures into it: that one is listed.
            if told.what != _SAID_THEN:
                yield told


def page() -> str:
    return _HEAD + "".join(_row(told) for told in sorted(problems()))


def _told(call: ast.Call, module: str) -> Told:
    given = dict(zip(_PARTS, call.args, strict=False))
    given |= {word.arg: word.value for word in call.keywords if word.arg}
    return Told(
        _words(given["code"]),
        module,
        *(_text(given[part], module) for part in ("what", "why", "fix")),
    )


def _text(node: ast.expr, module: str) -> tuple[str, str]:
    """A `Text(zh, en)` with whatever is put in afterwards, also one that the module names.

    A text that is given to the function, or chosen there, is told with the case.
    """
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _text(node.func.value, module)
    if isinstance(node, ast.Name):
        named = getattr(importlib.import_module(f"bumang.{module}"), node.id, None)
        return (named.zh, named.en) if isinstance(named, Text) else _SAID_THEN
    if not (isinstance(node, ast.Call) and _name(node.func) == "Text"):
        return _SAID_THEN
    given = dict(zip(("zh", "en"), node.args, strict=False))
    given |= {word.arg: word.value for word in node.keywords if word.arg}
    return _words(given["zh"]), _words(given["en"])


def _words(node: ast.expr) -> str:
    """A literal, or a joined one with the names of what is put in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(one) for one in node.values)
    inside = node.value if isinstance(node, ast.FormattedValue) else node
    return "{" + ast.unparse(inside) + "}"


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _row(told: Told) -> str:
    cells = ["<br>".join(text) for text in (told.what, told.why, told.fix)]
    cells = [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]
    return f"| `{told.code}` | `{told.module}` | {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
