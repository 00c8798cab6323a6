"""Statements with their proofs in one file, and what they prove: checked offline, told in words.

`{"format": "bumang-statements-1", "statements": [{"statement": …, "proof": …}]}`: both as text, the
statement as `evidence.statement` writes it, the proof as C2SP's tlog-proof.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bumang.evidence import log_proof, merkle
from bumang.evidence.note import NotANoteError
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.statement import FORMAT, LOG, Document, Statement, commitment
from bumang.evidence.verification import Verification
from bumang.kernel.text import Text

FILE_FORMAT = "bumang-statements-1"


class Proved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    statement: str
    proof: str


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    statements: tuple[Proved, ...]


def write(proved: Sequence[tuple[bytes, str]]) -> bytes:
    """The file of some statements, each its document and its proof."""
    both = tuple(Proved(document.decode(), proof) for document, proof in proved)
    return msgspec.json.encode(File(FILE_FORMAT, both))


def is_file(document: bytes) -> bool:
    """Whether it says of itself to be such a file; what it is worth is another question."""
    return document.lstrip().startswith(f'{{"format":"{FILE_FORMAT}"'.encode())


def verify(document: bytes, published: PublishedLogs) -> list[Verification]:
    """What each statement of the file proves. Never raises.

    `published` must have come by a way that is trusted.
    """
    try:
        found = msgspec.json.decode(document.strip(), type=File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return [_broken(_NOT_A_FILE)]
    same = msgspec.json.encode(found) == document.strip()
    if found.format != FILE_FORMAT or not found.statements or not same:
        return [_broken(_NOT_A_FILE)]
    return [_verified(one, published) for one in found.statements]


def _verified(proved: Proved, published: PublishedLogs) -> Verification:
    try:
        document = msgspec.json.decode(proved.statement, type=Document)
        if document.format != FORMAT or msgspec.json.encode(document).decode() != proved.statement:
            return _broken(_NOT_A_STATEMENT)
        proof = log_proof.read(proved.proof.encode())
        said = proof.proves(merkle.leaf_hash(_commitment(document)))
        standing = published.standing(said.origin, proof.checkpoint)
    except (msgspec.MsgspecError, NotANoteError, ValueError, RecursionError):
        return _broken(_NOT_A_STATEMENT)
    if not standing.signed or said.origin != published.origin(LOG):
        return _broken(_NOT_A_STATEMENT)
    if standing.seen < published.quorum:
        return _broken(_TOO_FEW.format(seen=standing.seen, quorum=published.quorum))
    place = {"origin": said.origin, "size": said.size, "index": proof.index}
    words = (_genuine(document), *standing.also, _IN_LOG.format(**place, seen=standing.seen))
    return Verification(True, (*words, Text(document.body, document.body)))


def _commitment(document: Document) -> bytes:
    """Raises `ValueError` when the salt is not written as it must be."""
    salt = bytes.fromhex(document.salt)
    if salt.hex() != document.salt or len(salt) != 16:
        raise ValueError("not a salt")
    said = Statement(document.kind, document.subject, document.body.encode())
    return commitment(said, document.made_at, salt)


def _genuine(document: Document) -> Text:
    kind = _KIND.get(document.kind, _OTHER)
    return Text(
        f"存证是真的：{kind.zh}（{document.subject}），作出于 {document.made_at}。",
        f"The statement is genuine: {kind.en} ({document.subject}), made at {document.made_at}.",
    )


def _broken(words: Text) -> Verification:
    return Verification(False, (words,))


_KIND = {
    "decision": Text("办理结果", "a decision"),
    "row": Text("文件中一行的办理结果", "the decision on a row of a file"),
    "payment": Text("款项记账", "a payment"),
    "voucher": Text("电子凭证", "a voucher"),
    "order": Text("操作员的调整", "an operator's order"),
    "opening": Text("预告开放", "an opening"),
    "erasure": Text("依法删除", "a deletion as the law demands"),
}
_OTHER = Text("存证", "a statement")
_NOT_A_FILE = Text(
    "这不是一份完整的存证文件：内容缺失或被改动过。请重新下载。",
    "This is not a whole file of statements: something is missing or was changed. Download it again.",
)
_NOT_A_STATEMENT = Text(
    "这份存证不能证明：内容或证明缺失、被改动过，或不在平台签名的公开日志里。",
    "The statement proves nothing: it or its proof is not whole, was changed, or is not in the log that the platform signed.",
)
_TOO_FEW = Text(
    "存证在平台签名的公开日志里，但只有 {seen} 个见证人见过，要求 {quorum} 个。过一会儿重新下载。",
    "The statement is in the log that the platform signed, but {seen} witnesses saw it where {quorum} are asked for. Download it again later.",
)
_IN_LOG = Text(
    "它在公开日志 {origin} 的第 {index} 条，日志共 {size} 条，平台的两把密钥都签了名，{seen} 个见证人见过。内容如下：",
    "It is entry {index} of the public log {origin} of {size} entries, signed by both keys of the platform and seen by {seen} witnesses. It says:",
)
