from __future__ import annotations

import numpy as np
import pytest

from suasion.questions.sampling import assumed_share, interval


def _pairs(sd_sourced, sd_assumed, n=4000):
    """Return draws of Y = sourced + assumed in pairs that share the sourced part."""
    generator = np.random.Generator(np.random.Philox(key=5))
    sourced = np.repeat(generator.normal(0, sd_sourced, n // 2), 2)
    return sourced + generator.normal(0, sd_assumed, n)


@pytest.mark.parametrize(("sourced", "assumed"), [(1.0, 1.0), (3.0, 1.0), (0.0, 2.0), (2.0, 0.0)])
def test_the_assumed_share_is_that_of_a_sum_whose_variances_are_known(sourced, assumed):
    share = assumed_share(_pairs(sourced, assumed))
    assert share == pytest.approx(assumed**2 / (assumed**2 + sourced**2), abs=0.06)


def test_nothing_varies_and_no_share_is_claimed():
    assert np.isnan(assumed_share(np.full(10, 3.0)))
    assert np.isnan(assumed_share(np.array([])))


def test_failed_draws_are_left_out_by_pairs():
    values = np.array([1.0, 3.0, np.nan, 7.0, 1.0, 3.0])
    assert assumed_share(values) == 1.0
    assert interval(np.array([np.nan, 2.0])) == (2.0, 2.0)
