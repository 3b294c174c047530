"""What observations tell, on ensembles of which the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.comparison.observations import parse_observation
from suasion.comparison.voi import Ensemble, rank_observations
from suasion.comparison.voi_measures import about_account, about_outcome, classes_of
from suasion.crisis import simulate
from suasion.errors import InputError
from tests.unit.comparison.toy import A_ANSWERS, DAYS, MODEL, numbers

SHAPE = (4, 30, 10)
RNG = np.random.default_rng(3)
FLIPS = RNG.integers(0, 2, SHAPE).astype(float)


def test_an_observation_that_names_the_account_tells_all() -> None:
    told = np.arange(4.0)[:, None, None] * np.ones(SHAPE)
    gain = about_account(told, 1)
    assert gain.prior == 2.0
    assert gain.value == pytest.approx(2.0, abs=0.05)
    assert gain.high <= 2.0


def test_an_observation_that_has_nothing_to_do_with_it_tells_nothing() -> None:
    gain = about_account(FLIPS, 1)
    assert gain.value == pytest.approx(0.0, abs=0.004)
    assert gain.low == 0.0
    other = RNG.integers(0, 2, SHAPE).astype(float)
    assert about_outcome(other, FLIPS, 1).value == pytest.approx(0.0, abs=0.004)


def test_a_half_true_observation_tells_what_its_channel_carries() -> None:
    """Two accounts, an answer that is right 9 times in 10: 1 - H(0.1) bits."""
    right = RNG.random((2, 2000, 1)) < 0.9
    seen = np.where(right, np.array([0.0, 1.0])[:, None, None], np.array([1.0, 0.0])[:, None, None])
    expected = 1.0 + 0.1 * np.log2(0.1) + 0.9 * np.log2(0.9)
    gain = about_account(seen, 1)
    assert gain.value == pytest.approx(expected, abs=0.03)
    assert gain.low <= gain.value <= gain.high


def test_the_outcome_itself_tells_all_about_it() -> None:
    gain = about_outcome(FLIPS, FLIPS, 1)
    assert gain.value == pytest.approx(1.0, abs=0.01)


def test_a_number_is_explained_by_as_much_variance_as_it_shares() -> None:
    seen = RNG.integers(0, 2, (4, 300, 10)).astype(float)
    target = 2.0 * seen + RNG.normal(0.0, 1.0, seen.shape)
    gain = about_outcome(seen, target, 1)
    assert gain.prior == pytest.approx(2.0, rel=0.05)
    assert gain.value == pytest.approx(1.0, rel=0.05)


def test_draws_that_vary_together_are_not_taken_for_many() -> None:
    """Accounts alike, all paths of a draw alike: what little data seem to tell is chance."""
    few = np.repeat(RNG.integers(0, 2, (4, 6, 1)).astype(float), 500, axis=2)
    gain = about_account(few, 1)
    assert gain.by_chance > 0.02
    assert gain.value < 0.15


def test_numbers_are_read_in_five_classes_and_gaps_in_their_own() -> None:
    values = np.append(np.arange(100.0), np.nan)
    assert np.bincount(classes_of(values) + 1).tolist() == [1, 20, 20, 20, 20, 20]


def test_the_best_observation_comes_first_and_the_question_is_left_out() -> None:
    told = np.arange(4.0)[:, None, None] * np.ones(SHAPE)
    names = ("blind", "clear")
    observations = tuple(parse_observation(MODEL, f"count * in 0..{at}", name=name)
                         for at, name in enumerate(names))  # fmt: skip
    ensemble = Ensemble(
        accounts=tuple("abcd"),
        observations=observations,
        seen=np.array([FLIPS, told]),
        titles=("war",),
        outcomes=np.array([FLIPS]),
        failed_draws=0,
    )
    said = {"case": "toy", "as_of": "", "days": 9, "seed": 1}
    answer = rank_observations(ensemble, "account", **said)
    assert [row.observation for row in answer.observations] == ["clear", "blind"]
    assert answer.observations[0].expected_posterior == pytest.approx(1.0)
    assert answer.observations[1].expected_posterior == pytest.approx(0.25, abs=0.01)
    about = rank_observations(ensemble, "clear", **said)
    assert [row.observation for row in about.observations] == ["blind"]
    assert rank_observations(ensemble, "war", **said).observations[0].observation == "blind"


def test_observables_are_read_path_by_path() -> None:
    paths = simulate(MODEL, numbers(*A_ANSWERS), paths=20, days=DAYS, seed=2)
    counts = np.bincount(paths.events["path"], minlength=20)
    count = parse_observation(MODEL, "count * in 0..239", name="x")
    assert count.read(paths, ()).tolist() == counts.tolist()
    both = parse_observation(
        MODEL, "count * in 0..239 >= 20 and any hit:A* in 0..239 = 1", name="x"
    )
    first = np.isin(np.arange(20), paths.events["path"][paths.events["move"] == 0])
    assert both.read(paths, ()).tolist() == ((counts >= 20) & first).tolist()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("count * in 0..9 > many", "is no number"),
        ("kount * in 0..9", "no measure is called"),
        ("count hit* in 0..9 and any * in 0..9 > 0", "only a yes or no"),
        ("count strike* in 0..9", "no move is called"),
    ],
)
def test_observables_that_do_not_parse_are_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_observation(MODEL, text, name="x")
