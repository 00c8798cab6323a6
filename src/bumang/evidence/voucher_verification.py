"""Verify a voucher offline, whole or by its printed code, and say in words what it proves."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping

from bumang.evidence import log_proof, merkle, note
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.signing import PublishedKey
from bumang.evidence.statement import LOG, Statement, commitment
from bumang.evidence.verification import Verification
from bumang.evidence.voucher import Body, Voucher, message, read
from bumang.evidence.voucher_code import Code, read_code
from bumang.evidence.voucher_code import message as code_message
from bumang.evidence.voucher_keys import ED25519, ML_DSA_65, signed_by
from bumang.evidence.voucher_words import (
    OPEN_END,
    TABLES,
    kind_words,
    name_words,
    told,
    value_words,
)
from bumang.kernel import receipt_number
from bumang.kernel.text import Text

KIND = "voucher"
"""The kind of a voucher's statement in the public log; its subject is the number."""
_CODE_TEXT = re.compile(rb"([!-~]+#)?[A-Z2-7]{100,4000}")


def verify_voucher(written: bytes, keys: Mapping[str, PublishedKey]) -> Verification:
    """Check a voucher's JSON against published keys. Never raises."""
    try:
        voucher, body = read(written.strip())
    except ValueError:
        return _broken(_NOT_A_VOUCHER)
    if not _number_holds(body.number):
        return _broken(_NUMBER)
    if not _signed(voucher, keys):
        return _broken(_SIGNATURE)
    facts = [line for name, value in body.facts.items() for line in told(name, value)]
    return Verification(True, (_genuine(body), _holder(body), *facts, _COMPARE, _MOMENT))


def is_voucher(content: bytes) -> bool:
    """Whether it looks like a voucher's JSON; whether it is one, `verify_voucher` tells."""
    return content.lstrip().startswith(b'{"format":"bumang-voucher-')


def is_code(content: bytes) -> bool:
    """Whether it looks like the text of a voucher's QR code."""
    return _CODE_TEXT.fullmatch(content.strip()) is not None


def verify_code(text: str, keys: Mapping[str, PublishedKey]) -> Verification:
    """Check what a scanned code holds. Never raises."""
    try:
        code = read_code(text)
    except ValueError:
        return _broken(_NOT_A_CODE)
    if not _number_holds(code.number):
        return _broken(_NUMBER)
    if not signed_by(keys, code.key_id, ED25519, code_message(code.signed), code.signature):
        return _broken(_CODE_SIGNATURE)
    return Verification(
        True, (_genuine(code), _holder(code), *_code_facts(code), _SHORT, _COMPARE, _MOMENT)
    )


def verify_voucher_in_log(written: bytes, proof: bytes, published: PublishedLogs) -> Verification:
    """Check that a voucher which `verify_voucher` found genuine stands in the public log.

    Never raises. `published` must have come by a way that is trusted.
    """
    try:
        found = log_proof.read(proof)
        said = found.proves(merkle.leaf_hash(_commitment(*read(written.strip()))))
        standing = published.standing(said.origin, found.checkpoint)
    except (ValueError, note.NotANoteError):
        return _broken(_NO_PROOF)
    if not standing.signed or said.origin != f"{published.name}/log/{LOG}":
        return _broken(_NO_PROOF)
    if standing.seen < published.quorum:
        return _broken(_TOO_FEW.format(seen=standing.seen, quorum=published.quorum))
    place = {"origin": said.origin, "size": said.size, "index": found.index}
    return Verification(True, (_IN_LOG.format(**place, seen=standing.seen), *standing.also))


def _commitment(voucher: Voucher, body: Body) -> bytes:
    """Raises `ValueError` where the salt is not hex."""
    stated = Statement(KIND, body.number, voucher.body.encode())
    return commitment(stated, voucher.leaf.made_at, bytes.fromhex(voucher.leaf.salt))


def _number_holds(number: str) -> bool:
    try:
        return receipt_number.show(receipt_number.read(number)) == number
    except ValueError:
        return False


def _signed(voucher: Voucher, keys: Mapping[str, PublishedKey]) -> bool:
    """Both signatures must be there, in order, and hold."""
    signed = message(voucher.body.encode(), voucher.leaf)
    algorithms = [one.algorithm for one in voucher.signatures]
    return algorithms == [ED25519, ML_DSA_65] and all(
        _raw(one.signature) is not None
        and signed_by(keys, one.key_id, one.algorithm, signed, b64decode(one.signature))
        for one in voucher.signatures
    )


