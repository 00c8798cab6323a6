"""Wires the pages: signing in, the demo's identity provider, and what the portal is given."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

import httpx
import msgspec

from bumang.access.identities import Claims, principal_from
from bumang.access.matrix import Action, permits
from bumang.access.oidc import Provider
from bumang.access.principal import Principal
from bumang.api.programs import LARGEST_FORM, WrongRows, WrongRowsFile
from bumang.casework.checkpoint import Checkpoint
from bumang.codes.desk import CodeDesk
from bumang.console.frame import Console
from bumang.console.pages import console_router
from bumang.demo.cast import Figure, cast
from bumang.demo.issuing import Issuing
from bumang.demo.provider import PATH as DEMO_PATH
from bumang.demo.provider import DemoProvider, demo_provider
from bumang.gate.quota.quotas import SUBMISSIONS, Quotas
from bumang.intake.door import LARGEST_FILE, Door, not_open
from bumang.items.catalogue import Catalogue
from bumang.items.item import BatchItem
from bumang.kernel.answers import Queued
from bumang.kernel.clock import Clock
from bumang.portal.application import pages
from bumang.portal.asgi_bridge import AsgiApplication, ask
from bumang.portal.services import Progress, Services
from bumang.portal.sign_in_pages import SignIn
from bumang.portal.visitors import Visitors
from bumang.portal.voucher_pages import voucher_router
from bumang.registry.family import Kin, family_of
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import Request, Wire
from bumang.runtime.key_file import load_or_create
from bumang.runtime.metrics import totals
from bumang.runtime.settings import Settings
from bumang.showing.router import code_router
from bumang.vouchers.desk import VoucherDesk

_PATIENCE_SECONDS = 5.0
# The library's own line for every request says nothing that ours do not.
logging.getLogger("httpx").setLevel(logging.WARNING)

Core = Callable[[], Any]
"""The pool of the core database; asked for when it is used, for it opens after the wiring."""


def wired_pages(
    settings: Settings,
    *,
    catalogue: Catalogue,
    door: Door,
    clock: Clock,
    core: Core,
    progress: Callable[[str, Principal], Awaitable[Progress | None]],
    document: Callable[[str, Principal], Awaitable[bytes | None]],
    proof: Callable[[str, Principal], Awaitable[bytes | None]],
    statements: Callable[[str, Principal], Awaitable[bytes | None]],
    submissions_of: Callable[[Principal], Awaitable[Sequence[Progress]]],
    checkpoint: Callable[[], Awaitable[Checkpoint | None]],
    wrong_rows: WrongRows,
    wrong_rows_file: WrongRowsFile,
    quotas: Quotas | None = None,
    console: Console | None = None,
    codes: CodeDesk | None = None,
    vouchers: VoucherDesk | None = None,
) -> Callable[[Request], Awaitable[Wire]]:
    """All pages, and the demo's identity provider where it is on, from a request to an answer."""
    visitors = Visitors.with_keys_in(settings.keys, clock=clock, url=settings.url)

    def over(who: Principal) -> Queued | None:
        """By hand nobody gets there; what fills in forms by a script may."""
        allowance = quotas and quotas.take(who, SUBMISSIONS)
        return Queued(allowance.wait_s) if allowance and allowance.wait_s else None

    async def submit(item: Any, form: Any, who: Principal, key: str, _: Any) -> Any:
        return over(who) or await door.submit(item, who, key, msgspec.json.encode(form))

    async def submit_file(item: Any, who: Principal, key: str, kind: str, content: bytes) -> Any:
        return over(who) or await door.submit_file(item, who, key, kind, content)

    services = Services(
        catalogue=catalogue,
        clock=clock,
        draft_key=sha256(load_or_create(settings.keys / "drafts.pem")).digest(),
        principal_of=visitors.principal_of,
        csrf_token=visitors.form_token,
        submit=submit,
        submit_file=submit_file,
        wrong_rows=wrong_rows,
        wrong_rows_file=wrong_rows_file,
        progress=progress,
        document=document,
        proof=proof,
        statements=statements,
        family_of=_family(core),
        submissions_of=submissions_of,
        answers_so_far=partial(totals, "bumang_answers", "answer"),
        checkpoint=checkpoint,
        secure=settings.url.startswith("https:"),
    )
    demo = _demo(settings, clock, core)
    more = [
        *([console_router(console)] if console else []),
        *([code_router(codes)] if codes else []),
        *([voucher_router(vouchers)] if vouchers else []),
    ]
    portal = pages(services, _sign_in(settings, visitors, core, demo, tuple(catalogue)), *more)

    async def answered(request: Request) -> Wire:
        if demo is not None and request.path.startswith(f"{DEMO_PATH}/"):
            return await ask(demo, request, LARGEST_FORM)
        if _sends_file(request):
            # Nobody's large file is read before it is known that they may send one.
            who = visitors.signed_in(request.headers.get("cookie"))
            item = catalogue.get(request.path.strip("/").split("/")[1])
            if not isinstance(item, BatchItem) or not_open(item, Action.SUBMIT, who):
                return await _who_may(portal, request, 403 if who.subject else 401)
            return await ask(portal, request, LARGEST_FILE + LARGEST_FORM)
        return await ask(portal, request, LARGEST_FORM)

    return answered


