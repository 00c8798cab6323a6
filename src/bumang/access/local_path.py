"""Where to go after signing in: a page of ours, or the start page."""

from __future__ import annotations

from urllib.parse import urlsplit

_LONGEST = 2_000


def local_path(text: str) -> str:
    """`text` when it is a path on this site, else `/`.

    Browsers read `\\` as `/` and drop tabs and line breaks, so `/\\evil.example` and `/\t/evil.example`
    lead elsewhere; whatever is not plainly a local path is not followed.
    """
    plain = text.isascii() and text.isprintable() and "\\" not in text and " " not in text
    if not plain or len(text) > _LONGEST or not text.startswith("/") or text.startswith("//"):
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    # Signing in leads to a page, not to signing in.
    ours = not (parts.scheme or parts.netloc) and not parts.path.startswith("/sign-")
    return text if ours else "/"
