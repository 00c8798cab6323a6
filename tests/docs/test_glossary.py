"""The glossary and the code speak the same language."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "bumang"
_ROW = re.compile(r"^\| (\S+) \| `(\w+)` \|", re.MULTILINE)


def _glossary() -> dict[str, str]:
    return dict(_ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")))


def test_every_identifier_of_the_glossary_stands_in_the_code() -> None:
    files = [path for end in ("py", "sql") for path in SOURCE.rglob(f"*.{end}")]
    text = "\n".join(f"{path.stem}\n{path.read_text(encoding='utf-8')}" for path in files)
    text += "\n".join(path.name for path in SOURCE.rglob("*") if path.is_dir())
    words = set(re.findall(r"\w+", text))
    assert [one for one in _glossary().values() if one not in words] == []


def test_every_term_that_a_rule_or_a_service_item_is_named_by_is_in_the_glossary() -> None:
    terms = set()
    for path in (*SOURCE.glob("rules/*.py"), *SOURCE.glob("services/*/__init__.py")):
        named = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        terms |= set(re.findall(r"^[\u4e00-\u9fff]+", named))
    assert len(terms) > 10
    assert sorted(terms - set(_glossary())) == []