def _raw(signature: str) -> bytes | None:
    """Base64 in its one writing."""
    try:
        raw = b64decode(signature, validate=True)
    except ValueError:
        return None
    return raw if b64encode(raw).decode() == signature else None


def _genuine(said: Body | Code) -> Text:
    kind = kind_words(said.kind)
    return Text(
        f"凭证是真的。{kind.zh}，编号 {said.number}，签发时间 {said.issued_at}。",
        f"The voucher is genuine. {kind.en}, number {said.number}, issued at {said.issued_at}.",
    )


def _holder(said: Body | Code) -> Text:
    holder = said.holder
    return Text(
        f"姓名：{holder.name}，社会保障号码：{holder.identity}",
        f"Name: {holder.name}, social security number: {holder.identity}",
    )


def _code_facts(code: Code) -> list[Text]:
    found = []
    for name, value in code.facts:
        named, parts = name_words(name), value.split("/") if name in TABLES else [value]
        said = [_code_value(name, part) for part in parts]
        zh, en = "，".join(one.zh for one in said), ", ".join(one.en for one in said)
        found.append(Text(f"{named.zh}：{zh}", f"{named.en}: {en}"))
    return found


def _code_value(name: str, part: str) -> Text:
    is_amount = name.endswith("_fen") and part.isascii() and part.isdecimal() and len(part) < 16
    if not part and name in TABLES:
        return OPEN_END  # of what a code's rows hold, only an end may be open
    return value_words(name, int(part) if is_amount else part or None)


def _broken(words: Text) -> Verification:
    return Verification(False, (words,))


_NOT_A_VOUCHER = Text(
    zh="这不是一张完整的电子凭证：内容缺失或被改动过。请向持证人要原来的文件。",
    en="This is not a whole voucher: something is missing or was changed. Ask its holder for the file as issued.",
)
_NOT_A_CODE = Text(
    zh="这不是电子凭证上的二维码，或者没有扫完整。请把纸面放平，重新扫一次。",
    en="This is not a voucher's code, or it was not read whole. Lay the paper flat and scan it again.",
)
_NUMBER = Text(
    zh="凭证编号的校验位不对，编号被改动过。",
    en="The voucher's number does not fit its check character; it was changed.",
)
_SIGNATURE = Text(
    zh="签名不成立，或签名的密钥不在公布的密钥之中。这张凭证不能证明任何事。",
    en="A signature does not hold, or its key is not among the published ones. The voucher proves nothing.",
)
_CODE_SIGNATURE = Text(
    zh="二维码里的签名不成立，或签名的密钥不在公布的密钥之中。它不能证明任何事。",
    en="The signature in the code does not hold, or its key is not among the published ones. It proves nothing.",
)
_SHORT = Text(
    zh="二维码里只有要点和 Ed25519 签名；全部内容和 ML-DSA-65 签名在 PDF 文件里。",
    en="The code holds the main points, signed by Ed25519 alone; all of it, signed by ML-DSA-65 too, is in the PDF file.",
)
_COMPARE = Text(
    zh="以这里列出的为准：请与纸面或屏幕上的文字逐项核对，并核对持证人的身份证件。",
    en="What counts is what is listed here: compare it with the paper or the screen, and with the holder's identity card.",
)
_MOMENT = Text(
    zh="凭证说明的是签发时的情况。之后有没有更正或停用，凭编号在签发平台的“凭证核验”页查询。",
    en="A voucher tells how things stood when it was issued. Whether it was corrected or stopped since is told, by its number, on the issuer's page for checking vouchers.",
)
_NO_PROOF = Text(
    zh="这份证明不能说明凭证在公开日志里：内容缺失、被改动过，或不是这张凭证的证明。",
    en="The proof does not show that the voucher is in the public log: it is not whole, was changed, or is another voucher's.",
)
_TOO_FEW = Text(
    zh="凭证在平台签名的公开日志里，但只有 {seen} 个见证人见过，要求 {quorum} 个。过一会儿重新取一次证明。",
    en="The voucher is in the log that the platform signed, but {seen} witnesses saw it where {quorum} are asked for. Fetch the proof again later.",
)
_IN_LOG = Text(
    zh="凭证在公开日志 {origin} 的第 {index} 条，日志共 {size} 条，平台的两把密钥都签了名，{seen} 个见证人见过。",
    en="The voucher is entry {index} of the public log {origin} of {size} entries, signed by both keys of the platform and seen by {seen} witnesses.",
)
