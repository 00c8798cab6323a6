"""Asks the witnesses to cosign a checkpoint: all at once, each from where it stands."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx
import structlog

from bumang.evidence import note
from bumang.evidence.add_checkpoint import AddCheckpoint
from bumang.evidence.note import Line, NotANoteError, Note
from bumang.evidence.tiles import Tree
from bumang.evidence.witnesses import Known

_SECONDS = 2.0
_LONGEST_PAUSE = 60.0

_events = structlog.get_logger()


class Asking:
    """One witness as this process knows it; a witness that does not answer is left alone a while."""

    def __init__(self, witness: Known, client: httpx.AsyncClient) -> None:
        self._witness = witness
        self._client = client
        self._stands_at: dict[str, int] = {}
        self._pause = 0.0
        self._not_before = 0.0

    @property
    def name(self) -> str:
        return self._witness.verifier.name

    async def cosign(self, origin: str, signed: Note, tree: Tree) -> Line | None:
        """Its cosignature, checked; `None` when it gave none, whatever the reason."""
        now = asyncio.get_running_loop().time()
        if now < self._not_before:
            return None
        try:
            line = await self._ask(origin, signed, tree)
        except (httpx.HTTPError, NotANoteError, ValueError) as error:
            self._pause = min(max(1.0, 2 * self._pause), _LONGEST_PAUSE)
            self._not_before = now + self._pause
            _events.warning("a witness did not cosign", error=type(error).__name__)
            return None
        self._pause = 0.0
        return line

    async def _ask(self, origin: str, signed: Note, tree: Tree) -> Line | None:
        for _ in range(2):
            before = self._stands_at.get(origin, 0)
            if before > tree.size:
                raise ValueError("the witness saw a larger tree")
            asked = AddCheckpoint(before, tuple(tree.consistency(before)), signed)
            answer = await self._client.post(
                f"{self._witness.url}/add-checkpoint", content=str(asked), timeout=_SECONDS
            )
            if answer.status_code == 200:
                self._stands_at[origin] = tree.size
                return self._believed(signed, answer.text)
            if answer.status_code != 409 or int(answer.text) == before:
                _events.critical("a witness refuses a checkpoint", reason=str(answer.status_code))
                raise ValueError("refused")
            self._stands_at[origin] = int(answer.text)
        return None

    def _believed(self, signed: Note, lines: str) -> Line | None:
        whole = Note(signed.text, note.read_lines(lines))
        note.held(whole, [self._witness.verifier])
        ours = (self.name, self._witness.verifier.key_id)
        return next((one for one in whole.lines if (one.name, one.key_id) == ours), None)


async def cosignatures(
    asked: Sequence[Asking], origin: str, signed: Note, tree: Tree
) -> list[tuple[str, Line]]:
    """What the witnesses answered, by their names; all are asked at the same time."""
    lines = await asyncio.gather(*(one.cosign(origin, signed, tree) for one in asked))
    return [(one.name, line) for one, line in zip(asked, lines, strict=True) if line]
