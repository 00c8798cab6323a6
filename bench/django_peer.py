"""Django REST framework, Celery and Redis, as a good engineer deploys them on two cores."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from bench.contestant import Contestant
from bench.database import temporary_folder
from bench.load import Load
from bench.peers.submissions import processed, stored
from bench.progress import say
from bench.redis_server import SETTINGS, redis
from bench.web import Web, start, stop, wait_until

NAME = "Django REST + Celery + Redis"
_SITE = "bench.peers.django_site"
_WORKERS, _THREADS = 2, 8


def django(load: Load, dsn: str) -> Contestant:
    return Contestant(
        name=NAME,
        about=f"gunicorn with {_WORKERS} workers of {_THREADS} threads, psycopg's pool, one commit"
        " a request, then a task with late acknowledgement; one Celery worker marks the rows at the"
        f" same time. The queue is Redis with {SETTINGS}: the rows are durable, the queue's last"
        " second is not.",
        once=Web(
            "/submissions",
            _gunicorn,
            load,
            environment={"BENCH_DSN": dsn},
            beside=partial(_celery, dsn),
            stored=lambda numbers: asyncio.run(stored(dsn, numbers)),
        ).once,
        usual=True,
    )


@contextmanager
def _celery(dsn: str) -> Iterator[Mapping[str, str]]:
    """An empty queue, and a worker that waits for it to fill. Raises RuntimeError when it then did
    nothing: the comparison would not be true."""
    before = asyncio.run(processed(dsn))
    with redis() as address, temporary_folder() as folder:
        ready = folder / "ready"
        added = {"BENCH_REDIS": address, "BENCH_DSN": dsn, "BENCH_READY": str(ready)}
        command = [
            *(sys.executable, "-m", "celery", "-A", f"{_SITE}.tasks", "worker"),
            *("--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
        worker = start(command, {**added, "DJANGO_SETTINGS_MODULE": f"{_SITE}.worker_settings"})
        try:
            wait_until(ready.exists, worker, "Celery's worker")
            yield added
        finally:
            stop(worker)
    marked = asyncio.run(processed(dsn)) - before
    say(f"Celery marked {marked:,} rows as processed meanwhile")
    if not marked:
        raise RuntimeError("Celery's worker has processed nothing")


def _gunicorn(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", f"{_SITE}.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", str(_WORKERS), "--threads", str(_THREADS)),
        *("--keep-alive", "75", "--log-level", "critical", "--no-control-socket"),
    ]
