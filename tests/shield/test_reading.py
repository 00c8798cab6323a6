"""shield.toml is read strictly: what is wrong is told with its place and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from bumang.shield.reading import WrongConfigError, read, read_file

EXAMPLE = Path(__file__).parents[2] / "examples" / "old-system" / "shield.toml"
STORE = """[[route]]
path = "/a"
[route.store]
person = "field:p"
done = { status = [303] }
"""


def test_the_example_is_read_with_every_measure() -> None:
    config = read_file(EXAMPLE, "")
    style, form = config.route
    assert (style.cache, style.stale_if_error, style.wait) == (60, 3600, False)
    assert form.store is not None
    assert form.store.ask is not None
    assert form.store.ask.settle == 25
    assert form.store.done.location is not None
    assert form.store.done.location.found_in("/applications?person=1")
    assert config.upstream.answer == 20


def test_the_command_line_s_upstream_wins() -> None:
    assert read_file(EXAMPLE, "http://10.0.0.5").upstream.url == "http://10.0.0.5"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = [", "is not TOML"),
        ("", "does not say which system stands behind"),
        ('[upstream]\nurl = "ftp://a"', "upstream: url must be like http://10.0.0.5:8080"),
        ('[upstream]\nurl = "http://a/b"', "url must end after the port"),
        ("[upstream]\nanswer = 30", "upstream, answer: must be text in quotes"),
        ('[upstream]\nanswer = "30"', 'must be written like "500ms"'),
        ("[limits]\nstart = 0", "limits, start: Expected `int` >= 1"),
        ("[limits]\nstart = 999", "start must lie between least and most"),
        ('[[route]]\npath = "a"', "route 1: path must begin with /"),
        ('[[route]]\npath = "/a"\ncach = "1s"', "route 1: Object contains unknown field `cach`"),
        ('[[route]]\npath = "/a"\nmethods = ["post"]', "written in capitals"),
        (STORE + 'unknown = "ask"', "belong together"),
        (STORE + 'twice = "cookie:x"', "route 1, store: twice must be"),
        (STORE + 'size = "1GB"', "size is at most 20MB"),
        (STORE.replace("{ status = [303] }", "{}"), "must say at least one of status"),
        (STORE.replace("{ status = [303] }", '{ text = "(" }'), "is not a regular expression"),
        (STORE + STORE, "two stored routes have one path"),
        ('trusted = ["10.0.0.0/33"]', "trusted holds '10.0.0.0/33'"),
        ('prefix = "bumang/"', "prefix must be like"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(WrongConfigError) as wrong:
        read(text)
    assert told in str(wrong.value)
    assert "shield.toml" in str(wrong.value)
