"""The voucher inside a PDF file, where it lies as an attachment, with the log's proof beside it."""

from __future__ import annotations

from io import BytesIO

import msgspec

VOUCHER, PROOF = "voucher.json", "voucher.tlog-proof"
_PDF = b"%PDF-"
_LARGEST = 4 * 1024 * 1024


class Attached(msgspec.Struct, frozen=True):
    """Byte for byte as attached; `proof` where the sheet was made after the log had grown over it."""

    voucher: bytes
    proof: bytes | None = None


def is_pdf(content: bytes) -> bool:
    return content.startswith(_PDF)


def attached_in(content: bytes) -> Attached:
    """What a PDF has attached. Raises `ValueError` where there is not one voucher."""
    from pypdf import PdfReader  # noqa: PLC0415 - only who opens a PDF pays for it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    if len(content) > _LARGEST:
        raise ValueError("too large for a voucher")
    try:
        attachments = PdfReader(BytesIO(content)).attachments
        vouchers, proofs = attachments.get(VOUCHER, []), attachments.get(PROOF, [])
    except (PyPdfError, ArithmeticError, AttributeError, LookupError, OSError) as error:
        raise ValueError("not a PDF that can be read") from error
    except (TypeError, ValueError, RecursionError, AssertionError, NotImplementedError) as error:
        raise ValueError("not a PDF that can be read") from error
    if len(vouchers) != 1:
        raise ValueError("there is not one voucher inside")
    return Attached(bytes(vouchers[0]), bytes(proofs[0]) if len(proofs) == 1 else None)