def _family(core: Core) -> Callable[[Principal], Awaitable[Sequence[Kin]]]:
    async def family(asking: Principal) -> Sequence[Kin]:
        if not permits(Action.READ_FAMILY, asking, asking.key):
            return ()
        try:
            return await family_of(core(), asking.subject)
        except UNREACHABLE:
            return ()

    return family


def _sends_file(request: Request) -> bool:
    """Only there may a body be as large as a file, with its form around it."""
    parts = request.path.strip("/").split("/")
    return request.method == "POST" and (parts[0], *parts[2:]) == ("items", "file")


async def _who_may(portal: AsgiApplication, request: Request, status: int) -> Wire:
    """The page of the file, which says who may send one and where to sign in; the body stays unread."""
    wire = await ask(portal, replace(request, method="GET", body=_nothing), 0)
    return wire if wire.status != 200 else msgspec.structs.replace(wire, status=status)


async def _nothing(_: int) -> bytes:
    return b""


def _demo(settings: Settings, clock: Clock, core: Core) -> AsgiApplication | None:
    """The demo's provider stands aside where another one is set."""
    if not settings.demo or settings.oidc_issuer:
        return None

    async def figures() -> list[Figure]:
        return await cast(core())

    return demo_provider(
        DemoProvider(
            issuing=Issuing(settings.keys),
            cast=figures,
            clock=clock,
            client_id=settings.oidc_client_id,
            public_url=settings.public_url,
        )
    )


def _sign_in(
    settings: Settings,
    visitors: Visitors,
    core: Core,
    demo: AsgiApplication | None,
    items: Sequence[str],
) -> SignIn:
    names = Claims(
        identity=settings.oidc_identity_claim,
        role=settings.oidc_role_claim,
        employer=settings.oidc_employer_claim,
        agent=settings.oidc_agent_claim,
        staff=settings.oidc_staff_claim,
        service=settings.oidc_service_claim,
    )

    async def known(claims: Mapping[str, Any]) -> Principal:
        return await principal_from(core(), claims, names)

    return SignIn(
        visitors=visitors,
        public_url=settings.public_url,
        provider_at=_providers(settings, demo),
        principal_from=known,
        items=items,
    )


def _providers(
    settings: Settings, demo: AsgiApplication | None
) -> Callable[[str], Provider | None]:
    if demo is not None:
        # In this process, without the network: it works behind any address people come by, and
        # does not wait for a port that may be another process's.
        inside = httpx.AsyncClient(transport=httpx.ASGITransport(app=demo))

        def demo_at(origin: str) -> Provider | None:
            return Provider(f"{origin}{DEMO_PATH}", settings.oidc_client_id, "", inside)

        return demo_at
    if not settings.oidc_issuer:
        return lambda _: None
    one = Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        httpx.AsyncClient(timeout=_PATIENCE_SECONDS),
    )
    return lambda _: one
