"""Files for people: the empty template, and wrong rows to be mended and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from bumang.items.batch_file.sheets import CSV, XLSX
from bumang.items.item import BatchItem, Widget

Rows = Iterable[Sequence[str]]
# A spreadsheet would take a cell that begins so for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def template(item: BatchItem, media_type: str) -> bytes:
    """Headings and one example row; in XLSX also the choices as lists."""
    headings = [question.label.zh for question in item.questions]
    return written(item, media_type, headings, [_example_row(item)])


def _example_row(item: BatchItem) -> list[str]:
    """The examples of those questions that are asked after the answers before them."""
    given: dict[str, str] = {}
    for question in item.questions:
        asked = question.asked_when is None or question.asked_when(_codes(item, given))
        given[question.field] = question.example if asked else ""
    return list(given.values())


def _codes(item: BatchItem, given: dict[str, str]) -> dict[str, str]:
    """Answers as the form holds them: a choice by its value, not its label."""
    codes = dict(given)
    for question in item.questions:
        for choice in question.choices:
            if given.get(question.field) == choice.label.zh:
                codes[question.field] = choice.value
    return codes


def written(item: BatchItem, media_type: str, headings: Sequence[str], rows: Rows) -> bytes:
    return {CSV: _csv, XLSX: _xlsx}[media_type](item, headings, rows)


def _csv(_: BatchItem, headings: Sequence[str], rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    # With a byte-order mark, or spreadsheets take it for the system's encoding.
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _xlsx(item: BatchItem, headings: Sequence[str], rows: Rows) -> bytes:
    made = io.BytesIO()
    # Texts stay texts: an identity number must not become a figure, nor a cell a formula.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(made, options)
    sheet = workbook.add_worksheet("1")
    text, bold = workbook.add_format({"num_format": "@"}), workbook.add_format({"bold": True})
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, 22, text)
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, text)
    for question in item.questions:
        if question.widget is Widget.CHOICE and question.label.zh in headings:
            column = list(headings).index(question.label.zh)
            labels = [choice.label.zh for choice in question.choices]
            sheet.data_validation(
                1, column, item.max_rows, column, {"validate": "list", "source": labels}
            )
    sheet.freeze_panes(1, 0)
    workbook.close()
    return made.getvalue()
