"""Reaction: who answers whom, how strongly and how fast, as a Hawkes model of two signs."""

from suasion.events.hawkes.likelihood import log_likelihood

__all__ = ["log_likelihood"]
