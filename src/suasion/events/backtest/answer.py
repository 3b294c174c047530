"""The backtest of a stream: forecasts from rolling origins, scored, compared, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl
from attrs import asdict, frozen

from suasion.errors import InputError
from suasion.events.backtest.baselines import BASELINES
from suasion.events.backtest.calibration import calibrate, reliability
from suasion.events.backtest.differences import LEAST_ORIGINS
from suasion.events.backtest.forecaster import Forecaster
from suasion.events.backtest.origins import LEAST_HISTORY, Record, list_origins, make_record
from suasion.events.backtest.reaction_forecast import Reaction
from suasion.events.backtest.regression import Regression
from suasion.events.backtest.rolling import (
    ALARM_DAYS,
    ALARM_PERIODS,
    Plan,
    Progress,
    Rolled,
    roll,
)
from suasion.events.backtest.verdicts import compare_models, say, summarise
from suasion.events.dyads import parse_dyad
from suasion.events.periods import check_by
from suasion.events.series import check_events, find_window
from suasion.streams import Streams

HORIZONS = (1, 4, 13)
DRAWS = 500
FEW_ALARMS = 5
FORECASTERS: tuple[Forecaster, ...] = (*BASELINES, Regression(), Reaction())


@frozen(kw_only=True)
class Asked:
    """What was asked of a backtest."""

    by: str
    dyad: str | None
    actor: str | None
    """Only what this side of the dyad does; both if None."""
    scale: str
    horizons: tuple[int, ...]
    origin_from: date | None
    every: int
    """Periods from one origin to the next."""
    draws: int
    seed: int


@frozen(kw_only=True, eq=False)
class Backtest:
    """How forecasts of a stream fared."""

    asked: Asked
    origins: tuple[date, ...]
    """First days that were not known."""
    summary: pl.DataFrame
    """Mean scores by forecaster, class, measure and horizon."""
    comparisons: pl.DataFrame
    """Each model against the best baseline, with 90 % intervals and a verdict."""
    alarms: pl.DataFrame
    """Forecasts of a material conflict event within 30 days, by forecaster: mean Brier score."""
    reliability: pl.DataFrame
    calibration: pl.DataFrame
    scores: pl.DataFrame
    """Every single forecast and its score."""
    failures: pl.DataFrame
    """Forecasts that could not be made, counted by forecaster and reason (C8)."""
    sentences: tuple[str, ...]
    """The verdicts in words."""
    notes: tuple[str, ...]

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables by name."""
        names = ("summary", "comparisons", "alarms", "reliability", "calibration")
        return {name: getattr(self, name) for name in (*names, "scores", "failures")}

    def to_json(self) -> dict[str, object]:
        """Return the answer in the types of JSON, without the single forecasts."""
        plain = asdict(self.asked)
        ends = {
            "n_origins": len(self.origins),
            "first_origin": self.origins[0] if self.origins else None,
            "last_origin": self.origins[-1] if self.origins else None,
        }
        tables = {name: t.to_dicts() for name, t in self.tables.items() if name != "scores"}
        return {**plain, **ends, "sentences": self.sentences, "notes": self.notes, **tables}


def backtest_stream(
    events: pl.DataFrame,
    *,
    by: str = "week",
    dyad: str | None = None,
    actor: str | None = None,
    scale: str = "",
    horizons: Sequence[int] = HORIZONS,
    origin_from: date | None = None,
    every: int = 1,
    since: date | None = None,
    until: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    forecasters: Sequence[Forecaster] = FORECASTERS,
    progress: Progress | None = None,
) -> Backtest:
    """Return how forecasts from rolling origins fared against baselines.

    Parameters
    ----------
    events : polars.DataFrame
        A stream.
    by : {"day", "week", "month", "year"}
        Length of a period.
    dyad : str, optional
        As `RUS-AZE`: events of both directions; the whole stream without it.
    actor : str, optional
        Forecast only what this side of the dyad does.
    scale : str
        Name of the scale of the intensities, for the reader.
    horizons : sequence of int
        Periods ahead; the score is that of the period so far ahead, not of all up to it.
    origin_from : date, optional
        First origin; the middle of the record by default, never before a year of history.
    every : int
        Periods from one origin to the next.
    since, until : date, optional
        Window of the record; the first and last event of the stream by default.
    draws : int
        Paths for each forecast.
    seed : int
        Seed of the paths; 0 is a seed.
    forecasters : sequence of Forecaster
        Baselines and models.
    progress : callable, optional
        Told what is under way and the share that is done, 0..1.

    Returns
    -------
    Backtest
        With no origin or few of them it says so and compares nothing.

    Raises
    ------
    InputError
        As for `count_by_period`; a horizon, stride or number of draws below its least (C1).

    Reproducibility
        Stream ``events/backtest/<forecaster>/<origin>``: the same whatever comes later and
        whoever else forecasts.
    """
    check_by(by)
    _check(horizons, every, draws)
    pair = parse_dyad(dyad) if dyad else None
    side = _side(actor, dyad, pair.sources_of("") if pair else ())
    typed = check_events(events)
    window = find_window(typed, since, until)
    record = make_record(typed, by=by, dyad=pair, actor=side, window=window)
    asked = Asked(
        by=by,
        dyad=dyad,
        actor=side,
        scale=scale,
        horizons=tuple(horizons),
        origin_from=origin_from,
        every=every,
        draws=draws,
        seed=seed,
    )
    return _judge(record, list_origins(record, origin_from, every), asked, forecasters, progress)


