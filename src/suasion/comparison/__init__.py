"""Accounts compared: where they part and why, what the record tells, what to look at next."""

from suasion.comparison.attribution import Shares, share_difference, subset_members

__all__ = ["Shares", "share_difference", "subset_members"]
