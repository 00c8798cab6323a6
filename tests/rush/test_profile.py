"""Profiles: the shipped ones are right, and a wrong one is told in words."""

from pathlib import Path

import pytest

from bumang.rush.profile import WrongProfileError, load, read, shipped
from bumang.rush.wishes import requests_a_visit


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_can_be_read_and_is_called_as_its_file(name: str) -> None:
    profile = load(name)
    assert profile.name == name
    assert profile.about
    assert sum(profile.mix.shares().values()) == pytest.approx(1)
    assert 1 <= requests_a_visit(profile) < 3
    assert profile.points()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = 1\n[mix]\npages=1", "Expected `str`, got `int` - at `$.name`"),
        ("name = 'x'\n[mix]", "asks for nothing"),
        ("name = 'x'\nshape = 'wave'\n[mix]\npages=1", "no shape 'wave'. There are: step"),
        ("name = 'x'\nghost = 0.1\n[mix]\npages=1", "unknown field `ghost`"),
        ("name = 'x'\nghosts = 0.6\nscripts = 0.6\n[mix]\npages=1", "more than all visits"),
        ("name = 'x'\nghosts = 2\n[mix]\npages=1", "<= 1"),
        ("name = x", "not right"),
    ],
)
def test_a_wrong_profile_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(WrongProfileError, match=words.replace("$", r"\$").replace(".", r"\.")):
        read(text.encode(), Path())


def test_a_name_that_is_no_profile_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(WrongProfileError, match="standard"):
        load(str(tmp_path / "none.toml"))


def test_a_recorded_series_is_a_shape(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("minute,calls\n0,1\n1,4\n2,2\n3,9\n")
    text = "name='x'\n[mix]\npages=1\n[recording]\nfile='calls.csv'\ncolumn='calls'\nrows=3"
    (tmp_path / "mine.toml").write_text(text)
    assert load(str(tmp_path / "mine.toml")).points() == [(0.0, 0.25), (0.5, 1.0), (1.0, 0.5)]


@pytest.mark.parametrize(
    ("file", "column", "words"),
    [
        ("none.csv", "calls", "No such file"),
        ("calls.csv", "visits", "no column 'visits'"),
        ("calls.csv", "day", "could not convert"),
    ],
)
def test_a_series_that_cannot_be_read_is_told_in_words(
    tmp_path: Path, file: str, column: str, words: str
) -> None:
    (tmp_path / "calls.csv").write_text("day,calls\nMonday,1\nTuesday,4\n")
    text = f"name='x'\n[mix]\npages=1\n[recording]\nfile='{file}'\ncolumn='{column}'"
    with pytest.raises(WrongProfileError, match=words):
        read(text.encode(), tmp_path).points()


def test_a_recorded_flash_crowd_is_a_shape(shared: Path) -> None:
    table = shared / "data/load_shapes/wc98_flash_crowds.csv"
    text = f"name='x'\n[mix]\npages=1\n[recording]\nfile='{table}'\ncolumn='requests_per_min'\nrows=361"
    points = read(text.encode(), Path()).points()
    assert len(points) == 361
    assert max(share for _, share in points) == 1
