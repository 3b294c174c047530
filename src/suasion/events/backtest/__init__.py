"""Rolling-origin forecasts of a stream, scored against baselines."""

from suasion.events.backtest.answer import FORECASTERS, Backtest, backtest_stream
from suasion.events.backtest.baselines import (
    BASELINES,
    Climatology,
    Persistence,
    Recurrence,
    Season,
)
from suasion.events.backtest.forecaster import Forecaster, History, Paths, Predictive
from suasion.events.backtest.reaction_forecast import Reaction
from suasion.events.backtest.regression import Regression
from suasion.events.backtest.scores import brier, crps_of_samples, log_score_of_counts

__all__ = [
    "BASELINES",
    "FORECASTERS",
    "Backtest",
    "Climatology",
    "Forecaster",
    "History",
    "Paths",
    "Persistence",
    "Predictive",
    "Reaction",
    "Recurrence",
    "Regression",
    "Season",
    "backtest_stream",
    "brier",
    "crps_of_samples",
    "log_score_of_counts",
]
