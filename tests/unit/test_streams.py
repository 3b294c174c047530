"""Named substreams."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.streams import Streams


def test_streams_differ_by_name_and_seed() -> None:
    draws = {
        (seed, name): tuple(Streams(seed).uniform(name, 8)) for seed in (0, 1) for name in "ab"
    }
    assert len(set(draws.values())) == 4


def test_numbers_are_fixed() -> None:
    expected = [0.4484653666782574, 0.2348581658446226, 0.6338757672477455]
    assert list(Streams(0).uniform("figure/x", 3)) == expected


def test_draws_are_spread_evenly() -> None:
    draws = Streams(3).uniform("spread", 10_000)
    counts, _ = np.histogram(draws, bins=10, range=(0, 1))
    assert draws.min() >= 0.0
    assert draws.max() < 1.0
    assert np.all(np.abs(counts - 1000) < 150), "five standard errors of a tenth"


def test_a_seed_is_a_whole_number() -> None:
    with pytest.raises(TypeError):
        Streams("7")  # type: ignore[arg-type]
