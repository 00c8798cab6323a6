"""It is calm until too many come in a second, and again when a whole second was calm."""

from bumang.intake.pace import Pace


def _come(pace: Pace, second: float, times: int) -> bool:
    return [pace.one_more(second) for _ in range(times)][-1]


def test_a_few_in_a_second_are_calm_and_one_too_many_are_not() -> None:
    pace = Pace(3)
    assert _come(pace, 5, 3)
    assert not _come(pace, 5.9, 1)


def test_the_second_after_a_rush_is_not_calm_and_the_one_after_it_is() -> None:
    pace = Pace(3)
    _come(pace, 5, 9)
    assert not _come(pace, 6, 1)
    assert _come(pace, 7, 1)


def test_after_a_pause_it_is_calm() -> None:
    pace = Pace(3)
    _come(pace, 5, 9)
    assert _come(pace, 65, 1)
