"""What Celery does with an accepted submission: marks it as processed, once."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.django_site.settings")

app = Celery("bench", broker=os.environ["BENCH_REDIS"])
app.conf.update(
    task_acks_late=True,  # a task is gone from the queue only when it is done
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=32,  # short tasks
    CELERY_DB_REUSE_MAX=1_000_000,  # tasks before the connection is made anew; else it is every one
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
)


@app.task
def process(number: str) -> None:
    from django.db.models.functions import Now

    from bench.peers.django_site.models import Submission

    Submission.objects.filter(number=number, processed_at=None).update(processed_at=Now())


@worker_ready.connect
def tell(**_: Any) -> None:
    Path(os.environ["BENCH_READY"]).touch()
