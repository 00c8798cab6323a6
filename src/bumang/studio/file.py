"""Writing and opening population files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bumang.kernel.problems import InvalidInput
from bumang.studio import problems
from bumang.studio.columns import history_years

Progress = Callable[[int], None]
"""Told how many more persons are done."""


class Population:
    """A population file: its years, its row groups. Raises `InvalidInput` when it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = pq.ParquetFile(path, pre_buffer=False)
        except (pa.ArrowInvalid, OSError):
            raise InvalidInput(problems.no_file(str(path))) from None
        self.years = history_years(self._file.schema_arrow)
        self.persons: int = self._file.metadata.num_rows
        if not self.persons:
            raise InvalidInput(problems.NO_PERSONS)
        sizes = [
            self._file.metadata.row_group(n).num_rows for n in range(self._file.num_row_groups)
        ]
        self.starts = [sum(sizes[:n]) for n in range(len(sizes))]

    def read(self, group: int) -> pa.Table:
        """One row group."""
        return self._file.read_row_group(group, use_threads=False)


def write(path: Path, batches: Iterable[pa.RecordBatch], progress: Progress) -> None:
    """Write a file in whole or not at all: it gets its name when everything is in it."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    writer: pq.ParquetWriter | None = None
    try:
        for batch in batches:
            if writer is None:
                writer = pq.ParquetWriter(
                    unfinished, batch.schema, compression="lz4", use_dictionary=_words(batch.schema)
                )
            writer.write_batch(batch, row_group_size=batch.num_rows)
            progress(batch.num_rows)
        if writer is not None:
            writer.close()
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _words(schema: pa.Schema) -> list[str]:
    """What is worth a dictionary: words, and the months, which have thirteen values."""
    return [
        field.name
        for field in schema
        if pa.types.is_dictionary(field.type) or field.type == pa.int8()
    ]
