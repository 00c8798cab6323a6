"""The sheet: what is inside it, what is printed on it, and that print and scan keep its code."""

import io
import random
from datetime import datetime

import msgspec
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from tools.voucher_vectors import KEYS, PUBLISHED, URL, body

from bumang.evidence.voucher import Body, Leaf, sign
from bumang.evidence.voucher_code import address, code, read_code
from bumang.evidence.voucher_file import attached_in
from bumang.evidence.voucher_verification import verify_code, verify_voucher
from bumang.vouchers.sheet.setting import pdf, qr_code
from bumang.vouchers.sheet.words import sheet

KNOWN = {key.key_id: key for key in PUBLISHED.keys}
LEAF = Leaf("2026-11-24T09:02:03.456789+08:00", "00" * 16)


def printed(said: Body, proof: bytes | None = None) -> tuple[bytes, bytes, str]:
    """The voucher, its sheet, and what the sheet's code holds."""
    written = msgspec.json.encode(said)
    voucher, text = sign(written, LEAF, KEYS), address(URL, code(said, written, KEYS))
    set_ = sheet(said, check=f"{URL}/v", code=qr_code(text))
    return voucher, pdf(set_, voucher, proof, datetime.fromisoformat(said.issued_at)), text


def pictures(made: bytes, dpi: int) -> list[Image.Image]:
    return [page.render(scale=dpi / 72).to_pil() for page in pypdfium2.PdfDocument(made)]


def scanned(picture: Image.Image, seed: int) -> Image.Image:
    """As a copier gives it back: a little turned, out of focus, grey, noisy, and saved as JPEG."""
    chance = random.Random(seed)
    grey = picture.convert("L").rotate(
        chance.uniform(-4, 4), resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )
    grey = grey.filter(ImageFilter.GaussianBlur(0.6))
    noise = Image.effect_noise(grey.size, 24)
    blurred = Image.blend(grey, noise, 0.18)
    kept = io.BytesIO()
    blurred.save(kept, "JPEG", quality=60)
    return Image.open(kept)


def read_from(picture: Image.Image) -> str:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else ""


@pytest.mark.parametrize("kind", ["contribution-certificate", "payment-voucher"])
def test_the_voucher_is_inside_its_sheet_byte_for_byte(kind: str) -> None:
    voucher, made, _ = printed(body(kind), b"a proof\n")
    assert attached_in(made).voucher == voucher
    assert attached_in(made).proof == b"a proof\n"
    assert attached_in(printed(body(kind))[1]).proof is None
    assert verify_voucher(attached_in(made).voucher, KNOWN).ok


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("kind", ["contribution-certificate", "payment-voucher"])
def test_the_code_is_read_and_holds_after_printing_and_scanning(kind: str, dpi: int) -> None:
    _, made, text = printed(body(kind))
    (picture,) = pictures(made, dpi)
    for seed in range(4):
        found = read_from(scanned(picture, seed))
        assert found == text
        assert verify_code(found, KNOWN).ok


def test_a_person_with_many_periods_gets_more_pages_and_one_code() -> None:
    said = body("contribution-certificate")
    periods = said.facts["periods"]
    assert isinstance(periods, list)
    many = msgspec.structs.replace(said, facts={**said.facts, "periods": periods * 60})
    pages = pictures(printed(many)[1], 100)
    assert len(pages) > 2
    assert [bool(read_from(page)) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_few_periods_fit_on_one_page_and_empty_columns_are_left_out() -> None:
    said = body("contribution-certificate")
    row = {"scheme": "resident_medical", "first": "2025-01-01", "last": "2025-12-31"}
    row |= {"payer": None, "monthly_base_fen": None, "amount_fen": 40_000}
    few = msgspec.structs.replace(said, facts={**said.facts, "periods": [row] * 5})
    document = pypdfium2.PdfDocument(printed(few)[1])
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    assert "Monthly base" not in text
    assert "400.00" in text


def test_the_same_voucher_gives_the_same_sheet() -> None:
    said = body("payment-voucher")
    written = msgspec.json.encode(said)
    set_ = sheet(said, check=URL, code=qr_code(address(URL, code(said, written, KEYS))))
    at = datetime.fromisoformat(said.issued_at)
    assert pdf(set_, b"{}", None, at) == pdf(set_, b"{}", None, at)


def test_rare_characters_of_names_are_printed_not_left_empty() -> None:
    said = body("payment-voucher")
    rare = msgspec.structs.replace(
        said, holder=msgspec.structs.replace(said.holder, name="䶮㛃𬱖·古丽")
    )
    document = pypdfium2.PdfDocument(printed(rare)[1])
    assert "䶮㛃𬱖·古丽" in document[0].get_textpage().get_text_range()


def test_a_long_digest_stays_on_the_paper() -> None:
    said = body("payment-voucher")
    long = msgspec.structs.replace(said, facts={**said.facts, "receipt_sha256": "0f" * 32})
    page = pypdfium2.PdfDocument(printed(long)[1])[0]
    text = page.get_textpage()
    rights = [text.get_charbox(at)[2] for at in range(text.count_chars())]
    assert max(rights) < page.get_width() - 50


def test_a_code_says_of_the_holder_what_the_paper_says() -> None:
    said = body("contribution-certificate")
    read = read_code(printed(said)[2])
    assert (read.holder, read.number, read.kind) == (said.holder, said.number, said.kind)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"0" * 5000, b"no"])
def test_a_file_that_holds_no_voucher_is_told_so(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"voucher|PDF"):
        attached_in(content)


def test_a_pdf_without_a_voucher_is_told_so() -> None:
    plain = pypdfium2.PdfDocument.new()
    plain.new_page(100, 100)
    written = io.BytesIO()
    plain.save(written)
    with pytest.raises(ValueError, match="not one voucher"):
        attached_in(written.getvalue())
