"""What a record tells about accounts of which the truth is known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from suasion.comparison.record_acts import Branch, Coding
from suasion.comparison.record_baselines import poisson_chances, reaction_chances
from suasion.comparison.record_chances import Scoring, record_chances
from suasion.comparison.record_clusters import find_clusters, make_segments, mix_branches
from suasion.comparison.record_marginals import effective_draws, log_mean_exp, resampled
from suasion.comparison.record_shuffles import shuffle_dates, simulate_record
from suasion.comparison.record_verdicts import SAME, verdict_of_all
from suasion.crisis import RecordedMove, log_likelihood
from suasion.streams import Streams
from tests.unit.comparison.toy import (
    A_ANSWERS,
    B_ANSWERS,
    DAYS,
    MODEL,
    SCORED,
    draws,
    judge,
    made,
    numbers,
)

RECORD = (
    RecordedMove(day=3, move="hit:A>B"),
    RecordedMove(day=5, move="hit:B>A"),
    RecordedMove(day=5, move="hit:B>A"),
    RecordedMove(day=60, move="hit:A>B"),
)


@pytest.mark.parametrize(("truth", "seed"), [("a", 1), ("b", 4)])
def test_an_account_that_made_the_record_is_found(truth: str, seed: int) -> None:
    accounts = {"a": draws(*A_ANSWERS), "b": draws(*B_ANSWERS)}
    acts = made(A_ANSWERS if truth == "a" else B_ANSWERS, seed)
    row = judge(acts, accounts).row
    assert row.verdict == f"{truth} fits better"
    assert (row.lowest > 0.0) if truth == "a" else (row.highest < 0.0)
    assert verdict_of_all([row], ["a", "b"]) == f"{truth} fits better"


def test_shuffled_dates_tell_nothing() -> None:
    accounts = {"a": draws(*A_ANSWERS), "b": draws(*B_ANSWERS)}
    for seed in (1, 2):
        acts = shuffle_dates(made(A_ANSWERS, seed), DAYS, Streams(99), "test")
        assert judge(acts, accounts).row.verdict == SAME


def test_two_accounts_that_are_one_are_not_told_apart() -> None:
    row = judge(made(A_ANSWERS, 4), {"a": draws(*A_ANSWERS), "b": draws(*A_ANSWERS)}).row
    assert (row.verdict, row.difference) == (SAME, 0.0)


def test_an_empty_record_tells_nothing() -> None:
    row = judge((), {"a": draws(*A_ANSWERS, count=2), "b": draws(*B_ANSWERS, count=2)}).row
    assert row.verdict == SAME
    assert row.reason == "the record holds no act between the two sides"


def test_a_likelihood_on_one_draw_is_no_ground_for_a_verdict() -> None:
    wide = [numbers(x, 0.0) for x in (0.1, 1.0, 4.0, 8.0)]
    row = judge(made(A_ANSWERS, 0), {"a": wide, "b": draws(*B_ANSWERS, count=4)}).row
    assert row.verdict == SAME
    assert "too few to say" in row.reason


def _scoring(slip: float, coverages: tuple[float, ...] = (1.0,)) -> Scoring:
    return Scoring(days=DAYS, scored=SCORED, pace=0.01, coverages=coverages, slip=slip)


def test_chances_of_a_whole_record_are_those_of_the_crisis() -> None:
    found = record_chances(MODEL, numbers(*A_ANSWERS), [Branch(acts=RECORD)], _scoring(0.0))
    expected = log_likelihood(MODEL, numbers(*A_ANSWERS), RECORD, DAYS)
    # Two equal acts on a day come in one order only, so factorials do not part the two.
    assert found.sum() == pytest.approx(expected, abs=1e-9)


def test_records_followed_side_by_side_are_as_if_alone() -> None:
    branches = [Branch(acts=RECORD), Branch(acts=RECORD[:2]), Branch(acts=RECORD[1:])]
    together = record_chances(MODEL, numbers(*A_ANSWERS), branches, _scoring(0.05))
    alone = [
        record_chances(MODEL, numbers(*A_ANSWERS), [one], _scoring(0.05))[0] for one in branches
    ]
    assert np.allclose(together, alone, rtol=0.0, atol=1e-12)


def test_an_impossible_act_costs_no_more_than_a_slip() -> None:
    deaf = numbers(*A_ANSWERS)
    deaf.pace[:] = 0.0
    found = record_chances(MODEL, deaf, [Branch(acts=RECORD)], _scoring(0.05))
    per_act = np.log(0.05 * 0.01)
    assert found.sum() == pytest.approx(4 * per_act - np.log(2.0) - 0.05 * 0.01 * 2 * DAYS)


def test_clusters_part_where_more_than_three_weeks_pass() -> None:
    clusters = find_clusters([0, 21, 43, 43, 100])
    assert [(one.first, one.last, one.n_acts) for one in clusters] == [
        (0, 21, 2),
        (43, 43, 2),
        (100, 100, 1),
    ]
    segments = make_segments(clusters, [50, 500], 120)
    assert segments.cuts == (0, 43, 50, 100)
    assert segments.cluster.tolist() == [0, 1, 1, 2]


def test_a_mixture_of_reports_is_the_mean_of_what_may_be_true() -> None:
    weights = (0.3, 0.7)
    branches = tuple(Branch(acts=(), weights=((5, float(np.log(weight))),)) for weight in weights)
    coding = Coding(id="x", title="", branches=branches)
    segments = make_segments(find_clusters([0, 4, 30]), [], 40)
    chances = np.zeros((2, 1, 40))
    chances[:, 0, 2] = -1.0
    chances[0, 0, 10], chances[1, 0, 10] = -2.0, -3.0
    found = mix_branches(coding, chances, segments)
    whole = np.log(0.3 * np.exp(-3.0) + 0.7 * np.exp(-4.0))
    assert found.sum() == pytest.approx(whole)
    parted = make_segments(find_clusters([0, 4, 30]), [4], 40)
    assert mix_branches(coding, chances, parted)[0, 0] == pytest.approx(-1.0)


def test_baselines_are_chances() -> None:
    """Over all records of three days with up to three acts, chances almost sum to 1."""
    for chances in (poisson_chances, reaction_chances):
        total = 0.0
        for a in range(4):
            for b in range(4):
                acts = [RecordedMove(day=0, move="hit:A>B")] * a
                acts += [RecordedMove(day=0, move="hit:B>A")] * b
                table = chances(MODEL, SCORED, Branch(acts=tuple(acts)), 1)
                total += float(np.exp(table.sum(axis=-1)).mean())
        assert 0.998 < total <= 1.0 + 1e-12


def test_the_mean_over_draws_is_taken_before_logs() -> None:
    values = np.log([0.1, 0.2, 0.6, 0.7])
    assert float(log_mean_exp(values)) == pytest.approx(np.log(0.4))
    assert effective_draws(np.log([1.0, 1.0, 0.0 + 1e-12])) == pytest.approx(2.0, abs=1e-6)
    assert resampled(values, np.array([[0.0, 0.0, 2.0, 2.0]]))[0] == pytest.approx(np.log(0.65))


def test_simulated_records_are_as_long_as_the_one_they_stand_for() -> None:
    given = RecordedMove(day=7, move="hit:A>B", given=True)
    acts = simulate_record(
        MODEL, numbers(*A_ANSWERS), (given, *RECORD[:3]), DAYS, SCORED, Streams(2), 5
    )
    assert given in acts
    assert len(acts) == 4
    assert all(one.day <= other.day for one, other in pairwise(acts))
