"""Celery's processes have one thread each: a connection that is kept, and no pool."""

from bench.peers.django_site.settings import *  # noqa: F403
from bench.peers.django_site.settings import DATABASES

DATABASES["default"] |= {"OPTIONS": {}, "CONN_MAX_AGE": None}
