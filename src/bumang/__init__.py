"""Bumang 不忙: a social-insurance public-service platform that never answers "server busy"."""

__version__ = "0.1.0"
