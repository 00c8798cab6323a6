"""PostgreSQL's own limit: `pgbench` inserts rows like ours into the real acceptance log."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import asyncpg

from bench.contestant import Contestant
from bench.database import migrated, temporary_folder
from bench.figures import Round
from bench.instance import percentile
from bumang.runtime.postgres import BINARIES, Server

# The columns of an accepted payment, as wide as ours are. The key's bits are the salt too: making
# random bits is not what is measured. A client writes a log of its own, as a web process does.
_INSERT = """\
\\set first :first + {rows}
INSERT INTO entry (
    log_id, seq, number, submission_key, submitter, item, accepted_at, salt, media_type, content
)
SELECT
    :client_id + 1, :first + place, (random() * 36028797018963967)::bigint, key,
    'person:' || place, 'resident-medical-payment', now(), uuid_send(key), 'application/json',
    '\\xb1'::bytea || sha256('')
    || '{{"area_code":"990101","coverage_year":2027,"insured":["990101196001010014"]}}'::bytea
FROM (SELECT place, gen_random_uuid() AS key FROM generate_series(1, {rows}) AS place) AS made;
"""
_BATCH = 256


def program() -> str | None:
    """The `pgbench` beside the embedded server, or else the system's; None where there is none."""
    return shutil.which("pgbench", path=str(BINARIES)) or shutil.which("pgbench")


MISSING = "PostgreSQL alone: `pgbench` is neither beside the embedded server nor installed."


def alone(server: Server, pgbench: str) -> list[Contestant]:
    """One and two writers of batches, and the many writers of single rows that others have."""
    return [
        _limit(server, pgbench, _BATCH, 1),
        _limit(server, pgbench, _BATCH, 2),
        _limit(server, pgbench, 1, 16),
    ]


def _limit(server: Server, pgbench: str, rows: int, clients: int) -> Contestant:
    size = f"{rows} rows a commit" if rows > 1 else "one row a commit"
    return Contestant(
        name=f"PostgreSQL alone, {size}, {clients} client{'s' if clients > 1 else ''}",
        about="pgbench, prepared statements, Unix socket, an empty log with its indexes and"
        " triggers, rows as wide as ours; no HTTP, no checks, no receipts. Latencies are those of"
        " a commit.",
        once=lambda seconds, _: _once(server, pgbench, rows, clients, seconds),
    )


def _once(server: Server, pgbench: str, rows: int, clients: int, seconds: int) -> Round:
    """Raises RuntimeError when the rows in the table are not those that pgbench counted."""
    dsn = asyncio.run(migrated(server, "alone", "intake"))
    with temporary_folder() as folder:
        script = folder / "insert.sql"
        script.write_text(_INSERT.format(rows=rows))
        run = subprocess.run(
            [
                *(pgbench, "--no-vacuum", "--protocol=prepared", "--log", "--define=first=0"),
                *(f"--client={clients}", f"--jobs={min(clients, 2)}", f"--time={seconds}"),
                *(f"--file={script}", dsn),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + 60,
        )
        if run.returncode:
            raise RuntimeError(f"pgbench failed: {run.stderr[-500:]}")
        commits, rate = read_result(run.stdout)
        taken = latencies_ms(folder.glob("pgbench_log.*"))
    stored = asyncio.run(_stored(dsn))
    if stored != commits * rows:
        raise RuntimeError(f"pgbench made {commits} commits of {rows} rows, {stored} are there")
    p50, p99 = percentile(taken, 50), percentile(taken, 99)
    return Round(rate=rate * rows, p50=p50, p99=p99, right=stored)


def read_result(output: str) -> tuple[int, float]:
    """Commits, and commits a second. Raises ValueError when pgbench said neither, or that any
    failed."""
    commits = re.search(r"number of transactions actually processed: (\d+)", output)
    failed = re.search(r"number of failed transactions: (\d+)", output)
    rate = re.search(r"^tps = ([\d.]+)", output, re.MULTILINE)
    if commits is None or rate is None or (failed and int(failed[1])):
        raise ValueError(f"pgbench gave no clean result: {output[-500:]}")
    return int(commits[1]), float(rate[1])


def latencies_ms(logs: Iterable[Path]) -> list[float]:
    """pgbench's log has a line a transaction; its third column is microseconds."""
    lines = (line for log in logs for line in log.read_text().splitlines())
    return [int(line.split()[2]) / 1000 for line in lines]


async def _stored(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM entry"))
    finally:
        await connection.close()
