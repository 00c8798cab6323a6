"""All of a person's vouchers as one file, with what is needed to check them without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

README = """\
不忙 · 我的电子凭证
==================

这个压缩包里是您的电子凭证，断网也能核验。

  *.pdf                  凭证，可以打印；里面附有签了名的数据
  *.json                 同一张凭证的数据
  *.tlog-proof           它在公开日志里的证明
  keys.json              平台公布的密钥
  logs.json              平台公布的日志、密钥和见证人
  voucher-verifier.html  核验页：用浏览器打开，把 PDF 和 keys.json 一起拖进去

核验只说明凭证签发时的情况。之后有没有更正或停用，凭编号在签发平台查询。
keys.json 要从签发平台取得，才能说明凭证是那个平台签发的。
凭证里有您的姓名和社会保障号码，请只交给需要核验的人。


Bumang · My vouchers
====================

These are your vouchers. They can be checked without a network.

  *.pdf                  a voucher to print; the signed data are inside
  *.json                 the data of the same voucher
  *.tlog-proof           the proof that it stands in the public log
  keys.json              the keys that the platform published
  logs.json              the platform's logs, their keys and witnesses
  voucher-verifier.html  the page that checks: open it in a browser, drag a PDF and keys.json into it

With Bumang installed:  bumang verify FILE.pdf --keys keys.json --logs logs.json

A voucher tells how things stood when it was issued. Whether it was corrected or stopped since is told
by the issuing platform, by its number. Fetch keys.json from the platform itself to know that the
voucher is that platform's. Your name and number are in the vouchers: give them only to whoever has to
check them.
"""


@dataclass(frozen=True)
class Archived:
    """One voucher: its sheet, its data, and its proof where there is one."""

    name: str
    pdf: bytes
    document: bytes
    proof: bytes | None


def archive(vouchers: Sequence[Archived], published: Mapping[str, bytes]) -> bytes:
    """A zip file. `published` are the files that everybody's archive has: keys, logs, the verifier."""
    files = {"README.txt": README.encode(), **published}
    for one in vouchers:
        files |= {f"{one.name}.pdf": one.pdf, f"{one.name}.json": one.document}
        if one.proof is not None:
            files[f"{one.name}.tlog-proof"] = one.proof
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return made.getvalue()
