"""The page that tells how to add a service item is run: its code becomes an item of the catalogue."""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

import bumang.services
from bumang.api.description import description
from bumang.items.catalogue import Catalogue, discover
from bumang.items.decoding import decode
from bumang.kernel.problems import InvalidInput

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-service-item.md"
TODAY = date(2026, 11, 24)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    folder = tmp_path / "medical_premium"
    folder.mkdir()
    blocks = re.findall(r"```\w+ file=(\S+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for name, text in blocks:
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(bumang.services, "__path__", [*bumang.services.__path__, str(tmp_path)])
    yield discover("bumang.services")
    sys.modules.pop("bumang.services.medical_premium", None)


def test_the_page_makes_an_item_that_answers_and_refuses(catalogue: Catalogue) -> None:
    item = catalogue["medical-premium"]
    told = description(item, TODAY)
    example = json.dumps(told["form_schema"]["examples"][0]).encode()
    answered = item.answer(decode(item, example, TODAY), TODAY)
    assert answered.own_share == 40_000
    assert msgspec.json.encode(answered)
    with pytest.raises(InvalidInput, match="NOT_PUBLISHED"):
        item.answer(item.form(2003), TODAY)


def test_the_page_s_item_has_its_piece_of_page(catalogue: Catalogue, tmp_path: Path) -> None:
    assert (tmp_path / "medical_premium" / catalogue["medical-premium"].template).is_file()


def test_without_the_folder_the_item_is_not_there() -> None:
    assert "medical-premium" not in discover("bumang.services")
