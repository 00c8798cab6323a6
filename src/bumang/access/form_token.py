"""Form tokens against forged requests (CSRF): only a page of ours, given to this browser, has one.

Bound to the visitor's mark, so that a token got on another device or before signing in is worth
nothing. Each page's token looks different (a random part is mixed in), so that a compressed page
does not give it away.
"""

from __future__ import annotations

import hmac
from secrets import token_hex

FIELD = "csrf_token"
_SAME = {"same-origin", "none"}


def form_token(key: bytes, mark: str) -> str:
    salt = token_hex(8)
    return f"{salt}.{_code(key, salt, mark)}"


def token_holds(key: bytes, mark: str, token: str) -> bool:
    salt, _, code = token.partition(".")
    # Compared as bytes: what was sent may be any text.
    return hmac.compare_digest(code.encode(), _code(key, salt, mark).encode())


def from_our_pages(origin: str, fetch_site: str, host: str, our_url: str) -> bool:
    """Whether the browser's own account of where a form was sent from allows it to be ours.

    `origin` and `fetch_site` are the header fields `Origin` and `Sec-Fetch-Site`, empty where the
    browser does not send them; `host` is the one it believes it talks to.
    """
    if fetch_site and fetch_site not in _SAME:
        return False
    if not origin:
        return True
    return origin == our_url or (bool(host) and origin.partition("://")[2] == host)


def _code(key: bytes, salt: str, mark: str) -> str:
    return hmac.digest(key, f"{salt}\n{mark}".encode(), "sha256").hex()
