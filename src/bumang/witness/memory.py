"""What a witness remembers, in one SQLite file: the last checkpoint of each log, and refusals.

Comparing and remembering are one transaction, and it is durable before the witness signs: it never
cosigns a smaller tree after a larger one, also when it is killed between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bumang.evidence.checkpoint import Checkpoint
from bumang.witness.decision import Seen, Verdict

_TABLES = """
CREATE TABLE IF NOT EXISTS seen (
    origin text PRIMARY KEY, size integer NOT NULL, root blob NOT NULL, note text NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS seen_only_grows BEFORE UPDATE ON seen
WHEN NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;
CREATE TABLE IF NOT EXISTS refused (
    at text NOT NULL DEFAULT CURRENT_TIMESTAMP, verdict text NOT NULL, seen text NOT NULL,
    request text NOT NULL
) STRICT;
"""
_MOST_REFUSALS = 1000

Judge = Callable[[Seen], tuple[Verdict, Checkpoint]]


class Memory:
    """The file is made when it is not there. Safe to use from several threads and processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        with self._connected() as database:
            database.executescript(f"PRAGMA journal_mode = WAL; {_TABLES}")

    def judge(self, origin: str, request: str, judge: Judge) -> tuple[Verdict, int]:
        """Decide on what was seen last, and remember it when it is cosigned.

        Returns the verdict and the size that the witness stands at then.
        """
        with self._connected() as database:
            database.execute("BEGIN IMMEDIATE")
            row = database.execute(
                "SELECT size, root, note FROM seen WHERE origin = ?", (origin,)
            ).fetchone()
            seen = Seen(row[0], row[1]) if row else Seen()
            verdict, said = judge(seen)
            if verdict is Verdict.COSIGN:
                database.execute(
                    "INSERT INTO seen VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE "
                    "SET size = excluded.size, root = excluded.root, note = excluded.note",
                    (origin, said.size, said.root, request),
                )
                seen = Seen(said.size, said.root)
            elif verdict in {Verdict.FORKED, Verdict.NOT_CONSISTENT}:
                self._keep(database, verdict, row[2] if row else "", request)
            database.commit()
            return verdict, seen.size

    def refusals(self) -> list[tuple[str, str, str, str]]:
        """When, why, the request that was cosigned last, and the one that was refused."""
        with self._connected() as database:
            return database.execute("SELECT at, verdict, seen, request FROM refused").fetchall()

    def _keep(
        self, database: sqlite3.Connection, verdict: Verdict, seen: str, request: str
    ) -> None:
        """Both signed checkpoints together prove to anyone what the log did."""
        kept = database.execute("SELECT count(*) FROM refused").fetchone()[0]
        if kept < _MOST_REFUSALS:
            database.execute(
                "INSERT INTO refused (verdict, seen, request) VALUES (?, ?, ?)",
                (verdict.name.lower(), seen, request),
            )

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=10)) as database:
            database.execute("PRAGMA synchronous = FULL")
            yield database
