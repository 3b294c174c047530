"""Events: one directed stream from any event file, and who reacts to whom in it."""

from suasion.events.description import Description, describe_stream
from suasion.events.granger import Granger, GrangerTest, granger, sweep_lags
from suasion.events.hawkes import (
    Observed,
    ReactionFit,
    Refusal,
    fit_reaction,
    log_likelihood,
    observe,
)
from suasion.events.plain_series import PlainSeries, read_series
from suasion.events.regime_records import Break, Regime, Regimes
from suasion.events.regimes import find_count_regimes, find_value_regimes
from suasion.events.series import count_by_period
from suasion.events.series_description import SeriesDescription, describe_series

__all__ = [
    "Break",
    "Description",
    "Granger",
    "GrangerTest",
    "Observed",
    "PlainSeries",
    "ReactionFit",
    "Refusal",
    "Regime",
    "Regimes",
    "SeriesDescription",
    "count_by_period",
    "describe_series",
    "describe_stream",
    "find_count_regimes",
    "find_value_regimes",
    "fit_reaction",
    "granger",
    "log_likelihood",
    "observe",
    "read_series",
    "sweep_lags",
]
