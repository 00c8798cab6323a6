"""Only what is needed: no middleware, no sessions, no templates; pooled connections, JSON alone."""

import os
from typing import Any
from urllib.parse import parse_qs, urlsplit

_DSN = urlsplit(os.environ["BENCH_DSN"])

SECRET_KEY = "only for measuring"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
TIME_ZONE = "UTC"
ROOT_URLCONF = "bench.peers.django_site.urls"
INSTALLED_APPS = ["bench.peers.django_site", "rest_framework"]
MIDDLEWARE: list[str] = []
LOGGING_CONFIG = None
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _DSN.path.removeprefix("/"),
        "USER": _DSN.username,
        "HOST": parse_qs(_DSN.query)["host"][0],
        # A connection for every thread of a process, opened once and kept.
        "OPTIONS": {"pool": {"min_size": 4, "max_size": 8, "timeout": 10}},
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["bench.peers.django_site.authentication.Token"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
