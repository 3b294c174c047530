"""The peers in the benchmarks of crises follow the same rule."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.crisis_numpy import NumpyCrisis
from benchmarks.crisis_paths import apart
from benchmarks.toy_reciprocity import ATTENTION, FADE, ODDS, PULL, ours

from suasion.crisis import simulate
from tests.crisis_models import gauges_of, random_crisis

PATHS = 1500


@pytest.mark.parametrize("seed", range(3))
def test_the_rule_in_numpy_has_the_same_means(seed: int) -> None:
    model, numbers = random_crisis(seed, days=15)
    found = simulate(model, numbers, paths=PATHS, days=15, seed=1, gauges=gauges_of(model))
    counts = np.zeros((PATHS, len(model.moves)))
    np.add.at(counts, (found.events["path"], found.events["move"]), 1.0)
    peer_counts, peer_ends = NumpyCrisis(model, numbers).run(PATHS, 15, 2)
    assert counts.sum() > PATHS
    assert apart(counts, peer_counts).max() < 4.5
    assert apart(found.gauges[:, -1], peer_ends).max() < 4.5


def test_another_pace_is_told_apart() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.poisson(2.0, (PATHS, 1)), rng.poisson(2.4, (PATHS, 1))
    assert apart(one, other).max() > 4.5


def test_the_toy_is_the_rule_that_its_page_states() -> None:
    rng = np.random.default_rng(3)
    debt, acts = np.zeros((PATHS, 2)), np.zeros((PATHS, 2))
    for _ in range(30):
        counts = rng.poisson(ATTENTION, (PATHS, 2))
        for path in range(PATHS):
            for actor in rng.permutation(np.repeat([0, 1], counts[path])):
                odds = ODDS * np.exp(PULL * debt[path, actor])
                if rng.random() < odds / (1.0 + odds):
                    acts[path, actor] += 1
                    debt[path, 1 - actor] += 1.0
        debt *= 1.0 - FADE
    rows = np.column_stack([acts, acts.sum(axis=1), debt.sum(axis=1)])
    assert apart(ours(30, PATHS, 1), rows).max() < 4.5
