"""An office's own files of the law, laid over the shipped ones; a changed file holds in a second.

The folder is looked at a few times a second. What is read anew is proved as a whole, then put in
force with one assignment. A broken file is refused in words, and the law before goes on. The last
good files are kept in the data folder: a process that starts while a file is broken begins with
those, as its fellows go on with them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
import structlog

from bumang.rules.in_force import put_in_force
from bumang.rules.law_files import laid_over
from bumang.rules.parameters import Law, LawDataError
from bumang.runtime.metrics import counter

_LOOK_SECONDS = 0.25
_READ = counter("bumang_law_read", "Times that changed law files were read", ["outcome"])
_events = structlog.get_logger()

Seen = tuple[tuple[str, int, int, int], ...]


class LawFolder:
    """The folder, and what was last seen of it. `kept` holds the last good files."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder = folder
        self._kept = kept
        self._seen: Seen | None = None

    def start(self) -> None:
        """Put the folder's law in force; the last good one's when a file is broken.

        Raises `LawDataError` when there is no good one either.
        """
        try:
            self.look()
        except LawDataError as fault:
            if not self._kept.exists():
                raise
            _refused(fault)
            put_in_force(
                laid_over(msgspec.json.decode(self._kept.read_bytes(), type=dict[str, str]))
            )

    def look(self) -> Law | None:
        """Read the folder if something in it changed, and put it in force; None when nothing did.

        Raises `LawDataError` once for a change that is broken; the law before stays in force.
        """
        seen = _seen(self._folder)
        if seen == self._seen:
            return None
        self._seen = seen
        texts = read_folder(self._folder)
        made = laid_over(texts)
        put_in_force(made)
        _keep(self._kept, texts)
        return made

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                if self.look() is not None:
                    _READ.labels("in_force").inc()
                    _events.info("a changed law is in force")
            except LawDataError as fault:
                _refused(fault)


def read_folder(folder: Path) -> dict[str, str]:
    """The files of the law in a folder by name. Raises `LawDataError` for one that is not text."""
    texts = {}
    for name, *_ in _seen(folder):
        try:
            texts[name] = (folder / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise LawDataError(f"{name} cannot be read ({type(fault).__name__})") from None
    return texts


def _seen(folder: Path) -> Seen:
    """Name, size, time and number of every file; a folder that is not there is an empty one."""
    try:
        with os.scandir(folder) as entries:
            found = [
                (entry.name, entry.stat()) for entry in entries if entry.name.endswith(".toml")
            ]
    except OSError:
        return ()
    return tuple(
        (name, stat.st_size, stat.st_mtime_ns, stat.st_ino) for name, stat in sorted(found)
    )


def _keep(kept: Path, texts: Mapping[str, str]) -> None:
    """Whole or not at all, whatever process is the first."""
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    part.write_bytes(msgspec.json.encode(texts))
    part.replace(kept)


def _refused(fault: LawDataError) -> None:
    _READ.labels("refused").inc()
    _events.error("a law file is refused; the law before goes on", reason=str(fault))
