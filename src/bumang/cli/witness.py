"""`bumang witness`: a small process of its own, best run by somebody else."""

from __future__ import annotations

import time
from pathlib import Path
from typing import BinaryIO

import click
import msgspec

from bumang.evidence.published_logs import PublishedLogs, all_of


@click.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    required=True,
    help="Where the witness keeps its key and what it saw. Losing it ends the witness.",
)
@click.option("--name", required=True, help="Its name, such as witness.example/a.")
@click.option(
    "--logs",
    type=click.File("rb"),
    multiple=True,
    help="Logs to follow: a file as from /.well-known/bumang-logs.json. May be repeated.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8101, show_default=True, help="Port."
)
@click.option("--show-key", is_flag=True, help="Print the public key and end.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the parent process does.")
@click.option("--refused", is_flag=True, help="Print what was refused, as evidence, and end.")
def witness(
    folder: Path,
    name: str,
    logs: tuple[BinaryIO, ...],
    host: str,
    port: int,
    show_key: bool,
    with_parent: bool,
    refused: bool,
) -> None:
    """Cosign checkpoints of logs, only such as go on from what was seen before.

    A fork or a log set back is refused, kept as evidence, and told in the witness's log. Runs until
    it is stopped.
    """
    from bumang.evidence.note_keys import WitnessKey
    from bumang.runtime.logs import start_logging
    from bumang.runtime.orphan import end_with_parent
    from bumang.witness.key import witness_private_key
    from bumang.witness.memory import Memory
    from bumang.witness.server import Witness, server

    if "+" in name or any(letter.isspace() for letter in name):
        raise click.ClickException("a witness's name has no spaces and no plus sign")
    key = WitnessKey(name, witness_private_key(folder), lambda: int(time.time()))
    if show_key:
        print(key.public)
        return
    memory = Memory(folder / "seen.sqlite")
    if refused:
        for at, verdict, seen, request in memory.refusals():
            print(f"{at} {verdict}\n--- seen before\n{seen}\n--- refused\n{request}")
        return
    published = _read(logs)
    start_logging("witness")
    if with_parent:
        end_with_parent()
    try:
        made = server(Witness(key, memory, lambda origin: all_of(published, origin)), host, port)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from None
    if not with_parent:
        print(
            f"witness {key.public}\nlistening on http://{host}:{made.server_address[1]}", flush=True
        )
    made.serve_forever()


def _read(logs: tuple[BinaryIO, ...]) -> list[PublishedLogs]:
    if not logs:
        raise click.ClickException(
            "name the logs to follow with --logs FILE (from /.well-known/bumang-logs.json)"
        )
    try:
        return [msgspec.json.decode(file.read(), type=PublishedLogs) for file in logs]
    except msgspec.MsgspecError:
        raise click.ClickException(
            "a file of logs is not one: fetch it from /.well-known/bumang-logs.json"
        ) from None
