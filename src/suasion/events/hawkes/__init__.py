"""Reaction: who answers whom, how strongly and how fast, as a Hawkes model of two signs."""

from suasion.events.hawkes.likelihood import log_likelihood
from suasion.events.hawkes.observed import Observed, observe
from suasion.events.hawkes.reaction import fit_reaction
from suasion.events.hawkes.records import Answer, Estimate, Progeny, ReactionFit, Refusal
from suasion.events.hawkes.simulation import simulate_days, simulate_times

__all__ = [
    "Answer",
    "Estimate",
    "Observed",
    "Progeny",
    "ReactionFit",
    "Refusal",
    "fit_reaction",
    "log_likelihood",
    "observe",
    "simulate_days",
    "simulate_times",
]
