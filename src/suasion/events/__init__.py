"""Events: one directed stream from any event file, and who reacts to whom in it."""

from suasion.events.granger import Granger, GrangerTest, granger, sweep_lags
from suasion.events.hawkes import log_likelihood

__all__ = ["Granger", "GrangerTest", "granger", "log_likelihood", "sweep_lags"]
