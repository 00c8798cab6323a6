"""Everything is counted once, by clients, by the bulk, and by the instance."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bumang.rush.ask import KINDS, Ask, Heard, Kind, failed
from bumang.rush.behaviour import PERSON, Visitor
from bumang.rush.bulk import Stream, read_result
from bumang.rush.calibration import Calibration
from bumang.rush.counters import read
from bumang.rush.picture import picture
from bumang.rush.result import Result, result
from bumang.rush.tally import Tally
from bumang.rush.words import words

ASKS = [
    Ask("GET", "/", "light"),
    Ask("GET", "/receipts/x", "interactive"),
    Ask("POST", "/p", "accept", urgent=True),
]
HEARD = [Heard("done"), Heard("accepted"), Heard("queued"), Heard("invalid"), failed("reset")]
STREAMS = [
    Stream("interactive", ASKS[1:2], np.array([0.0, 5.0])),
    Stream("light", ASKS[:1], np.array([0.0, 9.0])),
]
TOLD = (
    b"Running 1s test\n"
    b'RESULT {"refused":1,"reset":2,"slow":0,"threads":['
    b'{"sent":9,"waiting":3,"counts":[[0,"done",4],[0,"queued",5],[1,"5xx",1]]},'
    b'{"sent":4,"waiting":0,"counts":[[0,"busy",2],[1,"done",2]]}]}\n'
)
TYPED = {"profile": "standard", "multiple": 3.0, "normal_per_s": 100.0, "seconds": 2.0, "seed": 1}


def tally_of(story: list[tuple[Ask, Heard, float]]) -> Tally:
    tally = Tally(urgent_deadline_s=10)
    for ask, told, took in story:
        visitor = Visitor(PERSON, (ask,), 0.5, np.random.default_rng(1))
        tally.answered(visitor, ask, 0.5, 0.5 + took, told)
        visitor.heard(0.5 + took, told)
        tally.ended(visitor, 0.5 + took)
    return tally


def summed(tally: Tally) -> Result:
    bulk = read_result(TOLD, b"", STREAMS)
    cores = {"generator": 0.1, "gate": 0.2, "work": 0.3}
    return result(tally, bulk, [300.0, 300.0], Calibration(5.0, 8.0), None, cores, **TYPED)


@given(
    st.lists(
        st.tuples(st.sampled_from(ASKS), st.sampled_from(HEARD), st.floats(0, 1.4)), max_size=50
    )
)
def test_offered_is_the_sum_of_the_answers_however_it_is_cut(
    story: list[tuple[Ask, Heard, float]],
) -> None:
    found = summed(tally_of(story))
    assert found.offered == sum(found.answers.values()) == len(story) + 17
    assert sum(found.other.values()) == found.answers["other"]
    assert sum(s["offered"] for s in found.sources.values()) == found.offered
    by_class = Counter[str]()
    for counts in found.by_class.values():
        by_class.update(counts)
    # Where no answer came to the bulk, its class is not known.
    assert sum(by_class.values()) == found.offered - 3
    assert sum(sum(s.answers.values()) for s in found.series) == found.offered - 3
    assert found.goodput_per_s == found.by_class["interactive"]["done"] / 2  # none is stale


def test_the_bulk_s_result_is_read_by_class_and_second() -> None:
    bulk = read_result(TOLD, b"", STREAMS)
    assert bulk.answers == Counter[Kind](done=6, queued=5, other=6)
    assert bulk.causes == {"refused": 1, "reset": 2, "timeout": 0, "5xx": 1, "busy": 2}
    assert bulk.class_by_second[0, "interactive"] == {"done": 4, "queued": 5}
    assert (bulk.planned, bulk.sent, bulk.waiting) == (14, 13, 3)


def test_the_urgent_are_judged_when_their_deadline_has_come() -> None:
    pay = ASKS[2]
    soon = tally_of(
        [(pay, Heard("accepted"), 1), (pay, Heard("invalid"), 1), (pay, Heard("accepted"), 11)]
    )
    assert soon.urgent_in_deadline == 2 / 3
    assert tally_of([(pay, Heard("queued"), 1)]).urgent_in_deadline is None


def test_the_instance_s_counters_are_read_and_its_own_looks_left_out() -> None:
    text = (
        "# HELP bumang_offered_total Requests\nbumang_offered_total {}.0\n"
        'bumang_answers_total{{answer="done"}} {}.0\nbumang_answers_total{{answer="queued"}} 4.0\n'
    )
    before, after = read(text.format(7, 2)), read(text.format(18, 12))
    assert before is not None
    assert after is not None
    assert after.since(before).offered == 10
    assert after.since(before).answers == dict.fromkeys(KINDS, 0) | {"done": 9}
    assert read("# nothing of ours\n") is None


def test_words_and_picture_say_what_the_sums_say() -> None:
    found = summed(tally_of([(ASKS[1], Heard("done"), 0.2), (ASKS[2], Heard("accepted"), 0.1)]))
    assert "offered 19 = 7 done + 1 accepted + 5 queued + 0 invalid + 6 other" in words(found)
    drawn = picture(found)
    assert "done 7" in drawn
    assert drawn.startswith("<svg")
    assert "http://" not in drawn.replace("http://www.w3.org/2000/svg", "")
