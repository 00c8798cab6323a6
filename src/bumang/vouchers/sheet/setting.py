"""Setting a sheet with Typst: the same voucher always gives the same bytes.

The font is Noto Sans CJK (SIL Open Font License 1.1), from the package that carries it; what a sheet
uses of it is embedded.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from importlib import resources
from io import BytesIO

import segno
import typst

from bumang.evidence.voucher_file import PROOF, VOUCHER
from bumang.vouchers.sheet.words import Sheet, plain

_QUIET_ZONE = 4


def qr_code(text: str) -> str:
    """As SVG. The address in bytes, the code behind `#` in the alphanumeric mode it is made for."""
    before, mark, code = text.partition("#")
    segments = [(before + mark, None), (code, None)]  # the library finds the mode of each
    made = segno.make(segments, error="m", micro=False)  # type: ignore[arg-type]
    written = BytesIO()
    made.save(written, kind="svg", border=_QUIET_ZONE, xmldecl=False, svgns=True)
    return written.getvalue().decode()


def pdf(sheet: Sheet, voucher: bytes, proof: bytes | None, issued_at: datetime) -> bytes:
    """The sheet as PDF/A-3a, with the voucher's JSON attached, and the log's proof where it is there."""
    inputs = {
        "sheet": json.dumps(plain(sheet), ensure_ascii=False),
        "voucher": voucher.decode(),
        "voucher_name": VOUCHER,
        "proof": proof.decode() if proof else "",
        "proof_name": PROOF,
    }
    made = _compiler().compile(
        input=_template(),
        format="pdf",
        pdf_standards=["a-3a"],
        sys_inputs=inputs,
        timestamp=int(issued_at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    font = resources.files("manimgx_fonts_cjk")
    return typst.Compiler(font_paths=[str(font)], ignore_system_fonts=True)


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("sheet.typ").read_bytes()
