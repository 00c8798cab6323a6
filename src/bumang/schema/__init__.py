"""The databases as numbered, plain SQL migrations: `core/`, `intake/`, and `shield/` beside an intake."""
