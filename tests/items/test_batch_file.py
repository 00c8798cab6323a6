"""Files: whatever the bytes are, the answer is rows or a problem in words; memory is bounded."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bumang.items.batch_file.rows import Batch, form_of, read_batch
from bumang.items.batch_file.sheets import CSV, XLSX
from bumang.items.batch_file.writing import template, written
from bumang.items.catalogue import discover
from bumang.items.item import BatchItem
from bumang.kernel.problems import InvalidInput

ITEM = discover("bumang.services")["employment-declaration"]
assert isinstance(ITEM, BatchItem)
TODAY = date(2026, 11, 24)
HEADINGS = ["操作类型", "社会保障号码", "姓名", "年月", "月缴费工资", "变更原因"]
ROW = ["增员", "990101200002290038", "演示丙", "2026-12", "6500.00", ""]


def csv_of(*rows: list[str], encoding: str = "utf-8", separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(row) for row in (HEADINGS, *rows)).encode(encoding)


def xlsx_of(*rows: list[object], merge: str = "") -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    if merge:
        sheet.merge_range(merge, "x")
    book.close()
    return made.getvalue()


def codes(content: bytes, media_type: str = CSV) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        read_batch(ITEM, media_type, content)
    assert all(p.what.zh and p.why.en and p.fix.zh for p in refused.value.problems)
    return [problem.code for problem in refused.value.problems]


def only_form(batch: Batch) -> object:
    (row,) = batch.rows
    form, problems = form_of(ITEM, row, TODAY)
    assert problems == ()
    return form


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_every_usual_writing(encoding: str, separator: str) -> None:
    batch = read_batch(ITEM, CSV, csv_of(ROW, encoding=encoding, separator=separator))
    assert only_form(batch) == ITEM.examples(TODAY)[0]
    assert batch.rows[0].line == 2


def test_headings_may_stand_in_any_order_below_a_title_and_by_their_codes() -> None:
    text = "某单位增减员表,,,,\n\naac003,aac002,操作类型,起止年月,aae180\n演示丙,990101200002290038,增员,202612,6500\n"
    batch = read_batch(ITEM, CSV, text.encode())
    form, problems = form_of(ITEM, batch.rows[0], TODAY)
    assert problems == ()
    assert form.name == "演示丙"
    assert batch.rows[0].line == 4


@pytest.mark.parametrize("media_type", [CSV, XLSX])
def test_the_template_can_be_read_back_and_its_example_is_good(media_type: str) -> None:
    batch = read_batch(ITEM, media_type, template(ITEM, media_type))
    assert [row.values["姓名" if "姓名" in row.values else "name"] for row in batch.rows] == [
        "演示丙"
    ]


def test_an_xlsx_is_read_with_its_numbers_dates_and_formulas() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ["增员", "990101200002290038", "演示丙"])
    sheet.write_datetime(1, 3, date(2026, 12, 1), book.add_format({"num_format": "yyyy-mm"}))
    sheet.write_formula(1, 4, "=6000+500", value=6500)
    book.close()
    form = only_form(read_batch(ITEM, XLSX, made.getvalue()))
    assert form.month == "2026-12"
    assert form.monthly_wage == "6500"


def test_an_identity_number_that_became_a_figure_is_told_as_such() -> None:
    for content, kind in (
        (xlsx_of(HEADINGS, ["增员", 990101200002290038, "演示丙", "2026-12", 6500, ""]), XLSX),
        (csv_of(["增员", "9.90101E+17", "演示丙", "2026-12", "6500", ""]), CSV),
    ):
        (row,) = read_batch(ITEM, kind, content).rows
        _, problems = form_of(ITEM, row, TODAY)
        assert [(p.code, p.field) for p in problems] == [("SPREADSHEET_NUMBER", "identity_number")]


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b"", CSV, "NO_ROWS"),
        (csv_of(), CSV, "NO_ROWS"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), CSV, "NOT_A_TABLE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), XLSX, "NOT_A_TABLE"),
        (b"\xff\xff\xff\xff", CSV, "ENCODING"),
        ("\n".join(["一,二", "三,四"]).encode(), CSV, "HEADINGS_MISSING"),
        (b"PK\x03\x04 and then nothing", XLSX, "DAMAGED"),
        (csv_of(ROW) + b'\r\n"never closed', CSV, "DAMAGED"),
        (xlsx_of(HEADINGS, ROW, merge="A2:A4"), XLSX, "MERGED"),
        ((",".join([*HEADINGS, "姓名"]) + "\n" + ",".join(ROW)).encode(), CSV, "HEADING_REPEATED"),
        ((",".join([*HEADINGS, "奖金"]) + "\n" + ",".join(ROW)).encode(), CSV, "HEADING_UNKNOWN"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(
    content: bytes, media_type: str, code: str
) -> None:
    assert codes(content, media_type) == [code]


def test_a_file_cut_anywhere_is_refused_or_read_but_never_raises() -> None:
    whole = xlsx_of(HEADINGS, *[ROW] * 20)
    for end in range(0, len(whole) - 1, 97):
        assert codes(whole[:end], XLSX)[0] in {"DAMAGED", "NOT_A_TABLE", "NO_ROWS"}


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(150 * 1024 * 1024))
    assert len(made.getvalue()) < 300_000
    assert codes(made.getvalue(), XLSX) == ["TOO_BIG_INSIDE"]


def test_a_directory_that_lies_about_sizes_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(30 * 1024 * 1024))
    lying = made.getvalue().replace((30 * 1024 * 1024).to_bytes(4, "little"), b"\x10\0\0\0")
    assert codes(lying, XLSX) == ["DAMAGED"]


def test_more_rows_than_a_file_may_have_are_refused() -> None:
    assert codes(csv_of(*[ROW] * (ITEM.max_rows + 1))) == ["TOO_MANY_ROWS"]


@settings(max_examples=200)
@given(st.binary(max_size=2000), st.sampled_from([CSV, XLSX]))
def test_any_bytes_are_answered(content: bytes, media_type: str) -> None:
    with suppress(InvalidInput):
        read_batch(ITEM, media_type, content)


@settings(max_examples=100)
@given(st.lists(st.text(max_size=20), min_size=6, max_size=6), st.sampled_from([CSV, XLSX]))
def test_whatever_stands_in_a_row_is_a_form_or_problems(cells: list[str], media_type: str) -> None:
    with suppress(InvalidInput):
        for row in read_batch(ITEM, media_type, written(ITEM, media_type, HEADINGS, [cells])).rows:
            form, problems = form_of(ITEM, row, TODAY)
            assert form is not None or problems


def test_a_written_file_holds_no_formula() -> None:
    text = written(ITEM, CSV, ["姓名"], [['=HYPERLINK("x")'], ["+1"], ["@a"], ["张三"]]).decode(
        "utf-8-sig"
    )
    assert all(not line.lstrip('"').startswith(("=", "+", "@")) for line in text.splitlines())
