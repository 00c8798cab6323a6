"""What a person typed into a form that cannot be taken now."""

from __future__ import annotations

from urllib.parse import parse_qsl

from bumang.gate.plain_page import Fields
from bumang.kernel.problems import InvalidInput
from bumang.runtime.http import Request

_LARGEST = 64 * 1024
_FORM, _WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"


async def typed_in(request: Request) -> Fields | None:
    """The fields of a form that was sent; `None` for what a page cannot hold (a file)."""
    if _kind(request) != _FORM:
        return None
    try:
        body = await request.body(_LARGEST)
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000)
    except (InvalidInput, ValueError):
        return None


def is_a_form(request: Request) -> bool:
    """Whether a person sent it from a page."""
    return _kind(request) in {_FORM, _WITH_FILES}


def _kind(request: Request) -> str:
    return request.headers.get("content-type").partition(";")[0].strip().lower()
