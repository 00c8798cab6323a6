"""The changes mutmut cannot make, each tried in a process of its own.

mutmut changes what happens inside a plain function, and tries it in a process where everything has
been imported. It passes by what runs at import (constants, the bounds of fields) and what has a
decorator (properties, cached rules). And it runs only the tests it credits with a function: a test
whose fixture is shared, or that finds a figure in a cache, is not credited. So everything here is
tried with every selected test, in a copy of the project, by a process that imports the change.
"""

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

import libcst as cst
from mutmut.mutation import mutators

ROOT = Path(__file__).parents[1]
_FIRST = ("tests/rules/test_field_bounds.py", "tests/rules/test_explanations.py")
"""Quick, and they notice most of what runs at import."""
_LAST = ("tests/rules/test_walked_graph.py",)
"""Not among those selected for mutmut, which would credit every rule to it."""
_ONE_AFTER_THE_OTHER = """
import sys, pytest
for test in sys.argv[1:]:
    if ended := pytest.main(["-x", "-q", "-p", "no:cacheprovider", test]):
        sys.exit(ended)
"""


def passed_by(chosen: list[str]) -> Iterator[tuple[str, str, Path, str]]:
    """What mutmut passes by in the chosen modules: module, lines made, file, the file's new text."""
    for path in sorted((ROOT / "src/bumang/rules").rglob("*.py")):
        inside = path.relative_to(ROOT)
        module = ".".join(inside.relative_to("src").with_suffix("").parts)
        left_out = str(inside) in _settings()["do_not_mutate"]
        if not left_out and (not chosen or any(fnmatch(f"{module}.", one) for one in chosen)):
            for change, text in _changes(path.read_text(encoding="utf-8")):
                yield module, change, inside, text


def _changes(text: str) -> Iterator[tuple[str, str]]:
    """The lines that each change makes in a file, and the file's whole text with it."""
    module = cst.parse_module(text)
    before = module.code.splitlines()
    found = _PassedBy()
    module.visit(found)
    for old, new in found.changes:
        changed = module.deep_replace(old, new)
        assert isinstance(changed, cst.Module)
        yield _made(before, changed.code.splitlines()), changed.code


def _made(before: list[str], after: list[str]) -> str:
    """The lines that a change made, in one."""
    lines = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    return " ".join(line[1:].strip() for line in lines if line.startswith("+"))


class _PassedBy(cst.CSTVisitor):
    """Gathers changes outside of the functions that mutmut changes."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[cst.CSTNode, cst.CSTNode]] = []
        self._inside: list[type] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef) and _is_changed_by_mutmut(node):
            return False
        self._inside.append(type(node))
        for kind, change in mutators.mutation_operators:
            if isinstance(node, kind) and self._is_of_use(change.__name__):
                self.changes.extend((node, new) for new in change(node))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if not (
            isinstance(original_node, cst.FunctionDef) and _is_changed_by_mutmut(original_node)
        ):
            self._inside.pop()

    def _is_of_use(self, change: str) -> bool:
        """In a type only numbers are law: the bounds of a field. A constant made nothing is none."""
        if cst.Annotation in self._inside:
            return change == "operator_number" and cst.FunctionDef not in self._inside
        return change != "operator_assignment" or cst.FunctionDef in self._inside


def _is_changed_by_mutmut(node: cst.FunctionDef) -> bool:
    plain = {"staticmethod", "classmethod"}
    names = [one.decorator.value for one in node.decorators if isinstance(one.decorator, cst.Name)]
    return not node.decorators or (len(node.decorators) == 1 and plain.issuperset(names or ["?"]))


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project to change."""
    with tempfile.TemporaryDirectory() as folder:
        for name in _settings()["also_copy"]:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, Path(folder) / name)
        yield Path(folder)


def is_noticed_in(tree: Path, inside: Path, text: str) -> bool:
    """Whether a test fails where a file of the copy has this text; the file is as before then."""
    before = (tree / inside).read_text(encoding="utf-8")
    (tree / inside).write_text(text, encoding="utf-8")
    try:
        return is_noticed(tree, str(inside))
    finally:
        (tree / inside).write_text(before, encoding="utf-8")


def is_noticed(tree: Path, changed: str, **environment: str) -> bool:
    """Whether a selected test fails in this copy of the project; the likely ones first."""
    selected = _settings()["pytest_add_cli_args_test_selection"]
    selected.sort(key=lambda test: _is_of_columns(test) != _is_of_columns(changed))
    tests = dict.fromkeys((*_FIRST, *selected, *_LAST))
    ended = subprocess.run(
        [sys.executable, "-c", _ONE_AFTER_THE_OTHER, *tests],
        cwd=tree,
        env={
            **os.environ,
            "PYTHONPATH": str(tree.resolve() / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return ended.returncode != 0


def _is_of_columns(name: str) -> bool:
    return "columns" in name or "studio" in name


def _settings() -> dict[str, list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mutmut: dict[str, list[str]] = settings["tool"]["mutmut"]
    return mutmut
