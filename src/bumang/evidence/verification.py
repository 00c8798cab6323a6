"""Verify a receipt offline and say in words what it proves."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bumang.evidence import log_proof, merkle, note
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.receipt import FORMAT, Receipt, Written, commitment, content_hash, statement
from bumang.evidence.signing import PublishedKey, verifies
from bumang.kernel import receipt_number
from bumang.kernel.text import Text


class Verification(msgspec.Struct, frozen=True):
    """`ok` when every check held; `words` tell what each proves, the last one what broke."""

    ok: bool
    words: tuple[Text, ...]


def verify(
    document: bytes, keys: Mapping[str, PublishedKey], content: bytes | None = None
) -> Verification:
    """Check a receipt's JSON against published keys and, when given, the content it was given for.

    Never raises: whatever the bytes are, the answer says what they are worth.
    """
    try:
        receipt = msgspec.json.decode(document.strip(), type=Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _broken(_NOT_A_RECEIPT)
    if receipt.format != FORMAT or msgspec.json.encode(receipt) != document.strip():
        return _broken(_NOT_A_RECEIPT)
    for holds, broken in (
        (_number_holds, _NUMBER),
        (_place_holds, _PLACE),
        (lambda r: _signed(r, keys), _SIGNATURE),
        (lambda r: content is None or _content_holds(r, content), _CONTENT),
    ):
        if not holds(receipt):
            return _broken(broken)
    said = [_PROVES.format(number=receipt.number, item=receipt.item, at=receipt.accepted_at)]
    said.append(_CONTENT_PROVED if content is not None else _CONTENT_OPEN)
    return Verification(True, tuple(said))


def verify_in_log(document: bytes, proof: bytes, published: PublishedLogs) -> Verification:
    """Check that a receipt which `verify` found genuine stands in the public log, as seen by witnesses.

    Never raises. `published` must have come by a way that is trusted.
    """
    try:
        receipt = msgspec.json.decode(document.strip(), type=Receipt)
        found = log_proof.read(proof)
        said = found.proves(merkle.leaf_hash(committed(receipt)))
        standing = published.standing(said.origin, found.checkpoint)
    except (msgspec.MsgspecError, note.NotANoteError):
        return _broken(_NO_PROOF)
    place = (published.origin(receipt.batch.log), receipt.seq)
    if not standing.signed or place != (said.origin, found.index):
        return _broken(_NO_PROOF)
    if standing.seen < published.quorum:
        return _broken(_TOO_FEW.format(seen=standing.seen, quorum=published.quorum))
    place_in_log = {"origin": said.origin, "size": said.size, "index": found.index}
    return Verification(True, (_IN_LOG.format(**place_in_log, seen=standing.seen), *standing.also))


def _number_holds(receipt: Receipt) -> bool:
    try:
        return receipt_number.show(receipt_number.read(receipt.number)) == receipt.number
    except ValueError:
        return False


def _place_holds(receipt: Receipt) -> bool:
    """Whether the entry's leaf leads to the batch's root by the proof given."""
    batch = receipt.batch
    try:
        path = [bytes.fromhex(node) for node in receipt.proof]
        place = receipt.seq - batch.first_seq
        hashed = merkle.leaf_hash(committed(receipt))
        found = merkle.root_from_proof(hashed, place, batch.size, path)
    except ValueError:
        return False
    return found.hex() == batch.root and [node.hex() for node in path] == list(receipt.proof)


def committed(receipt: Receipt) -> bytes:
    entry = Written(
        receipt.number, receipt.item, receipt.accepted_at, receipt.salt, receipt.content_sha256
    )
    return commitment(entry, receipt.batch.log, receipt.seq)


def _signed(receipt: Receipt, keys: Mapping[str, PublishedKey]) -> bool:
    """Every signature must hold: a receipt with one false signature is not the one we gave."""
    message = statement(receipt.batch)
    return bool(receipt.signatures) and all(
        entry.algorithm == "Ed25519" and verifies(keys, entry.key_id, message, entry.signature)
        for entry in receipt.signatures
    )


def _content_holds(receipt: Receipt, content: bytes) -> bool:
    try:
        salt = bytes.fromhex(receipt.salt)
    except ValueError:
        return False
    return content_hash(salt, content).hex() == receipt.content_sha256


def _broken(words: Text) -> Verification:
    return Verification(False, (words,))


_NOT_A_RECEIPT = Text(
    zh="这不是一张完整的受理回执：内容缺失或被改动过。请重新下载回执。",
    en="This is not a whole receipt: something is missing or was changed. Download the receipt again.",
)
_NUMBER = Text(
    zh="受理编号的校验位不对，编号被改动过。",
    en="The receipt's number does not fit its check character; it was changed.",
)
_PLACE = Text(
    zh="回执的内容与它所在批次的记录对不上：事项、时间、编号或内容摘要被改动过。",
    en="The receipt does not belong to the batch it names: its item, time, number or hash was changed.",
)
_SIGNATURE = Text(
    zh="签名不成立，或签名的密钥不在公布的密钥之中。这张回执不能证明任何事。",
    en="The signature does not hold, or its key is not among the published ones. The receipt proves nothing.",
)
_CONTENT = Text(
    zh="回执是真的，但所附内容不是当时受理的内容。",
    en="The receipt is genuine, but the content given is not what was accepted.",
)
_PROVES = Text(
    zh="回执是真的。平台于 {at} 受理了事项 {item}，受理编号 {number}。",
    en="The receipt is genuine. The platform accepted {item} at {at} under the number {number}.",
)
_CONTENT_PROVED = Text(
    zh="所附内容正是当时受理的内容，一个字节都没有变。",
    en="The content given is exactly what was accepted, byte for byte.",
)
_CONTENT_OPEN = Text(
    zh="没有给出内容，所以没有核对内容。用 --content 指定当时提交的内容即可核对。",
    en="No content was given, so none was checked. Name what was submitted with --content.",
)
_NO_PROOF = Text(
    zh="这份证明不能说明回执在公开日志里：内容缺失、被改动过，或不是这张回执的证明。",
    en="The proof does not show that the receipt is in the public log: it is not whole, was changed, or is another receipt's.",
)
_TOO_FEW = Text(
    zh="回执在平台签名的公开日志里，但只有 {seen} 个见证人见过，要求 {quorum} 个。过一会儿重新取一次证明。",
    en="The receipt is in the log that the platform signed, but {seen} witnesses saw it where {quorum} are asked for. Fetch the proof again later.",
)
_IN_LOG = Text(
    zh="回执在公开日志 {origin} 的第 {index} 条，日志共 {size} 条，平台的两把密钥都签了名，{seen} 个见证人见过。",
    en="The receipt is entry {index} of the public log {origin} of {size} entries, signed by both keys of the platform and seen by {seen} witnesses.",
)
