"""A matter's pages: about it, one question a page, the check, sending."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect

from bumang.items.item import AcceptedItem, AnsweredItem, Item, Question, Widget
from bumang.kernel.answers import Accepted, Invalid, Queued
from bumang.kernel.clock import legal_day
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.portal.asgi_bridge import accepted
from bumang.portal.asking import (
    asked,
    missing,
    next_unanswered,
    part_of,
    problems_at,
    read_form,
    shown,
    typed_answer,
    typed_only,
)
from bumang.portal.draft import KEPT, Draft, cookie_names, new_draft, seal, unseal
from bumang.portal.render import fragment, how_long, language_of, page
from bumang.portal.services import Services
from bumang.registry.family import Kin

Given = NamedDependency[SkipValidation[Services]]
Asked = Request[Any, Any, Any]


class ItemPages(Controller):
    """Everything under `/items/{code}`."""

    path = "/items/{code:str}"

    @get("/")
    async def about(self, request: Asked, services: Given, code: FromPath[str]) -> Response[str]:
        item = _item(services, code)
        draft, _ = await _draft(request, services, item)
        first = next_unanswered(item, draft.answers)
        return page(
            request,
            "about.html",
            item=item,
            begun=bool(draft.answers),
            first=first,
            how_long=how_long(item, language_of(request)),
        )

    @get("/questions/{field:str}")
    async def question(
        self, request: Asked, services: Given, code: FromPath[str], field: FromPath[str]
    ) -> Response[str]:
        item = _item(services, code)
        answers = (await _draft(request, services, item))[0].answers
        return await _question_page(
            request, services, item, _question(item, answers, field), answers
        )

    @post("/questions/{field:str}")
    async def answer(
        self, request: Asked, services: Given, code: FromPath[str], field: FromPath[str]
    ) -> Response[Any]:
        item = _item(services, code)
        draft, _ = await _draft(request, services, item)
        if draft.sent:
            draft = new_draft(services.clock())
        question = _question(item, draft.answers, field)
        typed = typed_answer(question, (await request.form()).getall(field, []))
        draft.answers[field] = typed
        if not typed and not question.optional:
            return await _question_page(
                request, services, item, question, draft.answers, (missing(question),)
            )
        following = next_unanswered(item, draft.answers)
        onward = f"questions/{following.field}" if following else "check"
        reply = Redirect(f"/items/{code}/{onward}", status_code=303)
        return await _keep(request, reply, services, item, draft)

    @get("/check")
    async def check(self, request: Asked, services: Given, code: FromPath[str]) -> Response[Any]:
        item = _item(services, code)
        draft, begun_before = await _draft(request, services, item)
        if draft.sent:
            return Redirect(f"/receipts/{draft.sent}", status_code=303)
        following = next_unanswered(item, draft.answers)
        if following:
            return Redirect(f"/items/{code}/questions/{following.field}", status_code=303)
        form, problems = read_form(item, draft.answers, legal_day(services.clock()))
        if problems or form is None:
            return await _back_to_question(request, services, item, draft.answers, problems)
        reply = await _check_page(request, services, item, draft)
        if begun_before:  # from here on it is the one's who signed in, and nobody else's
            await _keep(request, reply, services, item, draft)
        return reply

    @get("/result")
    async def result(self, request: Asked, services: Given, code: FromPath[str]) -> Response[Any]:
        item = _item(services, code)
        if not isinstance(item, AnsweredItem):
            raise NotFoundException
        draft, _ = await _draft(request, services, item)
        answers = draft.answers
        if (await services.principal_of(request)).role not in item.roles:
            return await _check_page(request, services, item, draft, status=403)
        today = legal_day(services.clock())
        form, problems = read_form(item, answers, today)
        if problems or form is None:
            return await _back_to_question(request, services, item, answers, problems)
        try:
            found = item.answer(form, today)
        except InvalidInput as error:
            return await _back_to_question(request, services, item, answers, list(error.problems))
        beside = item.beside(form, today) if item.beside else None
        body = fragment(services, item, language_of(request), result=found, beside=beside)
        return page(request, "result.html", item=item, body=body)

    @get("/send")
    async def send_again(self, code: FromPath[str]) -> Response[Any]:
        """Sending answers with a page; seen again or in another language, it is the check."""
        return Redirect(f"/items/{code}/check", status_code=303)

    @post("/send")
    async def send(self, request: Asked, services: Given, code: FromPath[str]) -> Response[Any]:
        item = _item(services, code)
        if not isinstance(item, AcceptedItem):
            raise NotFoundException
        principal = await services.principal_of(request)
        draft, _ = await _draft(request, services, item)
        if draft.sent:
            return Redirect(f"/receipts/{draft.sent}", status_code=303)
        if principal.role not in item.roles:
            return await _check_page(request, services, item, draft, status=403)
        form, problems = read_form(item, draft.answers, legal_day(services.clock()))
        if problems or form is None:
            return await _back_to_question(request, services, item, draft.answers, problems)
        answer = await services.submit(item, form, principal, draft.key, language_of(request))
        if isinstance(answer, Invalid):
            return await _back_to_question(
                request, services, item, draft.answers, list(answer.problems)
            )
        if isinstance(answer, Queued):
            return await _check_page(request, services, item, draft, status=429, queued=answer)
        assert isinstance(answer, Accepted)
        reply = accepted(answer)
        return await _keep(
            request, reply, services, item, Draft(draft.saved_at, draft.key, sent=answer.number)
        )


def _item(services: Services, code: str) -> Item:
    item = services.catalogue.get(code)
    if item is None:
        raise NotFoundException
    return item


def _question(item: Item, answers: dict[str, Any], field: str) -> Question:
    found = next((q for q in asked(item, answers) if q.field == field), None)
    if found is None:
        raise NotFoundException
    return found


async def _draft(request: Asked, services: Services, item: Item) -> tuple[Draft, bool]:
    """The visitor's draft, and whether it was begun before they signed in."""
    reader = await services.principal_of(request)
    return unseal(request.cookies, item.code, reader, services.draft_key, services.clock())


