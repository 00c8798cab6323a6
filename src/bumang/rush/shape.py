"""How load goes over time: points of (seconds' share, share of the peak), and the schedule from it.

A schedule is fixed before the run begins, so that a slow answer delays nobody who comes later.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.float64]
Points = Sequence[tuple[float, float]]

SHAPES: dict[str, Points] = {
    "step": ((0, 1), (1, 1)),
    # Nothing is announced: within a twentieth of the time everybody comes, then most have been.
    "flash-crowd": ((0, 0.02), (0.15, 0.02), (0.2, 1), (0.5, 0.8), (1, 0.1)),
    # Two hours before midnight the rate is the highest, and four in ten are there at the end.
    "deadline-evening": ((0, 0.3), (0.5, 0.55), (0.75, 1), (0.98, 1), (1, 0.4)),
    # One pulse in a calm hour, to see how soon calm is back.
    "pulse": ((0, 0.01), (0.1, 0.01), (0.1001, 1), (0.5, 1), (0.5001, 0.01), (1, 0.01)),
}


def recorded(values: Sequence[float]) -> Points:
    """A recorded series as a shape, its largest value the peak. Raises ValueError in words."""
    series = np.asarray(values, dtype=float)
    if len(series) < 2:
        raise ValueError("a recorded series needs at least two values")
    if not np.isfinite(series).all() or (series < 0).any() or series.max() <= 0:
        raise ValueError("a recorded series needs numbers that are not negative, one above zero")
    at = np.linspace(0, 1, len(series))
    return list(zip(at.tolist(), (series / series.max()).tolist(), strict=True))


def expected(points: Points, peak_per_s: float, seconds: float) -> float:
    """How many arrive in the whole time."""
    at, share = _columns(points)
    return float(np.trapezoid(share, at * seconds) * peak_per_s)


def schedule(points: Points, peak_per_s: float, seconds: float, seed: int) -> Times:
    """When each client arrives, in order, in seconds from the start.

    As many as the shape says, exactly; given their number, they come as in a Poisson process: each
    independently, by the shape's density. The same seed, the same schedule.
    """
    at, share = _columns(points)
    came = np.concatenate(([0.0], np.cumsum(np.diff(at) * (share[1:] + share[:-1]) / 2)))
    count = round(expected(points, peak_per_s, seconds))
    drawn = np.sort(np.random.default_rng(seed).random(count))
    return _when(drawn * came[-1], at, share, came) * seconds


def cumulative(points: Points, peak_per_s: float, seconds: float, step_s: float) -> Times:
    """How many have arrived after every `step_s`, from 0 to the end."""
    at, share = _columns(points)
    ends = np.linspace(0, 1, round(seconds / step_s) + 1)
    fine = np.unique(np.concatenate((at, ends)))
    rate = np.interp(fine, at, share)
    came = np.concatenate(([0.0], np.cumsum(np.diff(fine) * (rate[1:] + rate[:-1]) / 2)))
    return np.interp(ends, fine, came) * seconds * peak_per_s


def _when(area: Times, at: Times, share: Times, came: Times) -> Times:
    """Inverts the area under a line of straight pieces, each a quadratic."""
    piece = np.clip(np.searchsorted(came, area, side="right") - 1, 0, len(at) - 2)
    width, low = at[piece + 1] - at[piece], share[piece]
    slope = (share[piece + 1] - low) / width
    rest = area - came[piece]
    root = np.sqrt(np.maximum(low * low + 2 * slope * rest, 0))
    into: Times = np.divide(2 * rest, low + root, out=np.zeros_like(rest), where=low + root > 0)
    return at[piece] + np.minimum(into, width)


def _columns(points: Points) -> tuple[Times, Times]:
    at, share = np.asarray(points, dtype=float).T
    return at, share
