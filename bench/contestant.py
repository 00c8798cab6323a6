"""Who is measured, and taking turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.figures import Round, Summary, summarise
from bench.progress import in_words, say


@dataclass(frozen=True)
class Contestant:
    """`once` measures one round of so many seconds, checks its answers, and stops what it started.

    It gets a word that is different in every round, and raises RuntimeError when what was answered
    is not what was stored. `usual` marks the handlers that ours is compared with.
    """

    name: str
    about: str
    once: Callable[[int, str], Round]
    durable: bool = True
    usual: bool = False
    goal: float | None = None


def in_turns(contestants: Sequence[Contestant], rounds: int, seconds: int) -> list[Summary]:
    """A B C A B C …, so that a slow minute of the machine falls on all of them."""
    found: dict[str, list[Round]] = {one.name: [] for one in contestants}
    for turn in range(rounds):
        for place, one in enumerate(contestants):
            made = one.once(seconds, f"r{turn}c{place}")
            found[one.name].append(made)
            say(f"round {turn + 1} of {rounds}, {one.name}: {in_words(made)}")
    return [
        summarise(
            one.name,
            one.about,
            found[one.name],
            durable=one.durable,
            usual=one.usual,
            goal=one.goal,
        )
        for one in contestants
    ]
