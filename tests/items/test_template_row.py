"""The example row of a template is one that can be sent as it is."""

from datetime import date

from bumang.items.batch_file.rows import form_of, read_batch
from bumang.items.batch_file.sheets import CSV
from bumang.items.batch_file.writing import template
from bumang.items.catalogue import discover
from bumang.items.item import BatchItem


def test_the_example_row_of_every_template_has_no_problem() -> None:
    items = [i for i in discover("bumang.services").values() if isinstance(i, BatchItem)]
    assert items
    for item in items:
        (row,) = read_batch(item, CSV, template(item, CSV)).rows
        assert form_of(item, row, date(2026, 12, 1))[1] == ()


def test_a_question_that_is_not_asked_has_no_example() -> None:
    item = discover("bumang.services")["employment-declaration"]
    assert isinstance(item, BatchItem)
    assert "合同期满" not in template(item, CSV).decode("utf-8-sig")
