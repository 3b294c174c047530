"""Reaction: who answers whom, how strongly and how fast, as a Hawkes model of two signs."""

from suasion.events.hawkes.covariates import recent_mean, shock_series
from suasion.events.hawkes.forward import AfterAct, Forecast, after_act, forecast
from suasion.events.hawkes.from_stream import observe_stream
from suasion.events.hawkes.likelihood import log_likelihood
from suasion.events.hawkes.observed import Observed, observe
from suasion.events.hawkes.pooling import PooledFit, fit_pooled
from suasion.events.hawkes.reaction import fit_reaction
from suasion.events.hawkes.records import Answer, Estimate, Progeny, ReactionFit, Refusal
from suasion.events.hawkes.simulation import simulate_days, simulate_times

__all__ = [
    "AfterAct",
    "Answer",
    "Estimate",
    "Forecast",
    "Observed",
    "PooledFit",
    "Progeny",
    "ReactionFit",
    "Refusal",
    "after_act",
    "fit_pooled",
    "fit_reaction",
    "forecast",
    "log_likelihood",
    "observe",
    "observe_stream",
    "recent_mean",
    "shock_series",
    "simulate_days",
    "simulate_times",
]