def _judge(
    record: Record,
    places: Sequence[int],
    asked: Asked,
    forecasters: Sequence[Forecaster],
    progress: Progress | None,
) -> Backtest:
    plan = Plan(horizons=asked.horizons, draws=asked.draws, streams=Streams(asked.seed))
    rolled = roll(record, places, forecasters, plan, progress)
    comparisons = compare_models(
        rolled.scores,
        rolled.alarms,
        forecasters,
        every=asked.every,
        alarm_periods=ALARM_PERIODS[asked.by],
        streams=plan.streams,
    )
    return Backtest(
        asked=asked,
        origins=tuple(record.origin(place) for place in places),
        summary=summarise(rolled.scores),
        comparisons=comparisons,
        alarms=_alarm_summary(rolled.alarms),
        reliability=reliability(rolled.alarms),
        calibration=calibrate(rolled.scores),
        scores=rolled.scores,
        failures=rolled.failures.group_by("forecaster", "reason", maintain_order=True).agg(
            pl.len().cast(pl.Int64).alias("n")
        ),
        sentences=say(comparisons, forecasters, asked.by) if places else (),
        notes=tuple(_notes(record, places, rolled, asked.origin_from)),
    )


def _check(horizons: Sequence[int], every: int, draws: int) -> None:
    if not horizons or min(horizons) < 1 or every < 1 or draws < 2:
        raise InputError(
            "the backtest cannot be run like this",
            where="options --horizons, --every, --draws",
            got=f"{', '.join(str(h) for h in horizons) or 'none'}; {every}; {draws}",
            expected="horizons and stride of at least 1, at least 2 draws",
            fix="raise them",
        )


def _side(actor: str | None, dyad: str | None, sides: Sequence[str]) -> str | None:
    if actor is None:
        return None
    side = actor.strip().upper()
    if side not in sides:
        raise InputError(
            "the actor is no side of the dyad",
            where="option --actor",
            got=f"{actor}, dyad {dyad or 'none'}",
            expected=" or ".join(sides) or "a dyad as well",
            fix="name a side of the dyad",
        )
    return side


def _alarm_summary(alarms: pl.DataFrame) -> pl.DataFrame:
    return alarms.group_by("forecaster", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.col("happened").sum().cast(pl.Int64).alias("n_happened"),
        pl.col("probability").mean().alias("mean_probability"),
        pl.col("brier").mean(),
    )


def _notes(
    record: Record, places: Sequence[int], rolled: Rolled, origin_from: date | None
) -> Iterator[str]:
    n, by = len(record.starts), record.by
    if not places:
        least = LEAST_HISTORY[by]
        yield (
            f"the record has {n} whole {by}s: too few to forecast from, which takes more than "
            f"{least}; nothing was scored"
        )
        return
    if len(places) < LEAST_ORIGINS:
        yield f"only {len(places)} origins: scores are shown, no model is compared with them"
    first = record.origin(places[0])
    if origin_from is not None and first > origin_from:
        yield f"the first origin is {first}: forecasters need {places[0]} {by}s of history"
    happened = rolled.alarms.unique("origin")["happened"]
    rare = min(int(happened.sum()), len(happened) - int(happened.sum()))
    if len(happened) and rare < FEW_ALARMS:
        yield (
            f"a material conflict event within {ALARM_DAYS} days came after {int(happened.sum())} "
            f"of {len(happened)} origins: the Brier score can tell forecasters hardly apart"
        )
    for name, reason, count in (
        rolled.failures.group_by("forecaster", "reason", maintain_order=True).len().iter_rows()
    ):
        yield f"{name} made no forecast from {count} of {len(places)} origins: {reason}"
