"""`bumang verify` of a voucher: the PDF as issued, its data, the text of its code."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from click.testing import CliRunner, Result
from tools.voucher_vectors import FOLDER, body

from bumang.cli import main
from bumang.vouchers.sheet.setting import pdf, qr_code
from bumang.vouchers.sheet.words import sheet

VECTORS = Path(__file__).parents[2] / FOLDER
NAME = "contribution-certificate"
CODE = (VECTORS / f"{NAME}.code.txt").read_text()
VOUCHER = (VECTORS / f"{NAME}.json").read_bytes()


def verify(folder: Path, content: bytes) -> Result:
    file = folder / "given"
    file.write_bytes(content)
    words = ["--data", str(folder / "data"), "verify", str(file)]
    return CliRunner().invoke(main, [*words, "--keys", str(VECTORS / "keys.json")])


def a_pdf() -> bytes:
    said = body(NAME)
    set_ = sheet(said, check="https://bumang.example/v", code=qr_code(CODE))
    return pdf(set_, VOUCHER, None, datetime.fromisoformat(said.issued_at))


def test_pdf_data_and_code_all_say_what_is_signed(tmp_path: Path) -> None:
    for content in (a_pdf(), VOUCHER, CODE.encode(), CODE.rpartition("#")[2].encode()):
        told = verify(tmp_path, content)
        assert told.exit_code == 0
        assert "凭证是真的。社会保险参保缴费证明" in told.output
        assert (
            "The voucher is genuine. Certificate of social-insurance contributions" in told.output
        )
        assert "990101196501150014" in told.output
        assert "33" in told.output


def test_a_code_says_what_it_cannot_hold(tmp_path: Path) -> None:
    assert "signed by Ed25519 alone" in verify(tmp_path, CODE.encode()).output
    assert "Ed25519 alone" not in verify(tmp_path, VOUCHER).output


def test_a_changed_voucher_proves_nothing(tmp_path: Path) -> None:
    for content in (
        VOUCHER.replace(b"2024-03-01", b"2014-03-01"),
        CODE[:-9].encode() + CODE[-8:].encode(),
        CODE[:-9].encode() + b"A" + CODE[-8:].encode(),
    ):
        assert verify(tmp_path, content).exit_code == 1


def test_a_pdf_that_was_printed_anew_is_told_what_to_do(tmp_path: Path) -> None:
    told = verify(tmp_path, b"%PDF-1.7 nothing inside")
    assert told.exit_code == 1
    assert "scan it" in told.output or "check the printed code" in told.output


def test_a_voucher_of_unpublished_keys_proves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_bytes(VOUCHER)
    (tmp_path / "keys").write_bytes(msgspec.json.encode({"keys": []}))
    words = ["--data", str(tmp_path), "verify", str(file), "--keys", str(tmp_path / "keys")]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 1
    assert "not among the published ones" in told.output
