"""Processing: how many accepted payments a second get their outcome, cover and ledger entries."""

from __future__ import annotations

from bench.contestant import in_turns
from bench.database import postgres, temporary_folder
from bench.processing_ours import worker
from bench.progress import say
from bench.table import Rates


def processed(rounds: int, seconds: int) -> Rates:
    """Each drains payments that were accepted before its worker was started."""
    with temporary_folder() as folder, postgres(folder) as server:
        contestants = [worker(server, folder)]
        say(f"processing: {len(contestants)} contestants, {rounds} rounds")
        return Rates("processing", in_turns(contestants, rounds, seconds))
