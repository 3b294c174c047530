"""Events: one directed stream from any event file, and who reacts to whom in it."""

from suasion.events.description import Description, describe_stream
from suasion.events.granger import Granger, GrangerTest, granger, sweep_lags
from suasion.events.hawkes import (
    AfterAct,
    Answer,
    Estimate,
    Forecast,
    Observed,
    PooledFit,
    Progeny,
    ReactionFit,
    Refusal,
    after_act,
    fit_pooled,
    fit_reaction,
    forecast,
    log_likelihood,
    observe,
    observe_stream,
    recent_mean,
    shock_series,
    simulate_days,
    simulate_times,
)
from suasion.events.plain_series import PlainSeries, read_series
from suasion.events.regime_records import Break, Regime, Regimes
from suasion.events.regimes import find_count_regimes, find_value_regimes
from suasion.events.series import count_by_period
from suasion.events.series_description import SeriesDescription, describe_series

__all__ = [
    "AfterAct",
    "Answer",
    "Break",
    "Description",
    "Estimate",
    "Forecast",
    "Granger",
    "GrangerTest",
    "Observed",
    "PlainSeries",
    "PooledFit",
    "Progeny",
    "ReactionFit",
    "Refusal",
    "Regime",
    "Regimes",
    "SeriesDescription",
    "after_act",
    "count_by_period",
    "describe_series",
    "describe_stream",
    "find_count_regimes",
    "find_value_regimes",
    "fit_pooled",
    "fit_reaction",
    "forecast",
    "granger",
    "log_likelihood",
    "observe",
    "observe_stream",
    "read_series",
    "recent_mean",
    "shock_series",
    "simulate_days",
    "simulate_times",
    "sweep_lags",
]
