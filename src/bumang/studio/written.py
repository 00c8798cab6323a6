"""The law as written in its files, with the studio's assumptions beside it."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from bumang.rules.law_files import LawFiles, shipped_files

Parameters = dict[str, Any]

ASSUMED, REFORM = "ASSUMED", "REFORM"
_SOURCES: dict[str, Any] = {
    ASSUMED: {
        "title": {"zh": "试算用的假定", "en": "assumption of the reform studio"},
        "seen": "assumed",
    },
    REFORM: {
        "title": {"zh": "试算的改革方案", "en": "the reform that is tried"},
        "seen": "given by the analyst",
    },
}


@cache
def shipped() -> LawFiles:
    """The files of the package and `assumptions.toml`; not to be changed, only copied."""
    law = shipped_files()
    text = (files("bumang.studio") / "assumptions.toml").read_text("utf-8")
    assumed = tomllib.loads(text, parse_float=Decimal)
    return LawFiles(law.parameters | assumed, law.sources | _SOURCES, law.places, law.areas)


def with_parameters(law: LawFiles, parameters: Parameters) -> LawFiles:
    """The same files with other parameters."""
    return LawFiles(parameters, law.sources, law.places, law.areas)
