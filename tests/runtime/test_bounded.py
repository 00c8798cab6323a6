"""A database that hangs is given up on in time."""

import asyncio
from typing import Any

import pytest

from bumang.runtime.database import UNREACHABLE, Bounded


class _Hanging:
    async def fetch(self, *given: Any, **more: Any) -> Any:
        await asyncio.Event().wait()

    fetchrow = fetchval = fetch


@pytest.mark.parametrize("question", ["fetch", "fetchrow", "fetchval"])
async def test_a_question_to_a_hanging_database_ends_as_unreachable(question: str) -> None:
    bounded = Bounded(_Hanging(), 0.01)  # type: ignore[arg-type]
    with pytest.raises(UNREACHABLE):
        await getattr(bounded, question)("SELECT 1", timeout=60)
