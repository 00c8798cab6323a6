"""The two databases as numbered, plain SQL migrations: `core/` and `intake/`."""
