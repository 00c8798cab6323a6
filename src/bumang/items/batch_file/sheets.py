"""From a file's bytes to lines of text cells. Memory is bounded; whatever the bytes are, the answer
is a table or `InvalidInput`."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from datetime import date, datetime
from typing import Any

import msgspec
from python_calamine import CalamineWorkbook

from bumang.items.batch_file import problems
from bumang.kernel.problems import InvalidInput

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = (CSV, XLSX)

_LARGEST_INSIDE = 100 * 1024 * 1024
_MOST_PARTS = 2_000
_MOST_COLUMNS = 100
_CHUNK = 1024 * 1024
_EXACT_INTEGER = 10**15  # above it a spreadsheet's numbers have lost their last digits


class Line(msgspec.Struct, frozen=True):
    """`number` counts from 1 as the person's program shows it."""

    number: int
    cells: tuple[str, ...]


class Sheet(msgspec.Struct, frozen=True):
    """`merged_from` is the last line that a merged range of more than one cell touches; 0: none."""

    lines: tuple[Line, ...]
    merged_to: int = 0


def read_sheet(media_type: str, content: bytes, most_rows: int) -> Sheet:
    """The first sheet. Raises `InvalidInput` for what is no table, damaged or too large."""
    zipped = content[:2] == b"PK"
    if media_type == XLSX or zipped:
        return _read_xlsx(content, most_rows)
    return _read_csv(content, most_rows)


def _read_csv(content: bytes, most_rows: int) -> Sheet:
    text = _decoded(content)
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(reader.line_num, tuple(cells[:_MOST_COLUMNS])))
            # Some lines above and the headings are no rows.
            _not_more_than(len(lines), most_rows + 10)
    except csv.Error:
        raise InvalidInput(problems.DAMAGED) from None
    return Sheet(tuple(lines))


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(character) < 32 and character not in "\t\r\n" for character in text[:65536]):
            raise InvalidInput(problems.NOT_A_TABLE)
        if "\0" in text:
            raise InvalidInput(problems.NOT_A_TABLE)
        return text
    raise InvalidInput(problems.ENCODING)


def _delimiter(text: str) -> str:
    """The separator that the first lines have most of."""
    start = text[:4096]
    return max(",;\t", key=start.count)


def _read_xlsx(content: bytes, most_rows: int) -> Sheet:
    _safe_to_unpack(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        _not_more_than(sheet.total_height, most_rows + 10)
        rows = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except InvalidInput:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        raise InvalidInput(problems.DAMAGED) from None
    lines = [
        Line(number, cells)
        for number, row in enumerate(rows, 1)
        if any(cells := tuple(_text(cell) for cell in row[:_MOST_COLUMNS]))
    ]
    return Sheet(tuple(lines), max((last[0] + 1 for _, last in merged), default=0))


def _safe_to_unpack(content: bytes) -> None:
    """Unpack once with a bound, so that the reader never sees a bomb or a file cut short."""
    left = _LARGEST_INSIDE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > left:
                raise InvalidInput(problems.TOO_BIG_INSIDE)
            for part in parts:
                with archive.open(part) as opened:
                    while block := opened.read(_CHUNK):
                        left -= len(block)
                        if left < 0:
                            raise InvalidInput(problems.TOO_BIG_INSIDE)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        raise InvalidInput(
            problems.DAMAGED if content[:2] == b"PK" else problems.NOT_A_TABLE
        ) from None
    except (RuntimeError, NotImplementedError):  # encrypted, or packed in an unusual way
        raise InvalidInput(problems.NOT_A_TABLE) from None


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        if cell.is_integer():
            return str(int(cell)) if abs(cell) < _EXACT_INTEGER else f"{cell:.5E}"
        return repr(cell)
    if isinstance(cell, int) and abs(cell) >= _EXACT_INTEGER:
        return f"{cell:.5E}"
    return str(cell).strip().lstrip("'")


def _not_more_than(lines: int, most: int) -> None:
    if lines > most:
        raise InvalidInput(problems.too_many_rows(lines, most - 10))
