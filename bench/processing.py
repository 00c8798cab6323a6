"""Processing: how many accepted payments a second get their outcome, cover and ledger entries."""

from __future__ import annotations

from bench import redis_server
from bench.contestant import in_turns
from bench.database import postgres, temporary_folder
from bench.processing_ours import worker
from bench.processing_peers import CELERY, celery, procrastinate
from bench.progress import say
from bench.table import Rates


def processed(rounds: int, seconds: int) -> Rates:
    """Each drains payments that were accepted before its worker was started."""
    no_redis = redis_server.missing()
    left_out = [f"{CELERY}: {no_redis}."] if no_redis else []
    for why in left_out:
        say(f"left out: {why}")
    with temporary_folder() as folder, postgres(folder) as server:
        contestants = [worker(server, folder), procrastinate(server)]
        contestants += [] if no_redis else [celery(server)]
        say(f"processing: {len(contestants)} contestants, {rounds} rounds")
        return Rates("processing", in_turns(contestants, rounds, seconds), left_out)
