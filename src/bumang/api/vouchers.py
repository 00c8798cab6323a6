"""Vouchers by program: a person's own, and the status of any by its number."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from bumang.access.principal import Principal
from bumang.api.problem_json import on_the_wire
from bumang.evidence.signing import PublishedKeys
from bumang.evidence.voucher_keys import ED25519
from bumang.kernel.answers import Queued
from bumang.kernel.problems import InvalidInput
from bumang.runtime.http import JSON, Request, Wire
from bumang.vouchers.counter import Counter
from bumang.vouchers.discloser import Discloser
from bumang.vouchers.disclosing import ChosenClaims
from bumang.vouchers.problems import VOUCHER_FORM
from bumang.vouchers.told import VoucherWanted

Sent = TypeVar("Sent")
_LARGEST = 4096
_PROOF_AFTER_SECONDS = 1
_TEXT = "text/plain; charset=utf-8"


async def list_vouchers(counter: Counter, who: Principal) -> Wire:
    return _json(await counter.mine(who))


async def issue_voucher(counter: Counter, who: Principal, request: Request) -> Wire:
    wanted = _read(await request.body(_LARGEST), VoucherWanted)
    return Wire(200, JSON, await counter.issue(who, wanted))


async def disclose(discloser: Discloser, who: Principal, request: Request) -> Wire:
    return _json(await discloser.show(who, _read(await request.body(_LARGEST), ChosenClaims)))


def issuer_metadata(url: str, published: bytes) -> Wire:
    """The Ed25519 keys as a JWK set (draft-ietf-oauth-sd-jwt-vc, RFC 8037)."""
    keys = msgspec.json.decode(published, type=PublishedKeys).keys
    told = [
        {
            **{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key.key_id},
            "x": key.public_key.replace("+", "-").replace("/", "_").rstrip("="),
        }
        for key in keys
        if key.algorithm == ED25519
    ]
    return _json({"issuer": url.rstrip("/"), "jwks": {"keys": told}})


async def voucher_archive(counter: Counter, who: Principal) -> Wire:
    return _file("vouchers.zip", "application/zip", await counter.archive(who))


async def voucher_document(counter: Counter, who: Principal, number: str) -> Wire:
    return Wire(200, JSON, await counter.document(who, number))


async def voucher_sheet(counter: Counter, who: Principal, number: str) -> Wire:
    return _file("voucher.pdf", "application/pdf", await counter.sheet(who, number))


async def voucher_proof(counter: Counter, who: Principal, number: str, request: Request) -> Wire:
    proof = await counter.proof(who, number)
    if proof is None:
        return on_the_wire(Queued(_PROOF_AFTER_SECONDS), request.language)
    return _file("voucher.tlog-proof", _TEXT, str(proof).encode())


async def voucher_status(counter: Counter, who: Principal, number: str) -> Wire:
    return _json(await counter.status(who, number))


async def withdraw_voucher(counter: Counter, who: Principal, number: str) -> Wire:
    return _json(await counter.withdraw(who, number))


def _read(body: bytes, kind: type[Sent]) -> Sent:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise InvalidInput(VOUCHER_FORM) from None


def _file(name: str, kind: str, content: bytes) -> Wire:
    told = (
        ("content-disposition", f'attachment; filename="{name}"'),
        ("cache-control", "no-store"),
    )
    return Wire(200, kind, content, told)


def _json(value: object) -> Wire:
    return Wire(200, JSON, msgspec.json.encode(value))
