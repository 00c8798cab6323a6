"""The page where a person picks what to show of their insurance, and sees what it tells."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from bumang.access.principal import ANYONE, Principal
from bumang.evidence.voucher_words import value_words
from bumang.kernel.text import Text
from bumang.portal.disclosure_words import WORDS
from bumang.portal.render import page
from bumang.vouchers.desk import VoucherDesk
from bumang.vouchers.disclosing import CLAIMS, USUAL, ChosenClaims

Asked = Request[Any, Any, Any]
Given = NamedDependency[SkipValidation[VoucherDesk]]


class Disclosing(Controller):
    path = "/vouchers/disclosure"

    @get("/")
    async def choose(self, request: Asked, desk: Given) -> Response[str]:
        choices = await desk.discloser.choices(_who(request))
        return page(
            request,
            "disclosure.html",
            d=WORDS,
            names=CLAIMS,
            usual=USUAL,
            choices={
                scheme: (value_words("scheme", scheme), names) for scheme, names in choices.items()
            },
        )

    @post("/")
    async def show(self, request: Asked, desk: Given) -> Response[str]:
        form = await request.form()
        scheme, audience = str(form.get("scheme", "")), str(form.get("audience", ""))
        picked = tuple(str(one) for one in form.getall("disclose", []))
        shown = await desk.discloser.show(_who(request), ChosenClaims(scheme, audience, picked))
        learns = [(CLAIMS[name], _value(name, value)) for name, value in shown.learns.items()]
        hidden = [CLAIMS[name] for name in shown.hidden]
        return page(request, "disclosed.html", d=WORDS, shown=shown, learns=learns, hidden=hidden)


def _value(name: str, value: str | int) -> Text:
    return value_words(name, value)


def _who(request: Asked) -> Principal:
    visitor = request.state.get("visitor")
    return visitor.principal if visitor else ANYONE
