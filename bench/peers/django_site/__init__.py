"""The well-tuned usual stack: Django REST framework behind gunicorn, Celery and Redis behind it."""
