"""What an operator declares of the old system: the sections and keys of `shield.toml`.

Every field's meaning is said here; the reference page is made from it.
"""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from bumang.shield.measures import Pattern, Seconds, Size


class Upstream(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The old system."""

    url: Annotated[
        str, Meta(description="Its address: scheme, host and port. `--upstream` says it too.")
    ] = ""
    host: Annotated[
        Literal["keep", "upstream"],
        Meta(
            description="The `Host` it is asked with: the one the visitor used, or its own address."
        ),
    ] = "keep"
    connect: Annotated[
        Seconds, Meta(description="How long connecting may take; then it counts as down.")
    ] = Seconds(3)
    answer: Annotated[
        Seconds,
        Meta(description="How long it may think, until its status and headers are there."),
    ] = Seconds(30)
    pause: Annotated[
        Seconds, Meta(description="The longest pause between two parts of a body, either way.")
    ] = Seconds(60)

    def __post_init__(self) -> None:
        if not self.url:
            return
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"url must be like http://10.0.0.5:8080, not {self.url!r}")
        if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
            raise ValueError("url must end after the port: paths pass as they are")


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much comes in at a time."""

    start: Annotated[
        int, Meta(ge=1, le=1000, description="Requests at once to begin with; it finds itself.")
    ] = 8
    least: Annotated[int, Meta(ge=1, le=1000, description="Never fewer at once.")] = 2
    most: Annotated[int, Meta(ge=1, le=1000, description="Never more at once.")] = 256
    streams: Annotated[
        int,
        Meta(
            ge=1,
            le=100_000,
            description="Long answers (event streams, downloads, websockets) open at once.",
        ),
    ] = 500
    connections: Annotated[
        int, Meta(ge=1, le=100_000, description="Visitors' connections open at once.")
    ] = 10_000
    upload: Annotated[Size, Meta(description="The largest body that is passed on.")] = Size(
        100 * 1024**2
    )
    headers: Annotated[Size, Meta(description="The longest line of a request's head.")] = Size(
        16 * 1024
    )

    def __post_init__(self) -> None:
        if not self.least <= self.start <= self.most:
            raise ValueError("start must lie between least and most")


class Breaking(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the old system counts as down."""

    failures: Annotated[
        int, Meta(ge=1, le=1000, description="So many failures one after the other open it.")
    ] = 5
    pause: Annotated[
        Seconds, Meta(description="So long nothing is sent; doubled after each failed probe.")
    ] = Seconds(2)
    longest: Annotated[Seconds, Meta(description="The pause grows up to this.")] = Seconds(30)


class Match(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer fits when everything that is said here does."""

    status: Annotated[tuple[int, ...], Meta(description="One of these status codes.")] = ()
    text: Annotated[
        Pattern | None, Meta(description="This regular expression is found in the body.")
    ] = None
    location: Annotated[
        Pattern | None, Meta(description="This regular expression is found in `Location`.")
    ] = None

    def __post_init__(self) -> None:
        if not self.status and self.text is None and self.location is None:
            raise ValueError("must say at least one of status, text, location")


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to find out what became of a form whose answer was never heard."""

    path: Annotated[
        str,
        Meta(
            description="Asked by GET; `{key}`, `{person}` and `{receipt}` stand for the form's key, "
            "its person and the receipt number."
        ),
    ]
    done: Annotated[Match, Meta(description="What its answer shows when it was done.")]
    settle: Annotated[
        Seconds,
        Meta(description="Asked only so long after sending: by then the old system has finished."),
    ] = Seconds(60)


class Store(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form that is accepted with a receipt, and delivered at the pace the old system stands."""

    person: Annotated[
        str,
        Meta(description="Whose it is, for the order: `field:NAME`, `cookie:NAME`, `header:NAME`."),
    ]
    done: Annotated[Match, Meta(description="What the old system answers when it is done.")]
    retry: Annotated[
        Match, Meta(description="What it answers when it did nothing and may be asked again.")
    ] = Match(status=(429, 503))
    unknown: Annotated[
        Literal["ask", "retry", "person"],
        Meta(
            description="Its answer was never heard, or was a 5xx: ask it, send again (only where it "
            "knows `Idempotency-Key`), or leave it to a person."
        ),
    ] = "person"
    ask: Annotated[Ask | None, Meta(description='Needed for `unknown = "ask"`.')] = None
    twice: Annotated[
        str,
        Meta(
            description="What tells the same form sent twice: `field:NAME` (a hidden key) or `body`."
        ),
    ] = "body"
    window: Annotated[
        Seconds, Meta(description='With `twice = "body"`: the same body within this is the same.')
    ] = Seconds(600)
    require: Annotated[
        tuple[str, ...], Meta(description="Fields that must not be empty; told at once.")
    ] = ()
    headers: Annotated[
        tuple[str, ...],
        Meta(
            description="Headers kept for the delivery, such as `cookie`. They are stored: name only "
            "what the old system needs."
        ),
    ] = ()
    size: Annotated[Size, Meta(description="The largest form.")] = Size(1024**2)
    attempts: Annotated[
        int, Meta(ge=1, le=1000, description="After so many sendings it is left to a person.")
    ] = 8
    back_off: Annotated[
        Seconds, Meta(description="Before the second sending; doubled each time, up to 10 minutes.")
    ] = Seconds(2)

    def __post_init__(self) -> None:
        if self.person.partition(":")[0] not in {"field", "cookie", "header"}:
            raise ValueError('person must be "field:NAME", "cookie:NAME" or "header:NAME"')
        if self.twice != "body" and not self.twice.startswith("field:"):
            raise ValueError('twice must be "body" or "field:NAME"')
        if (self.unknown == "ask") != (self.ask is not None):
            raise ValueError('unknown = "ask" and a table ask = { path, done } belong together')
        if self.size > 20 * 1024**2:
            raise ValueError("size is at most 20MB: larger forms are passed on, not stored")


class Route(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first route that fits a request decides; without one it is a page that may have to wait."""

    path: Annotated[
        str, Meta(description="Such as `/apply`, `/static/*` (also below), `/cases/*/print`.")
    ]
    methods: Annotated[tuple[str, ...], Meta(description="Empty: every method.")] = ()
    wait: Annotated[
        bool,
        Meta(description="`false`: never a place in line; pictures, styles and scripts, say."),
    ] = True
    urgent: Annotated[
        bool,
        Meta(
            description="`true`: a livelihood or a deadline. Called first, by a line of its own, with "
            "up to a fifth of the slots while others wait too."
        ),
    ] = False
    cache: Annotated[
        Seconds | None,
        Meta(
            description="Kept so long for everyone. It is asked for without cookies, so that it can "
            "be nobody's own."
        ),
    ] = None
    stale_if_error: Annotated[
        Seconds, Meta(description="Shown so much longer while the old system fails.")
    ] = Seconds(0)
    store: Annotated[Store | None, Meta(description="Accepted and delivered later.")] = None

    def __post_init__(self) -> None:
        if not self.path.startswith("/"):
            raise ValueError("path must begin with /")
        if any(method != method.upper() for method in self.methods):
            raise ValueError('methods are written in capitals, such as "POST"')
        if self.cache is not None and self.store is not None:
            raise ValueError("a route is cached or stored, not both")
        if self.store is not None and self.urgent:
            raise ValueError("a stored route is accepted at once: it needs no urgent line")
        if self.store is not None and set(self.methods) - {"POST", "PUT", "PATCH"}:
            raise ValueError('a stored route\'s methods are of "POST", "PUT", "PATCH"')


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of `shield.toml`."""

    upstream: Upstream = Upstream()
    limits: Limits = Limits()
    breaker: Breaking = Breaking()
    prefix: Annotated[
        str, Meta(description="Below it are our own addresses; the rest is the old system's.")
    ] = "/.bumang"
    trusted: Annotated[
        tuple[str, ...],
        Meta(description="Networks of proxies before us whose `X-Forwarded-*` are believed."),
    ] = ()
    route: tuple[Route, ...] = ()

    def __post_init__(self) -> None:
        if not self.prefix.startswith("/") or self.prefix.endswith("/") or len(self.prefix) < 2:
            raise ValueError('prefix must be like "/.bumang"')
        stored = [route.path for route in self.route if route.store is not None]
        if len(stored) != len(set(stored)):
            raise ValueError("two stored routes have one path; name both methods in one route")
