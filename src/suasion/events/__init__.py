"""Events: one directed stream from any event file, and who reacts to whom in it."""

from suasion.events.description import Description, describe_stream
from suasion.events.granger import Granger, GrangerTest, granger, sweep_lags
from suasion.events.hawkes import log_likelihood
from suasion.events.regime_records import Break, Regime, Regimes
from suasion.events.regimes import find_count_regimes, find_value_regimes
from suasion.events.series import count_by_period

__all__ = [
    "Break",
    "Description",
    "Granger",
    "GrangerTest",
    "Regime",
    "Regimes",
    "count_by_period",
    "describe_stream",
    "find_count_regimes",
    "find_value_regimes",
    "granger",
    "log_likelihood",
    "sweep_lags",
]
