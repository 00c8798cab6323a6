"""`python -m bench`: measure, then write the page in docs/."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.acceptance import accepted
from bench.database import temporary_folder
from bench.estimate import answered
from bench.machine import describe
from bench.pages import shown
from bench.processing import processed
from bench.progress import say
from bench.table import Rates, Sizes, page

OUT = Path("bench/out/results.json")
PAGE = Path("docs/reference/benchmarks.md")
PARTS: dict[str, Callable[[int, int], Rates | Sizes]] = {
    "acceptance": accepted,
    "processing": processed,
    "estimate": answered,
    "pages": shown,
}


def main() -> int:
    chosen = _arguments()
    names = [name for name in PARTS if not chosen.only or name in chosen.only]
    if "acceptance" in names and shutil.which("wrk") is None:
        say("the load generator `wrk` is not installed (on Debian: apt-get install wrk)")
        return 1
    begun = time.monotonic()
    with temporary_folder() as folder:
        say("looking at the machine and how long a flush takes")
        machine = describe(folder)
    parts = [PARTS[name](chosen.rounds, chosen.seconds) for name in names]
    say(f"measured in {(time.monotonic() - begun) / 60:.1f} minutes")
    results = {"machine": machine, "parts": {part.title: part.as_json() for part in parts}}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    say(f"results are in {OUT}")
    # A page with some parts of today and some of another day would compare what cannot be compared.
    if not chosen.only and not chosen.no_page:
        PAGE.write_text(page(machine, parts))
        say(f"the page is {PAGE}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="of one round")
    parser.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        help="this part alone (may be given again); the page is left as it is",
    )
    parser.add_argument("--no-page", action="store_true", help="leave the page in docs/ alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
