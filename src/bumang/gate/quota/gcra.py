"""The generic cell rate algorithm (ITU-T I.371, annex A; the leaky bucket as a meter). Pure.

All that is kept of someone is one moment: the theoretical arrival time, until when what was asked
for is paid off at the quota's pace. Times are whole nanoseconds of a steady clock.
"""

from __future__ import annotations

from typing import NamedTuple

SECOND = 1_000_000_000


class Quota(NamedTuple):
    """`most` requests at once, and as many again in every `window_s` seconds, evenly."""

    most: int
    window_s: int = 60

    @property
    def step(self) -> int:
        """What one request costs of the window."""
        return self.window_s * SECOND // self.most


class Verdict(NamedTuple):
    """`until` is the theoretical arrival time to keep. `wait` is 0 for whoever is within the quota."""

    until: int
    wait: int
    remaining: int
    reset: int


def decide(quota: Quota, until: int, now: int) -> Verdict:
    """One more request at `now` by someone whose kept time is `until` (0: nothing is kept)."""
    window = quota.step * quota.most
    # More than a window ahead is of another boot of the machine: its clock began anew.
    begun = until if now < until <= now + window else now
    booked = begun + quota.step - now
    if booked > window:
        return Verdict(begun, booked - window, 0, begun - now)
    return Verdict(now + booked, 0, (window - booked) // quota.step, booked)
