"""`python -m bench.law`: the law measured; writes docs/reference/benchmarks-law.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.law_engines import PEERS, engines
from bench.law_population import whole_population
from bench.law_service import one_person
from bench.machine import describe
from bench.measured import Part, page
from bench.progress import say

OUT = Path("bench/out/law.json")
PAGE = Path("docs/reference/benchmarks-law.md")
_OURS = ("numpy", "numba", "pyarrow", "msgspec", "granian")


def main() -> int:
    chosen = _arguments()
    if not PEERS.exists():
        say("the other engines are not installed: run `make bench-law`")
        return 1
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        machine = describe(Path(folder), _OURS) | {"other engines": _peers()}
    parts: list[Callable[[], Part]] = [
        lambda: engines(chosen.engine_persons, chosen.rounds),
        lambda: one_person(chosen.rounds, chosen.seconds),
        lambda: whole_population(chosen.persons, chosen.rounds),
    ]
    made = [part() for part in parts]
    say(f"measured in {(time.monotonic() - begun) / 60:.1f} minutes")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    results = {"machine": machine, "parts": {part.title: part.as_json() for part in made}}
    OUT.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    if not chosen.no_page:
        PAGE.write_text(page("Benchmarks of the law", "make bench-law", machine, made))
        say(f"the page is {PAGE}")
    return 0


def _peers() -> str:
    """What is installed in the environment of the other engines."""
    found = [
        next(PEERS.parents[1].glob(f"lib/*/site-packages/{name}-*.dist-info"))
        for name in ("openfisca_core", "ttsim_backend", "numpy")
    ]
    return ", ".join(path.name.removesuffix(".dist-info").replace("-", " ") for path in found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.law", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of one round by HTTP")
    parser.add_argument("--persons", type=int, default=10_000_000, help="of the population")
    parser.add_argument("--engine-persons", type=int, default=200_000, help="for each engine")
    parser.add_argument("--no-page", action="store_true", help="leave the page in docs/ alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
