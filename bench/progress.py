"""What the terminal tells: one line a step, in plain words."""

from __future__ import annotations

from bench.figures import Round


def say(words: str) -> None:
    print(f"bench: {words}", flush=True)


def in_words(found: Round) -> str:
    """A round as a sentence: `1,719 a second, p50 139.3 ms, p99 673.8 ms`."""
    words = [f"{found.rate:,.0f} a second"]
    words += [f"p50 {found.p50:,.1f} ms"] if found.p50 is not None else []
    words += [f"p99 {found.p99:,.1f} ms"] if found.p99 is not None else []
    words += [f"{found.wrong:,} WRONG"] if found.wrong else []
    return ", ".join(words)