Reply = TypeVar("Reply", bound=Response[Any])


async def _keep(
    request: Asked, reply: Reply, services: Services, item: Item, draft: Draft
) -> Reply:
    draft.saved_at = services.clock()
    owner = await services.principal_of(request)
    parts = seal(draft, item.code, owner, services.draft_key)
    path = f"/items/{item.code}"
    # A part left from a longer draft would spoil this one.
    for name in cookie_names(request.cookies, item.code):
        if name not in parts:
            reply.delete_cookie(name, path=path)
    for name, value in parts.items():
        reply.set_cookie(
            Cookie(
                key=name,
                value=value,
                path=path,
                max_age=int(KEPT.total_seconds()),
                httponly=True,
                secure=services.secure,
                samesite="lax",
            )
        )
    return reply


async def _question_page(
    request: Asked,
    services: Services,
    item: Item,
    question: Question,
    answers: dict[str, Any],
    problems: tuple[Problem, ...] = (),
) -> Response[str]:
    value = answers.get(question.field, "")
    kin = await _kin(request, services, question)
    order = [q.field for q in asked(item, answers)]
    place = order.index(question.field)
    back = f"/items/{item.code}/questions/{order[place - 1]}" if place else f"/items/{item.code}"
    return page(
        request,
        "question.html",
        status=400 if problems else 200,
        item=item,
        q=question,
        value=value,
        kin=kin,
        part_of=part_of,
        typed=typed_only(value, [one.identity_number for one in kin]) if kin else value,
        problems=problems,
        back=back,
        csrf=(services.csrf_field, services.csrf_token(request)),
    )


async def _kin(request: Asked, services: Services, question: Question) -> Sequence[Kin]:
    if question.widget is not Widget.IDENTITIES:
        return ()
    return await services.family_of(await services.principal_of(request))


async def _back_to_question(
    request: Asked,
    services: Services,
    item: Item,
    answers: dict[str, Any],
    problems: list[Problem],
) -> Response[str]:
    """The first question with a problem; what belongs to no question is shown at the first."""
    for question in asked(item, answers):
        found = problems_at(problems, question.field)
        if found:
            return await _question_page(request, services, item, question, answers, tuple(found))
    first = asked(item, answers)[0]
    return await _question_page(request, services, item, first, answers, tuple(problems))


def _follows(services: Services, item: Item, draft: Draft) -> tuple[Text, ...]:
    """What follows from the answers, where the item says and they are whole."""
    today = legal_day(services.clock())
    form, problems = read_form(item, draft.answers, today)
    if problems or form is None or not isinstance(item, AcceptedItem):
        return ()
    return item.before_sending(form, today) if item.before_sending else ()


async def _check_page(
    request: Asked,
    services: Services,
    item: Item,
    draft: Draft,
    *,
    status: int = 200,
    queued: Queued | None = None,
) -> Response[str]:
    language = language_of(request)
    rows = [(q, shown(q, draft.answers.get(q.field), language)) for q in asked(item, draft.answers)]
    principal = await services.principal_of(request)
    reply = page(
        request,
        "check.html",
        follows=_follows(services, item, draft),
        status=status,
        item=item,
        rows=rows,
        queued=queued,
        answered=isinstance(item, AnsweredItem),
        allowed=principal.role in item.roles,
        signed_in=principal.subject != 0,
        csrf=(services.csrf_field, services.csrf_token(request)),
    )
    if queued:
        reply.headers["retry-after"] = str(queued.retry_after_s)
    return reply
