"""Wires what stands beside the gate: quotas, the watch for scripts, the proof of work, agreed load runs."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from secrets import token_bytes

from bumang.access.rush_agreement import in_force
from bumang.api.rush_proof import RushAgreed, nobody_agreed
from bumang.gate.crowd import KEY_VARIABLE
from bumang.gate.doubt import Doubt
from bumang.gate.proof import Proofs
from bumang.gate.proof_desk import ProofDesk
from bumang.gate.quota.quotas import Quotas, quotas_by_role
from bumang.gate.quota.table import Table
from bumang.gate.room import Room
from bumang.gate.watch import Watch
from bumang.kernel.clock import Clock
from bumang.portal.render import ASSETS, asset
from bumang.runtime.key_file import load_or_create
from bumang.runtime.settings import Settings


def proof_desk(settings: Settings, room: Room | None, clock: Clock) -> ProofDesk | None:
    """`None` where nobody is doubted, so that nobody needs it."""
    if room is None or not settings.doubt:
        return None
    key = sha256(load_or_create(settings.keys / "proofs.pem")).digest()
    assets = {name: asset(name) for name in ASSETS}
    return ProofDesk(room, Proofs(key, clock, time.monotonic), assets)


def watch_of(settings: Settings) -> Watch | None:
    """All web processes see together; their key is their supervisor's, and never written."""
    if not settings.doubt:
        return None
    key = bytes.fromhex(os.environ.get(KEY_VARIABLE, "")) or token_bytes(32)
    return Watch(Doubt(file=settings.crowds), key, settings.proxies)


def rush_agreed(settings: Settings, clock: Clock) -> RushAgreed:
    """A load run is never agreed to where people's own data is."""
    if not settings.demo:
        return nobody_agreed
    return lambda host: in_force(settings.rush_agreement, host, clock())


def quotas_of(settings: Settings) -> Quotas:
    """As the settings say, in one file for all web processes."""
    key = sha256(load_or_create(settings.keys / "quotas.pem")).digest()
    quotas = quotas_by_role(settings.quota_person, settings.quota_employer, settings.quota_agent)
    return Quotas(Table(settings.quotas, key), quotas)
