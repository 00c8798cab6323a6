"""The demo's three witnesses: real ones, but run by the instance itself, which proves nothing to others."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bumang.evidence.key_sources import log_keys
from bumang.evidence.note_keys import WitnessKey
from bumang.evidence.published_logs import log_name, published_logs
from bumang.evidence.witnesses import Witnesses
from bumang.runtime.settings import Settings
from bumang.witness.key import witness_private_key

_NAMES = ("a", "b", "c")
_QUORUM = 2
DEMO_WITNESSES = Path("witnesses/witnesses.toml")
"""In the data folder: the file that names them."""


@dataclass(frozen=True)
class DemoWitness:
    """`command` are the words after `bumang` that run it."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class DemoWitnesses:
    """`file` says to the instance where they are."""

    witnesses: list[DemoWitness]
    file: Path


def demo_witnesses(settings: Settings) -> DemoWitnesses:
    """Their keys, the file that names them, and how to start each."""
    folder = settings.data / "witnesses"
    folder.mkdir(parents=True, exist_ok=True)
    keys = log_keys(settings)
    logs = folder / "logs.json"
    published = published_logs(log_name(settings.log_name, keys), keys, Witnesses())
    logs.write_bytes(msgspec.json.encode(published))
    ports = _free_ports(len(_NAMES))
    made, rows = [], [f"quorum = {_QUORUM}\n"]
    for name, port in zip(_NAMES, ports, strict=True):
        full = f"demo-witness.bumang.local/{name}"
        key = WitnessKey(full, witness_private_key(folder / name), lambda: int(time.time())).public
        rows.append(f'\n[[witness]]\nurl = "http://127.0.0.1:{port}"\nkey = "{key}"\n')
        command = ["witness", "--with-parent"]
        command += ["--folder", str(folder / name), "--name", full]
        command += ["--logs", str(logs), "--port", str(port)]
        made.append(DemoWitness(name, command))
    file = settings.data / DEMO_WITNESSES
    file.write_text("".join(rows))
    return DemoWitnesses(made, file)


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
