from __future__ import annotations

from pathlib import Path

import pytest

from bumang.rules.columns import Tables
from bumang.studio.file import write
from bumang.studio.laws import laid_out
from bumang.studio.people import stretches
from bumang.studio.written import shipped

YEARS = range(1996, 2046)


@pytest.fixture(scope="session")
def tables() -> Tables:
    return laid_out(shipped(), YEARS)


@pytest.fixture(scope="session")
def people(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred synthetic persons, with histories from before the accounts."""
    path = tmp_path_factory.mktemp("people") / "people.parquet"
    write(path, stretches(300, 11, tables, range(2025, 2042)), lambda _: None)
    return path
