"""The fields of a form that was sent, however it was written; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from urllib.parse import parse_qs

import msgspec
from multipart import (  # type: ignore[import-untyped] # the library has no types
    MultipartError,
    MultipartParser,
    parse_options_header,
)

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import cookie

_MOST_FIELDS = 1000

Fields = Mapping[str, str]


def fields_of(content_type: str, body: bytes) -> Fields:
    """Name and first value of each field; files are left out. Raises `InvalidInput`."""
    kind, options = parse_options_header(content_type)
    try:
        if kind == "multipart/form-data":
            return _parts(body, options.get("boundary", ""))
        if kind == "application/json":
            return {name: str(value) for name, value in msgspec.json.decode(body).items()}
        found = parse_qs(_text(body), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (MultipartError, msgspec.MsgspecError, AttributeError, ValueError):
        raise InvalidInput(_NOT_A_FORM) from None
    return {name: values[0] for name, values in found.items()}


def named(where: str, fields: Fields, header: Callable[[str, str], str]) -> str:
    """What `field:NAME`, `cookie:NAME` or `header:NAME` points to; empty where it is not there."""
    kind, _, name = where.partition(":")
    if kind == "field":
        return fields.get(name, "").strip()
    if kind == "cookie":
        return cookie(header("cookie", ""), name)
    return header(name.lower(), "").strip()


def missing(name: str) -> Problem:
    return _MISSING.at(name)


def _parts(body: bytes, boundary: str) -> Fields:
    parser = MultipartParser(BytesIO(body), boundary, part_limit=_MOST_FIELDS)
    return {str(part.name): str(part.value) for part in reversed(list(parser)) if not part.filename}


def _text(body: bytes) -> str:
    """Old pages are often written in GBK; which it was, the old system finds out as always."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


_NOT_A_FORM = Problem(
    "NOT_A_FORM",
    Text("提交的内容读不出来。", "What was sent cannot be read as a form."),
    Text(
        "可能在传输中损坏了，没有受理。",
        "It may have been damaged on the way; nothing was accepted.",
    ),
    Text("请退回上一页再提交一次。", "Go back to the page before and send it again."),
)
_MISSING = Problem(
    "FIELD_IS_EMPTY",
    Text("有一项必填的内容没有填。", "Something that is needed was left empty."),
    Text("没有它，办理系统不能办。", "The system behind cannot do it without."),
    Text("请退回上一页补填后再提交。", "Go back to the page before, fill it in and send it again."),
)
