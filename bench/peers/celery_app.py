"""Celery on Redis: `enqueue` reads jobs from standard input, one JSON object a line; Celery's own
command works them off."""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from typing import Any

import psycopg
from celery import Celery
from psycopg.errors import ExclusionViolation, UniqueViolation

from bench.peers.payment import PAY, REFUSE

app = Celery("bench", broker=os.environ["BENCH_REDIS"])
app.conf.update(
    task_acks_late=True,  # a job is gone from the queue only when it is done
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=32,  # short jobs
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
)


@cache
def effects() -> psycopg.Connection[Any]:
    """Every process of the worker keeps one connection."""
    return psycopg.connect(os.environ["BENCH_DSN"], autocommit=True)


@app.task(name="pay")
def pay(**payment: object) -> None:
    try:
        effects().execute(PAY, payment)
    except (UniqueViolation, ExclusionViolation):
        effects().execute(REFUSE, payment)


def enqueue() -> None:
    with app.producer_pool.acquire() as producer:
        for line in sys.stdin:
            pay.apply_async(kwargs=json.loads(line), producer=producer)


if __name__ == "__main__":
    enqueue()
