"""`bumang verify`: a receipt, a voucher, statements, proofs, or a copy of a public log, told in words."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from bumang.cli.demo_witnesses import DEMO_WITNESSES
from bumang.evidence import stated
from bumang.evidence.log_copy import ReadFile, verify_copy
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.sd_jwt_verification import is_presented, verify_presented
from bumang.evidence.signing import PublishedKey, PublishedKeys, published_keys
from bumang.evidence.verification import Verification, verify_in_log
from bumang.evidence.verification import verify as verify_receipt
from bumang.evidence.voucher_file import attached_in, is_pdf
from bumang.evidence.voucher_verification import (
    is_code,
    is_voucher,
    verify_code,
    verify_voucher,
    verify_voucher_in_log,
)
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Text
from bumang.runtime.settings import from_environment


@click.command()
@click.argument("file", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--keys", type=click.File("rb"), help="Published keys; default: the data folder's.")
@click.option("--content", type=click.File("rb"), help="What was submitted, to be checked too.")
@click.option("--proof", type=click.File("rb"), help="Its proof, to be checked too.")
@click.option("--logs", type=click.File("rb"), help="Published logs; default: the data folder's.")
@click.pass_obj
def verify(
    data: Path,
    file: Path,
    keys: BinaryIO | None,
    content: BinaryIO | None,
    proof: BinaryIO | None,
    logs: BinaryIO | None,
) -> None:
    """Check the receipt or voucher in FILE offline and say what it proves, in both languages.

    A voucher is a PDF as issued, its `voucher.json`, or a file with the text of its QR code. FILE may
    be what a person showed of their insurance (SD-JWT). It may
    be one of statements (a decision, payments) with their proofs in it. A folder for FILE is a copy
    of a public log: `checkpoint` and `tile`, checked whole. Exit code 1 when it proves nothing.
    """
    if file.is_dir():
        found = [verify_copy(_reader(file), _logs(data, logs))]
    else:
        document = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        found = _document(data, document, keys, content, proof, logs)
    for words in (words for one in found for words in one.words):
        print("\n".join(dict.fromkeys((words.zh, words.en))))
    sys.exit(0 if all(one.ok for one in found) else 1)


def _document(
    data: Path,
    document: bytes,
    keys: BinaryIO | None,
    content: BinaryIO | None,
    proof: BinaryIO | None,
    logs: BinaryIO | None,
) -> list[Verification]:
    if stated.is_file(document):
        return stated.verify(document, _logs(data, logs))
    known = {key.key_id: key for key in _keys(data, keys).keys}
    given = proof.read() if proof else None
    if is_presented(document):
        return [verify_presented(document.decode(), known, datetime.now(CHINA))]
    if is_code(document):
        return [verify_code(document.decode(), known)]
    if is_pdf(document) or is_voucher(document):
        return _voucher(data, document, known, given, logs)
    found = [verify_receipt(document, known, content.read() if content else None)]
    if given is not None and found[0].ok:
        found.append(verify_in_log(document, given, _logs(data, logs)))
    return found


def _voucher(
    data: Path,
    document: bytes,
    known: Mapping[str, PublishedKey],
    proof: bytes | None,
    logs: BinaryIO | None,
) -> list[Verification]:
    """The proof that a PDF has attached is checked where the logs are given or known here."""
    if is_pdf(document):
        try:
            attached = attached_in(document)
        except ValueError:
            return [Verification(False, (_NO_VOUCHER_INSIDE,))]
        document, proof = attached.voucher, proof or attached.proof
    found = [verify_voucher(document, known)]
    if proof is not None and found[0].ok:
        found.append(verify_voucher_in_log(document, proof, _logs(data, logs)))
    return found


def _reader(folder: Path) -> ReadFile:
    def read(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError:
            raise FileNotFoundError(path) from None

    return read


def _keys(data: Path, file: BinaryIO | None) -> PublishedKeys:
    if file is None:
        return published_keys(from_environment(data).keys)
    try:
        return msgspec.json.decode(file.read(), type=PublishedKeys)
    except msgspec.MsgspecError:
        raise click.ClickException(
            "the file of keys is not one: fetch it from /.well-known/bumang-keys.json"
        ) from None


def _logs(data: Path, file: BinaryIO | None) -> PublishedLogs:
    from bumang.main import logs_of

    if file is None:
        settings, demo = from_environment(data), data / DEMO_WITNESSES
        if not settings.witnesses and demo.exists():
            settings = replace(settings, witnesses=str(demo))
        return logs_of(settings)
    try:
        return msgspec.json.decode(file.read(), type=PublishedLogs)
    except msgspec.MsgspecError:
        raise click.ClickException(
            "the file of logs is not one: fetch it from /.well-known/bumang-logs.json"
        ) from None


_NO_VOUCHER_INSIDE = Text(
    "这个 PDF 里没有附着的凭证：可能是打印成的 PDF 或扫描件。请用签发时下载的文件，或扫纸面上的二维码核验。",
    "This PDF has no voucher attached: it may be a print or a scan. Use the file as downloaded, or check the printed code.",
)
