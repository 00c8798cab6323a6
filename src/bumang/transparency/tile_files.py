"""Tiles and checkpoint of one log as static files, which any web server can give out.

The layout is that of C2SP's tlog-tiles: `checkpoint`, `tile/<level>/<index>`, `tile/entries/<index>`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from bumang.evidence.tiles import HASH, WIDTH, Tile
from bumang.runtime.key_file import make_durable

CHECKPOINT = "checkpoint"
ENTRY = 2 + HASH
"""Bytes of an entry in a bundle: its length and the commitment."""


class TileFiles:
    """The folder of one log. Writing is the integrator's alone; anyone may read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, tile: Tile) -> bytes:
        """The hashes of a tile. Raises `FileNotFoundError` when it was never written."""
        full = Tile(tile.level, tile.index, WIDTH)
        return self._read(tile.path, full.path, tile.width * HASH)

    def read_entries(self, tile: Tile) -> bytes:
        """The bundle of entries below a tile of level 0. Raises `FileNotFoundError`."""
        full = Tile(0, tile.index, WIDTH)
        return self._read(tile.entries_path, full.entries_path, tile.width * ENTRY)

    def write(self, files: Iterable[tuple[str, bytes]]) -> None:
        """All of them durable before this returns; one that is there already is replaced whole."""
        folders = {self._write(self.folder / path, content) for path, content in files}
        for folder in folders:
            make_durable(folder)

    def checkpoint(self) -> bytes | None:
        """The note that is published now."""
        try:
            return (self.folder / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def publish(self, note: str) -> None:
        self.write([(CHECKPOINT, note.encode())])

    def forget_parts(self, path: str) -> None:
        """The partial tiles of one that is full now; it says all that they said."""
        shutil.rmtree(self.folder / f"{path}.p", ignore_errors=True)

    def _read(self, path: str, full: str, size: int) -> bytes:
        for at in (path, full):
            try:
                found = (self.folder / at).read_bytes()
            except FileNotFoundError:
                continue
            if len(found) >= size:
                return found[:size]
        raise FileNotFoundError(self.folder / path)

    def _write(self, path: Path, content: bytes) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{token_hex(4)}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        return path.parent
