"""What a page brings over the wire."""

import pytest
from bench.figures import PageSize
from bench.instance import percentile
from bench.pages import belongings
from bench.table import Sizes, page
from bench.wire import read

SMALL = PageSize("start page", 2_500, 1_100, True, goal=14_336, p50=1.2, p99=2.4)


def test_headers_count_as_bytes_on_the_wire():
    came = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n1234"
    answer = read(came)
    assert (answer.status, answer.on_the_wire, answer.compressed) == (200, len(came), True)


def test_a_page_that_comes_as_it_is_is_not_called_compressed():
    assert not read(b"HTTP/1.1 200 OK\r\n\r\n1234").compressed


@pytest.mark.parametrize("came", [b"", b"HTTP/1.1 200 OK\r\n", b"SSH-2.0\r\n\r\n"])
def test_what_is_no_http_is_an_error(came):
    with pytest.raises(ValueError, match="no HTTP"):
        read(came)


def test_styles_and_scripts_of_a_page_are_found():
    styles, scripts = belongings(
        '<link rel="icon" href="/i"><link rel="stylesheet" href="/s.css">'
        '<script src="/h.js" defer></script><script>1</script>'
    )
    assert (styles, scripts) == (["/s.css"], ["/h.js"])


def test_the_percentile_is_a_value_that_was_measured():
    values = [float(n) for n in range(100, 0, -1)]
    assert (percentile(values, 50), percentile(values, 99), percentile([7.0], 99)) == (50, 99, 7)


def test_the_goal_of_a_page_is_met_below_it_only():
    large = PageSize("large", 20_000, 14_336, False, goal=14_336)
    text = page({"flush": "0.5 ms"}, [Sizes("pages", [SMALL, large], "About.")])
    assert "| start page | 2,500 | 1,100 | 14,336 | met | 1.2 | 2.4 |" in text
    assert "| large | 20,000 | 14,336 (not compressed) | 14,336 | not met | – | – |" in text
