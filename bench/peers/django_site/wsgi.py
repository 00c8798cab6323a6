import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peers.django_site.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - imports the views now, not in the first request
