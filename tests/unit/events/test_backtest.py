"""Backtests: nothing later is seen, what is known wins, too little is said."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from suasion.errors import InputError
from suasion.events.backtest import (
    BASELINES,
    Climatology,
    Forecaster,
    History,
    Paths,
    Persistence,
    Reaction,
    Recurrence,
    Regression,
    Season,
    backtest_stream,
)
from suasion.events.backtest.differences import compare
from suasion.events.backtest.origins import make_record
from suasion.events.backtest.rolling import alarm_probability
from suasion.events.dyads import parse_dyad
from suasion.events.series import Window
from suasion.events.stream import CLASSES
from tests.unit.events.event_rows import FIRST, row, simulated, stream_of

WEEKS = 130
QUICK = (*BASELINES, Regression())


def _generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(seed))


def _record(events: pl.DataFrame, by: str = "week", **fields: object) -> object:
    window = Window(since=FIRST, until=FIRST + timedelta(days=7 * WEEKS - 1))
    return make_record(
        events, by=by, dyad=parse_dyad("RUS-AZE"), actor=fields.get("actor"), window=window
    )


@pytest.mark.parametrize("forecaster", [*QUICK, Reaction()], ids=lambda one: one.name)
def test_a_later_event_changes_no_earlier_forecast(forecaster: Forecaster) -> None:
    """Thirty days of war from a week on: forecasts made by then must not move by a hair (C4)."""
    events = simulated(7 * WEEKS, 1, rate=0.3)
    war = FIRST + timedelta(days=7 * (WEEKS - 10))
    days = [(war + timedelta(days=k)).isoformat() for k in range(30)]
    planted = pl.concat([events, stream_of(*(row(day, "material_conflict") for day in days))])
    options = {"dyad": "RUS-AZE", "every": 3, "draws": 40, "forecasters": (forecaster,)}
    options["origin_from"] = war - timedelta(days=7 * 12)
    options["until"] = FIRST + timedelta(days=7 * WEEKS - 1)
    runs = [backtest_stream(one, **options).scores for one in (events, planted)]
    forecasts = [one.drop("observed", "crps", "log_score", "below", "at_most") for one in runs]
    forecasts = [one.drop("inside_50", "inside_90") for one in forecasts]
    early = [one.filter(pl.col("origin") <= war) for one in forecasts]
    late = [one.filter(pl.col("origin") > war) for one in forecasts]
    assert early[0]["origin"].n_unique() == 5
    assert early[0].equals(early[1])
    assert late[0].equals(late[1]) == (forecaster.name == "season")  # it looks a year back


def test_a_history_ends_the_day_before_its_origin() -> None:
    record = _record(simulated(7 * WEEKS, 2))
    history = record.history(60)
    assert history.origin == FIRST + timedelta(days=7 * 60)
    assert history.events["day"].max() < history.origin
    assert len(history.starts) == len(history.counts) == 60
    assert sum(len(part) for part in history.intensities) == int(history.counts.sum())


def test_the_record_is_that_of_the_stream() -> None:
    events = simulated(7 * WEEKS, 3)
    record = _record(events)
    assert record.counts.sum() == len(events)
    assert record.sums.sum() == pytest.approx(float(events["intensity"].sum()))
    one_side = _record(events, actor="RUS")
    assert one_side.counts.sum() == len(events.filter(pl.col("source") == "RUS"))
    assert len(one_side.events) == len(events)


def _history(counts: np.ndarray, by: str = "week") -> History:
    starts = tuple(FIRST + timedelta(days=7 * k) for k in range(len(counts)))
    return History(
        origin=starts[-1] + timedelta(days=7),
        by=by,
        starts=starts,
        counts=counts,
        sums=-counts,
        intensities=tuple(np.full(int(counts[:, k].sum()), -1.0) for k in range(4)),
        events=stream_of(),
        dyad=None,
        directions=(),
    )


def test_baselines_are_what_they_say() -> None:
    weeks = np.arange(160)
    counts = np.repeat((weeks % 52)[:, None], 4, axis=1).astype(float)
    history = _history(counts)
    season = Season().fit(history).sample(3, 400, _generator(0)).counts
    at = [(160 + step) % 52 for step in range(3)]
    for step in range(3):
        assert np.abs(season[:, step] - at[step]).max() <= 3
    recent = Recurrence().fit(history).sample(3, 400, _generator(0)).counts
    assert set(np.unique(recent)) <= set(counts[-13:, 0])
    climate = Climatology().fit(history).sample(3, 4000, _generator(0)).counts
    assert climate.mean() == pytest.approx(counts.mean(), rel=0.05)
    kept = Persistence().fit(history).sample(2, 400, _generator(0)).counts
    assert np.median(kept[:, 0, 0]) == counts[-1, 0] + 1  # last week plus the usual change


def test_baselines_keep_classes_and_intensities_together() -> None:
    counts = np.random.default_rng(1).poisson(3.0, (80, 4)).astype(float)
    for one in (Climatology(), Recurrence(), Season()):
        if one.name == "season":
            counts = np.concatenate([counts, counts])
        paths = one.fit(_history(counts)).sample(4, 50, _generator(1))
        assert (paths.sums == -paths.counts).all()


def test_counts_are_whole_and_never_negative() -> None:
    counts = np.random.default_rng(2).poisson(1.0, (120, 4)).astype(float)
    for one in QUICK:
        drawn = one.fit(_history(counts)).sample(13, 60, _generator(2)).counts
        assert drawn.min() >= 0
        assert (drawn == np.round(drawn)).all()
        assert drawn.shape == (60, 13, 4)


class _Knowing:
    """Knows the rates that made the stream."""

    name = "knowing"
    is_baseline = False

    def __init__(self, rates: np.ndarray) -> None:
        self.rates = rates

    def fit(self, history: History) -> _Knowing:
        return self

    def sample(self, steps: int, draws: int, generator: np.random.Generator) -> Paths:
        counts = generator.poisson(self.rates, (draws, steps, 4)).astype(float)
        weights = np.array([3.0, 6.0, -4.0, -9.0])
        return Paths(counts=counts, sums=counts * weights)


def test_who_knows_the_truth_wins_where_baselines_are_misled() -> None:
    """Conflict grows fivefold half a year before the first origin: the past misleads."""
    events = simulated(7 * WEEKS, 4, rate=0.3, jump_on=7 * 58, factor=5.0)
    knowing = _Knowing(7 * 2 * np.array([0.3, 0.075, 1.5, 0.375]))
    answer = backtest_stream(
        events, dyad="RUS-AZE", origin_from=FIRST + timedelta(days=7 * 60), horizons=(1,),
        draws=200, forecasters=(Climatology(), knowing),
    )  # fmt: skip
    chief = answer.comparisons.filter(pl.col("event_class") == "all", pl.col("score") == "crps")
    assert chief["verdict"].to_list() == ["beats it", "beats it"]
    assert (
        "knowing beats the best baseline for the number of events 1 week ahead"
        in (answer.sentences[0])
    )
    inside = answer.summary.filter(forecaster="knowing", event_class="all", measure="count")
    assert 0.8 < inside["inside_90"][0] <= 1.0


def test_a_model_that_is_a_baseline_does_not_beat_it() -> None:
    class Copy(Climatology):
        pass

    copy = Copy(name="copy", is_baseline=False)
    answer = backtest_stream(
        simulated(7 * WEEKS, 5), dyad="RUS-AZE", draws=100, forecasters=(*BASELINES, copy)
    )
    assert "copy does not beat the best baseline" in answer.sentences[0]
    assert (answer.comparisons["verdict"] != "too few origins").any()


def test_the_chance_of_an_event_within_30_days_counts_the_days_that_are_in_them() -> None:
    record = _record(simulated(7 * WEEKS, 6))
    counts = np.zeros((1, 5, 4))
    counts[0, 4, CLASSES.index("material_conflict")] = 1.0
    paths = Paths(counts=counts, sums=counts)
    assert alarm_probability(record, 60, paths) == pytest.approx(2.0 / 7.0)
    counts[0, 0, CLASSES.index("material_conflict")] = 1.0
    assert alarm_probability(record, 60, paths) == 1.0


def test_few_origins_are_compared_with_nothing() -> None:
    events = simulated(7 * 60, 7)
    answer = backtest_stream(events, dyad="RUS-AZE", draws=50, forecasters=QUICK)
    assert 0 < len(answer.origins) < 20
    assert set(answer.comparisons["verdict"]) == {"too few origins"}
    assert any("only" in note for note in answer.notes)
    assert all("too few origins" in one for one in answer.sentences)


@pytest.mark.parametrize("days", [1, 30])
def test_a_short_record_is_said_and_not_scored(days: int) -> None:
    events = stream_of(*(row((FIRST + timedelta(days=k)).isoformat()) for k in range(days)))
    answer = backtest_stream(events, forecasters=QUICK)
    assert answer.origins == ()
    assert "too few" in answer.notes[0]
    assert answer.sentences == ()
    assert answer.to_json()["n_origins"] == 0


def test_what_fails_is_counted_and_said() -> None:
    answer = backtest_stream(simulated(7 * WEEKS, 8), draws=20, every=5, forecasters=(
        Climatology(), Season(), Reaction(),
    ))  # fmt: skip
    failed = dict(answer.failures.select("forecaster", "n").rows())
    assert failed["reaction"] == len(answer.origins)
    assert failed["season"] > 0
    assert any("reaction: it needs a dyad" in note for note in answer.notes)
    assert answer.sentences == ("reaction: no forecast could be scored",)


def test_the_same_seed_gives_the_same_and_another_seed_does_not() -> None:
    options = {"dyad": "RUS-AZE", "draws": 30, "every": 10, "forecasters": QUICK}
    events = simulated(7 * 90, 9)
    one, two = (backtest_stream(events, seed=0, **options).scores for _ in range(2))
    assert one.equals(two)
    assert not one.equals(backtest_stream(events, seed=1, **options).scores)


def test_who_else_forecasts_changes_nothing() -> None:
    options = {"dyad": "RUS-AZE", "draws": 30, "every": 10}
    events = simulated(7 * 90, 10)
    alone = backtest_stream(events, forecasters=(Climatology(),), **options).scores
    both = backtest_stream(events, forecasters=(Persistence(), Climatology()), **options).scores
    assert both.filter(forecaster="climatology").equals(alone)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"horizons": ()}, "cannot be run"),
        ({"horizons": (0,)}, "cannot be run"),
        ({"every": 0}, "cannot be run"),
        ({"draws": 1}, "cannot be run"),
        ({"actor": "TUR", "dyad": "RUS-AZE"}, "no side"),
        ({"actor": "RUS"}, "no side"),
        ({"dyad": "RUS-XXX"}, "not in the stream"),
        ({"by": "hour"}, "no such period"),
    ],
)
def test_what_cannot_be_asked_is_said(asked: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        backtest_stream(simulated(20, 11), **asked)


@pytest.mark.parametrize(("shift", "verdict"), [(-1.0, "beats it"), (1.0, "does worse")])
def test_a_clear_difference_is_called(shift: float, verdict: str) -> None:
    scores = np.random.default_rng(3).gamma(2.0, size=80)
    model = scores + shift + 0.3 * np.random.default_rng(4).normal(size=80)
    assert compare(model, scores, block=4, generator=_generator(0)).verdict == verdict


def test_a_difference_of_nothing_is_called_in_about_one_of_ten() -> None:
    random = np.random.default_rng(5)
    calls = 0
    for _ in range(200):
        noise = random.normal(size=121)
        gaps = noise[1:] + 0.7 * noise[:-1]  # neighbours share what they are scored on
        found = compare(gaps, np.zeros(120), block=4, generator=_generator(1))
        calls += found.verdict != "does not beat it"
    assert calls <= 40  # 10 % is claimed; 20 % would fail this in one case of two


def test_days_and_months_are_scored_too() -> None:
    events = simulated(900, 12)
    for by in ("day", "month"):
        answer = backtest_stream(events, by=by, dyad="RUS-AZE", every=60 if by == "day" else 3,
                                 draws=20, horizons=(1, 2), forecasters=QUICK[:2])  # fmt: skip
        assert len(answer.scores) > 0
        assert answer.alarms["brier"].is_between(0.0, 1.0).all()


def test_forecasts_begin_with_the_day_that_was_asked_for() -> None:
    events = simulated(7 * WEEKS, 13)
    asked = date(2017, 1, 4)
    answer = backtest_stream(events, origin_from=asked, draws=10, forecasters=QUICK[:1])
    assert answer.origins[0] == date(2017, 1, 9)
    early = backtest_stream(events, origin_from=FIRST, draws=10, forecasters=QUICK[:1])
    assert len([o for o in early.origins if o < FIRST + timedelta(days=7 * 52)]) == 0
    assert any("need 52 weeks" in note for note in early.notes)


def test_the_share_that_is_done_is_told_from_each_origin() -> None:
    told: list[tuple[str, float]] = []
    answer = backtest_stream(
        simulated(7 * WEEKS, 2, rate=0.3),
        dyad="RUS-AZE",
        every=8,
        draws=10,
        forecasters=(Climatology(),),
        progress=lambda what, share: told.append((what, share)),
    )
    shares = [share for _, share in told]
    assert len(told) == len(answer.origins) > 3
    assert shares[0] == 0.0
    assert shares == sorted(set(shares))
    assert shares[-1] < 1.0
    assert str(answer.origins[0]) in told[0][0]
