"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bumang.runtime.postgres import BINARIES

_LIBRARIES = (
    *("asyncpg", "granian", "uvloop", "fastapi", "sqlalchemy", "uvicorn", "django"),
    *("djangorestframework", "gunicorn", "celery", "redis", "psycopg", "procrastinate"),
)


def flush_ms(output: str) -> float:
    """Milliseconds of one 8 kB write with fdatasync, from what pg_test_fsync printed."""
    found = re.search(r"fdatasync\s+[\d.]+ ops/sec\s+([\d.]+) usecs/op", output)
    if found is None:
        raise ValueError("pg_test_fsync printed no figure for fdatasync")
    return float(found[1]) / 1000


def describe(folder: Path, libraries: Sequence[str] = _LIBRARIES) -> dict[str, str]:
    """The machine, the versions and the flush time on the disk of `folder`."""
    # The program makes this file and removes it itself.
    probe = str(folder / "flush-probe")
    tested = _output(str(BINARIES / "pg_test_fsync"), "-s", "1", "-f", probe)
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "CPU": cpu[1] if cpu else platform.processor(),
        "cores": str(os.cpu_count()),
        "kernel": platform.release(),
        "Python": platform.python_version(),
        "PostgreSQL": _output(str(BINARIES / "postgres"), "--version").strip(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in libraries),
        "load before the first round": f"{os.getloadavg()[0]:.2f}",
        "flush": f"{flush_ms(tested):.3f} ms",
    }


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
