"""Every route that programs use, by method and path; `{name}` stands for one segment,
`{path}` for all that follow.
"""

from __future__ import annotations

ROUTES: tuple[tuple[str, str], ...] = (
    ("GET", "/api/v1/items"),
    ("GET", "/api/v1/items/{code}"),
    ("POST", "/api/v1/items/{code}/submissions"),
    ("POST", "/api/v1/items/{code}/answers"),
    ("GET", "/api/v1/items/{code}/template.csv"),
    ("GET", "/api/v1/items/{code}/template.xlsx"),
    ("GET", "/api/v1/rules"),
    ("POST", "/api/v1/rules"),
    ("POST", "/api/v1/rules/{kind}"),
    ("GET", "/api/v1/receipts/{number}"),
    ("GET", "/api/v1/receipts/{number}/document"),
    ("GET", "/api/v1/receipts/{number}/rows"),
    ("GET", "/api/v1/receipts/{number}/rows.csv"),
    ("GET", "/api/v1/receipts/{number}/rows.xlsx"),
    ("GET", "/api/v1/gate"),
    ("GET", "/api/v1/gate/orders"),
    ("POST", "/api/v1/gate/orders"),
    ("POST", "/api/v1/gate/orders/{number}/reversal"),
    ("GET", "/api/v1/receipts/{number}/proof"),
    ("GET", "/api/v1/receipts/{number}/statements"),
    ("POST", "/api/v1/gate/openings"),
    ("POST", "/api/v1/gate/openings/{number}/seed"),
    ("POST", "/api/v1/gate/openings/{number}/withdrawal"),
    ("POST", "/api/v1/codes/looks"),
    ("GET", "/.well-known/bumang-codes.json"),
    ("GET", "/api/v1/vouchers"),
    ("POST", "/api/v1/vouchers"),
    ("POST", "/api/v1/vouchers/disclosures"),
    ("GET", "/api/v1/vouchers/archive.zip"),
    ("GET", "/api/v1/vouchers/{number}"),
    ("GET", "/api/v1/vouchers/{number}/sheet.pdf"),
    ("GET", "/api/v1/vouchers/{number}/proof"),
    ("GET", "/api/v1/vouchers/{number}/status"),
    ("POST", "/api/v1/vouchers/{number}/withdrawal"),
    ("POST", "/oauth/token"),
    ("GET", "/.well-known/bumang-keys.json"),
    ("GET", "/.well-known/jwt-vc-issuer"),
    ("GET", "/.well-known/bumang-logs.json"),
    ("GET", "/.well-known/bumang-rush"),
    ("GET", "/log/verifier.html"),
    ("GET", "/log/{log}/checkpoint"),
    ("GET", "/log/{log}/tile/{path}"),
    ("GET", "/openapi.json"),
    ("GET", "/metrics"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
)


def route_of(method: str, path: str) -> str:
    """The route's template, which names nobody; `page` for what programs do not ask for."""
    segments = path.strip("/").split("/")
    for known, template in ROUTES:
        if known == method and _fits(template, segments):
            return f"{method} {template}"
    return "page"


def methods_at(path: str) -> list[str]:
    """The methods that a path has; none when there is nothing at it."""
    segments = path.strip("/").split("/")
    return [method for method, template in ROUTES if _fits(template, segments)]


def _fits(template: str, segments: list[str]) -> bool:
    parts = template.strip("/").split("/")
    if parts[-1] == "{path}" and len(segments) > len(parts):
        segments = segments[: len(parts)]
    return len(parts) == len(segments) and all(
        part.startswith("{") or part == segment
        for part, segment in zip(parts, segments, strict=True)
    )
