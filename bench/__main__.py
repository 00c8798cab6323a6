"""`python -m bench [--rounds 3] [--seconds 5]`: measure, then write the page."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import signal
import tempfile
from pathlib import Path

from bench.acceptance import Contestant, make_table, measure, peers
from bench.estimate import answered
from bench.figures import Round, Summary, summarise
from bench.load import Load
from bench.machine import describe
from bench.ours import ours
from bench.peers.work import made_numbers, token
from bench.processing import processed
from bench.table import page
from bumang.runtime.database import wait_until_ready
from bumang.runtime.postgres import Server

OUT = Path("bench/out")
PAGE = Path("docs/reference/benchmarks.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--no-page", action="store_true", help="leave the page in docs/ alone")
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bumang-bench-"))
    folder.chmod(0o755)
    server = Server(folder / "pg")
    server.prepare()
    process = server.start(folder / "postgres.log")
    try:
        asyncio.run(wait_until_ready(server.dsn()))
        asyncio.run(make_table(server.dsn()))
        machine = describe(folder)
        contestants = [*ours(folder), *peers(server.dsn())]
        summaries = _acceptance(contestants, _load(folder), chosen)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(server.socket_folder, ignore_errors=True)
    processing = processed(chosen.rounds)
    estimates = answered(chosen.rounds, chosen.seconds)
    parts = {"acceptance": summaries, "processing": processing, "pension estimate": estimates}
    _write(machine, parts, with_page=not chosen.no_page)


def _load(folder: Path) -> Load:
    numbers = made_numbers(2000)
    (folder / "numbers").write_text("\n".join(numbers) + "\n")
    (folder / "tokens").write_text("\n".join(map(token, numbers)) + "\n")
    return Load(folder / "tokens", folder / "numbers", folder / "receipts")


def _acceptance(
    contestants: list[Contestant], load: Load, chosen: argparse.Namespace
) -> list[Summary]:
    """A B C A B C …, so that a slow minute of the machine falls on all of them."""
    rounds: dict[str, list[Round]] = {one.name: [] for one in contestants}
    for turn in range(chosen.rounds):
        for place, one in enumerate(contestants):
            prefix = f"r{turn}c{place}"
            found, kept = measure(one, load, chosen.seconds, prefix)
            rounds[one.name].append(found)
            print(f"round {turn + 1} {one.name}: {found}; rows stored: {kept}", flush=True)
            if kept is not None and kept < found.rate * chosen.seconds * 0.99:
                raise RuntimeError(f"{one.name} answered 202 more often than it stored")
    return [
        summarise(
            one.name,
            one.about,
            rounds[one.name],
            durable=one.durable,
            usual=one.usual,
            goal=one.goal,
        )
        for one in contestants
    ]


def _write(machine: dict[str, str], parts: dict[str, list[Summary]], *, with_page: bool) -> None:
    found = {name: [one.as_json() for one in part] for name, part in parts.items()}
    results = json.dumps({"machine": machine, "parts": found}, indent=2, ensure_ascii=False)
    (OUT / "results.json").write_text(results + "\n")
    if with_page:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(machine, parts))


main()
