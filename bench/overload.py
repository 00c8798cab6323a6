"""`python -m bench.overload`, or `make bench-overload`: what happens when far too many come."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.database import temporary_folder
from bench.machine import describe
from bench.overload_old_system import old_system
from bench.overload_page import page
from bench.overload_people import people
from bench.overload_pulse import pulse
from bench.overload_row import Part, Row
from bench.overload_sweep import sweep
from bench.overload_waiting import waiting
from bench.progress import say

OUT = Path("bench/out/overload.json")
PAGE = Path("docs/reference/benchmarks-overload.md")
PARTS: dict[str, Callable[[int], Part]] = {
    "sweep": sweep,
    "pulse": pulse,
    "people": people,
    "waiting": waiting,
    "shield": old_system,
}
for _name in ("room", "scripts"):
    # Each has what it needs in a module of its own; one that is not there is left out.
    if find_spec(f"bench.overload_{_name}"):
        PARTS[_name] = getattr(import_module(f"bench.overload_{_name}"), _name)
_NEEDED = {"wrk": "wrk", "nginx": "nginx-light"}


def main() -> int:
    chosen = _arguments()
    names = [name for name in PARTS if not chosen.only or name in chosen.only]
    for program, package in _NEEDED.items():
        if shutil.which(program) is None:
            say(f"`{program}` is not installed (on Debian: apt-get install {package})")
            return 1
    begun = time.monotonic()
    with temporary_folder() as folder:
        machine = describe(folder, ("asyncpg", "granian", "uvloop"))
    parts = [_measured(name, chosen.seconds) for name in names]
    say(f"measured in {(time.monotonic() - begun) / 60:.1f} minutes")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    results = {"machine": machine, "parts": [asdict(part) for part in parts]}
    OUT.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    if chosen.only or chosen.no_page:
        print(page(machine, parts))
    else:
        PAGE.write_text(page(machine, parts))
        say(f"the page is {PAGE}")
    return 0


def _measured(name: str, seconds: int) -> Part:
    """A part that could not be measured is a goal not met, and takes nothing from the others."""
    say(f"{name}: begins")
    try:
        return PARTS[name](seconds)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        say(f"{name}: {error}")
        return Part(name, (Row(name, "measured", f"it could not be: {error}"[:300], False),))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.overload", description=__doc__)
    parser.add_argument(
        "--seconds", type=int, default=10, help="of one run; some take more of them"
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        help="this part alone (may be given again); it is printed, the page is left as it is",
    )
    parser.add_argument("--no-page", action="store_true", help="print it, leave the page alone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
