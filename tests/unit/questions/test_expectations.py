from __future__ import annotations

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.questions.expectations import judge, parse_expectation

RESULTS = {
    ("base", "x"): (10.0, np.array([9.0, 10.0, 11.0, 12.0])),
    ("cut", "x"): (7.0, np.array([6.0, 7.0, 12.0, 8.0])),
}


def _judge(text):
    return judge(parse_expectation(text, "here"), "c", lambda s, o: RESULTS[s, o])


def test_an_inequality_is_put_to_the_central_figures_and_to_every_draw():
    row = _judge("cut:x < base:x")
    assert row.holds_on_central
    assert row.share_of_draws == pytest.approx(0.75)
    assert row.verdict == "cannot tell"


def test_sums_of_terms_and_numbers():
    row = _judge("base:x - cut:x <= 5")
    assert (row.left, row.right) == (3.0, 5.0)
    assert row.verdict == "came out"
    assert _judge("base:x - cut:x > 5").verdict == "did not come out"


def test_equality_holds_within_one_percent():
    assert _judge("base:x = 10.05").holds_on_central
    assert not _judge("base:x = 10.5").holds_on_central


def test_without_draws_the_central_figures_decide():
    row = judge(parse_expectation("base:x > 1", "here"), "c", lambda *_: (10.0, np.array([np.nan])))
    assert row.verdict == "came out"


def test_what_was_not_solved_is_not_judged():
    row = judge(
        parse_expectation("gone:x > 1", "here"), "c", lambda *_: (np.nan, np.array([np.nan]))
    )
    assert row.verdict == "not solved"


@pytest.mark.parametrize(
    "text", ["", "base:x", "a:x < b:x < c:x", "< 3", "a:x + < 3", "a:x b:x < 3", "import os < 3"]
)
def test_other_grammar_is_refused(text):
    with pytest.raises(InputError):
        parse_expectation(text, "here")
