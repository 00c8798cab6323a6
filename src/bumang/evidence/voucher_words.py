"""What a voucher says, in words: its kinds, its facts' names, its values as people write them."""

from __future__ import annotations

from collections.abc import Sequence

from bumang.evidence.voucher import Fact
from bumang.kernel.money import show_yuan
from bumang.kernel.text import Language, Text

CONTRIBUTION, BENEFIT = "contribution-certificate", "benefit-certificate"
PAYMENT, RECEIPT = "payment-voucher", "receipt"
TRANSFER = "transfer-voucher"

KINDS = {
    CONTRIBUTION: Text("社会保险参保缴费证明", "Certificate of social-insurance contributions"),
    BENEFIT: Text("医疗保险保障期证明", "Certificate of medical-insurance cover"),
    PAYMENT: Text("社会保险费缴费凭证", "Voucher of a social-insurance payment"),
    RECEIPT: Text("受理回执", "Receipt of acceptance"),
    TRANSFER: Text(
        "基本养老保险参保缴费凭证（转移接续用）", "Voucher for the transfer of a pension relation"
    ),
}
NAMES = {
    "as_of": Text("截至", "As of"),
    "schemes": Text("参保情况", "Insured in"),
    "periods": Text("缴费时段", "Periods"),
    "cover": Text("登记的保障期", "Cover on record"),
    "places": Text("各地参保月数", "Months in each place"),
    "account_as_of": Text("个人账户截至", "Account as of"),
    "account_fen": Text("个人账户储存额", "Balance of the personal account"),
    "entry": Text("账目编号", "Ledger entry"),
    "scheme": Text("险种", "Scheme"),
    "area_code": Text("参保地", "Place"),
    "since": Text("参保起始", "Insured since"),
    "first": Text("起", "From"),
    "last": Text("止", "Until"),
    "month": Text("参保的月份", "Insured in the month"),
    "name": Text("姓名", "Name"),
    "identity": Text("社会保障号码", "Social security number"),
    "months": Text("月数", "Months"),
    "payer": Text("缴费单位", "Paid by"),
    "monthly_base_fen": Text("月缴费基数", "Monthly base"),
    "amount_fen": Text("金额", "Amount"),
    "receipt_number": Text("受理编号", "Receipt number"),
    "booked_on": Text("入账日期", "Booked on"),
    "accepted_at": Text("受理时间", "Accepted at"),
    "item": Text("事项", "Matter"),
    "state": Text("状态", "State"),
    "decided_at": Text("办结时间", "Decided at"),
    "receipt_sha256": Text("回执文件摘要", "Digest of the receipt"),
}
VALUES = {
    "employee": Text("职工社会保险", "Employees' social insurance"),
    "resident_medical": Text("城乡居民基本医疗保险", "Residents' medical insurance"),
    "990101": Text("演示地区（990101）", "Demo area (990101)"),
    "accepted": Text("已受理", "Accepted"),
    "in_process": Text("办理中", "In process"),
    "done": Text("已办结", "Done"),
    "refused": Text("未予办理", "Refused"),
}
TABLES = frozenset({"schemes", "cover", "places"})
"""The tables that a code carries, a row a line."""
OPEN_END = Text("至今", "Going on")


def kind_words(kind: str) -> Text:
    return KINDS.get(kind, Text(kind, kind))


def name_words(name: str) -> Text:
    return NAMES.get(name, Text(name, name))


def value_words(name: str, value: str | int | None) -> Text:
    """A value as people write it; what is not known here stands as it is."""
    if value is None:
        return OPEN_END if name == "last" else Text("—", "—")
    if name.endswith("_fen") and isinstance(value, int):
        shown = show_yuan(value)
        return Text(f"{shown} 元", f"{shown} yuan")
    written = str(value)
    return VALUES.get(written, Text(written, written))


def told(name: str, value: Fact) -> list[Text]:
    """A fact in lines of words: one, or one for each row of a table."""
    if not isinstance(value, list):
        said = value_words(name, value)
        named = name_words(name)
        return [Text(f"{named.zh}：{said.zh}", f"{named.en}: {said.en}")]
    return [_row(name_words(name), row) for row in value]


def _row(named: Text, row: dict[str, str | int | None]) -> Text:
    return Text(
        f"{named.zh}：{'，'.join(_cells(row, 'zh'))}", f"{named.en}: {', '.join(_cells(row, 'en'))}"
    )


def _cells(row: dict[str, str | int | None], language: Language) -> Sequence[str]:
    return [
        f"{name_words(name).in_(language)} {value_words(name, value).in_(language)}"
        for name, value in row.items()
    ]
