"""`bumang answer`, `submit` and `progress`: the three answers on the command line.

They speak to the running instance by its HTTP API, as any other program does.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import click
import httpx
import msgspec

from bumang.cli.access import issue_demo_token
from bumang.cli.running import instance
from bumang.items.batch_file.sheets import CSV, XLSX
from bumang.items.item import AnsweredItem, BatchItem, Item, Widget
from bumang.kernel.text import Language

_AGAIN_SECONDS = 1.0
_REQUEST_SECONDS = 20.0
_INVALID, _NO_ANSWER = 1, 3
_KINDS = {".csv": CSV, ".xlsx": XLSX}

_language = click.option(
    "--language",
    type=click.Choice(["zh", "en"]),
    default=lambda: "zh" if os.environ.get("LANG", "").startswith("zh") else "en",
    help="Language of what is told; default: that of LANG.",
)
_form = click.option("--form", type=click.File("rb"), help="The form as JSON; - reads it here.")
_example = click.option("--example", is_flag=True, help="Use the item's own first example.")
_token = click.option("--token", envvar="BUMANG_TOKEN", help="Bearer token, or BUMANG_TOKEN.")
_demo_role = click.option("--as", "role", help="With the demo on: act as this role.")
_demo_id = click.option("--id", "given", default="1", help="With --as: who; see `demo people`.")


@click.command()
@click.argument("code", metavar="ITEM")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@_form
@_example
@click.option("--json", "as_json", is_flag=True, help="Print the answer as the API gives it.")
@_language
@click.pass_obj
def answer(
    data: Path,
    code: str,
    fields: tuple[str, ...],
    form: BinaryIO | None,
    example: bool,
    as_json: bool,
    language: Language,
) -> None:
    """Have ITEM answered at once: `bumang answer pension-estimate --example`.

    Prints the answer in words. Exit code 1: it was refused, with the reasons. 3: no answer came.
    """
    item = _item(code)
    if not isinstance(item, AnsweredItem):
        raise click.ClickException(f"{code} is not answered at once: use `bumang submit {code}`.")
    body = _body(item, fields, form, example, language)
    url = f"{instance(data)['url']}/api/v1/items/{code}/answers"
    reply = _sent(url, body, _headers(language), time.monotonic() + _REQUEST_SECONDS)
    if reply.status_code != httpx.codes.OK:
        _refused(reply)
    if as_json:
        click.echo(msgspec.json.format(reply.content, indent=1))
        return
    from bumang.main import catalogue
    from bumang.portal.render import terminal_words

    result = msgspec.json.decode(reply.content, type=item.result)
    click.echo(terminal_words(catalogue(), item, language, result=result))


@click.command()
@click.argument("code", metavar="ITEM")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@_form
@_example
@click.option(
    "--file",
    "table",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A CSV or XLSX of many rows, for the items that take one.",
)
@click.option("--key", help="Idempotency key; default: a new one, told before it is sent.")
@_token
@_demo_role
@_demo_id
@click.option("--wait", is_flag=True, help="Wait for the outcome and tell it.")
@click.option("--patience", default=60.0, show_default=True, help="Seconds until giving up.")
@_language
@click.pass_obj
def submit(
    data: Path,
    code: str,
    fields: tuple[str, ...],
    form: BinaryIO | None,
    example: bool,
    table: Path | None,
    key: str | None,
    token: str | None,
    role: str | None,
    given: str,
    wait: bool,
    patience: float,
    language: Language,
) -> None:
    """Submit ITEM and print the receipt (JSON); what is told besides goes to standard error.

    While no answer comes, or "queued", it is sent again with the same key: nothing is done twice.
    Exit code 1: it was refused, with the reasons. 3: no answer came; ask again with the key.
    """
    item = _item(code)
    end = time.monotonic() + patience
    url = instance(data)["url"]
    headers = _headers(language) | _authorization(data, token, role, given)
    headers["idempotency-key"] = key or str(uuid.uuid4())
    if table is not None:
        body = _table(item, table, headers)
    else:
        body = _body(item, fields, form, example, language)
    click.echo(f"key {headers['idempotency-key']}", err=True)
    reply = _sent(f"{url}/api/v1/items/{code}/submissions", body, headers, end)
    if reply.status_code != httpx.codes.ACCEPTED:
        _refused(reply)
    click.echo(reply.content)
    number = reply.json()["number"]
    click.echo(f"accepted {number}; see {url}/receipts/{number}", err=True)
    if wait:
        _tell(_decided(url, number, headers, end), err=True)


@click.command()
@click.argument("number")
@_token
@_demo_role
@_demo_id
@click.option("--wait", is_flag=True, help="Wait for the outcome.")
@click.option("--patience", default=60.0, show_default=True, help="Seconds until giving up.")
@_language
@click.pass_obj
def progress(
    data: Path,
    number: str,
    token: str | None,
    role: str | None,
    given: str,
    wait: bool,
    patience: float,
    language: Language,
) -> None:
    """Tell where the submission with this receipt NUMBER stands; its outcome to its owner only.

    Exit code 1: it was refused, or there is none with this number. 3: no answer came, or with
    --wait no outcome yet.
    """
    url = instance(data)["url"]
    headers = _headers(language) | _authorization(data, token, role, given)
    end = time.monotonic() + patience
    _tell(_decided(url, number, headers, end) if wait else _standing(url, number, headers, end))


def _item(code: str) -> Item:
    from bumang.main import catalogue

    found = catalogue()
    if code not in found:
        raise click.ClickException(
            f"there is no item {code!r}. There are: {', '.join(found)}. See `bumang items`."
        )
    return found[code]


def _body(
    item: Item,
    fields: Sequence[str],
    form: BinaryIO | None,
    example: bool,
    language: Language,
) -> bytes:
    if form is not None:
        return form.read()
    if example:
        return msgspec.json.encode(_first_example(item))
    if not fields:
        raise click.UsageError(_how_to_fill(item, language))
    return msgspec.json.encode(_typed(item, fields))


def _first_example(item: Item) -> Any:
    from bumang.kernel.clock import legal_day
    from bumang.main import clock

    return item.examples(legal_day(clock()))[0]


def _typed(item: Item, fields: Sequence[str]) -> Any:
    """FIELD=VALUE as the form; a field of several values is given several times."""
    lists = {q.field for q in item.questions if q.widget is Widget.IDENTITIES}
    given: dict[str, Any] = {}
    for pair in fields:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{pair!r} is not FIELD=VALUE.")
        if name in lists:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise click.UsageError(f"{name} is given twice.")
        else:
            given[name] = value
    try:
        return msgspec.convert(given, item.form, strict=False)
    except msgspec.ValidationError:
        return given  # the instance says what is wrong, in the person's language


def _how_to_fill(item: Item, language: Language) -> str:
    example = msgspec.to_builtins(_first_example(item))
    lines = ["nothing to send. Give --form FILE, --example, or fields such as these:"]
    for question in item.questions:
        given = example.get(question.field) or ""
        values = given if isinstance(given, list) else [given]
        label = f"{question.label.in_(language)}{' (optional)' if question.optional else ''}"
        lines += [f"  {f'{question.field}={value}':44} {label}" for value in values]
        lines += [f"    {one.value:40} {one.label.in_(language)}" for one in question.choices]
    return "\n".join(lines)


def _table(item: Item, table: Path, headers: dict[str, str]) -> bytes:
    if not isinstance(item, BatchItem):
        raise click.ClickException(f"{item.code} takes no files.")
    if table.suffix.lower() not in _KINDS:
        raise click.ClickException(f"{table.name} is no .csv and no .xlsx.")
    headers["content-type"] = _KINDS[table.suffix.lower()]
    return table.read_bytes()


def _headers(language: Language) -> dict[str, str]:
    return {"accept-language": language, "content-type": "application/json"}


def _authorization(data: Path, token: str | None, role: str | None, given: str) -> dict[str, str]:
    if role is not None:
        token = issue_demo_token(data, role, given)
    return {"authorization": f"Bearer {token}"} if token else {}


def _sent(url: str, body: bytes | None, headers: dict[str, str], end: float) -> httpx.Response:
    """An answer other than "queued". No answer means unknown: the same is sent again."""
    method = "GET" if body is None else "POST"
    while True:
        wait = _AGAIN_SECONDS
        try:
            reply = httpx.request(
                method, url, content=body, headers=headers, timeout=_REQUEST_SECONDS
            )
            if reply.status_code != httpx.codes.TOO_MANY_REQUESTS:
                return reply
            wait = float(reply.headers.get("retry-after", _AGAIN_SECONDS))
            told = reply.json()["title"]
        except httpx.TransportError as error:
            told = f"no answer ({type(error).__name__})"
        if time.monotonic() + wait > end:
            click.echo(f"{told} Send it again with the same --key to find out.", err=True)
            sys.exit(_NO_ANSWER)
        click.echo(f"{told} Trying again in {wait:.0f} s.", err=True)
        time.sleep(wait)


def _standing(url: str, number: str, headers: dict[str, str], end: float) -> dict[str, Any]:
    reply = _sent(f"{url}/api/v1/receipts/{number}", None, headers, end)
    if reply.status_code != httpx.codes.OK:
        _refused(reply)
    found: dict[str, Any] = reply.json()
    return found


def _decided(url: str, number: str, headers: dict[str, str], end: float) -> dict[str, Any]:
    while True:
        found = _standing(url, number, headers, end)
        if found["state"] in {"done", "refused"}:
            return found
        if time.monotonic() + _AGAIN_SECONDS > end:
            click.echo(f"still {found['state']}: ask later with `bumang progress`.", err=True)
            sys.exit(_NO_ANSWER)
        time.sleep(_AGAIN_SECONDS / 4)


def _tell(found: dict[str, Any], err: bool = False) -> None:
    times = [f"accepted {found['accepted_at']}"]
    if "started_at" in found:
        times.append(f"in process since {found['started_at']}")
    if "decided_at" in found:
        times.append(f"decided {found['decided_at']}")
    click.echo(
        f"{found['number']}  {found['item']}  {found['state']}  ({', '.join(times)})", err=err
    )
    if "rows" in found:
        click.echo(f"{found['rows_decided']} of {found['rows']} rows decided", err=err)
    if found.get("result"):
        click.echo(json.dumps(found["result"], ensure_ascii=False, indent=1), err=err)
    if found.get("result", {}).get("refused"):
        place = f"/api/v1/receipts/{found['number']}/rows.csv"
        click.echo(f"the refused rows, to be mended and sent again: {place}", err=err)
    for reason in found.get("reasons", ()):
        click.echo(_problem(reason), err=err)
    if found["state"] == "refused":
        sys.exit(_INVALID)


def _refused(reply: httpx.Response) -> None:
    """What is wrong, why and what to do; then the end."""
    try:
        problems = reply.json()["problems"]
    except (ValueError, KeyError):
        raise click.ClickException(f"unforeseen answer {reply.status_code}") from None
    for problem in problems:
        click.echo(_problem(problem), err=True)
    sys.exit(_INVALID)


def _problem(problem: dict[str, str]) -> str:
    place = f"{problem['field']}: " if problem["field"] else ""
    return f"{place}{problem['what']} {problem['why']} {problem['fix']} [{problem['code']}]"
