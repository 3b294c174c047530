"""Clusters of acts, and the stretches of days between clusters and texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.comparison.record_acts import Branch, Coding

Floats = NDArray[np.float64]
GAP = 21
"""Days without an act after which the next one begins a new cluster."""


@frozen(kw_only=True)
class Cluster:
    """Acts that follow on one another, and the days until the next cluster begins."""

    first: int
    """Day of its first act; days before the first cluster belong to it too."""
    last: int
    """Day of its last act."""
    n_acts: int


@frozen(kw_only=True, eq=False)
class Segments:
    """Stretches of days: each belongs to one cluster, and lies on one side of each text."""

    cuts: tuple[int, ...]
    """First days, 0 the first of them."""
    cluster: NDArray[np.int64]
    """[segments]"""
    days: int

    def before(self, day: int) -> NDArray[np.bool_]:
        """Return which segments lie before a day that is a cut."""
        return np.array([cut < day for cut in self.cuts], dtype=bool)


def find_clusters(days: Sequence[int]) -> tuple[Cluster, ...]:
    """Return clusters of acts: gaps of more than 21 days part them.

    Examples
    --------
    >>> [(one.first, one.last, one.n_acts) for one in find_clusters([0, 3, 24, 46])]
    [(0, 24, 3), (46, 46, 1)]
    """
    groups: list[list[int]] = []
    for day in sorted(days):
        if groups and day - groups[-1][-1] <= GAP:
            groups[-1].append(day)
        else:
            groups.append([day])
    return tuple(Cluster(first=one[0], last=one[-1], n_acts=len(one)) for one in groups)


def make_segments(clusters: Sequence[Cluster], texts: Sequence[int], days: int) -> Segments:
    """Return the stretches of days between first days of clusters and days of texts."""
    starts = [one.first for one in clusters[1:]]
    cuts = sorted({0, *starts, *(day for day in texts if 0 < day < days)})
    cluster = np.searchsorted(np.array(starts, dtype=np.int64), cuts, side="right")
    return Segments(cuts=tuple(cuts), cluster=np.asarray(cluster, dtype=np.int64), days=days)


def mix_branches(coding: Coding, chances: Floats, segments: Segments) -> Floats:
    """Return the log chance of each segment given those before it, [..., segments].

    Model
        Up to a day the record is the mixture of its branches, each with its weights up to then;
        a segment is the ratio of two such mixtures. Branches that differ only later are one, so
        their number is divided out.

    Parameters
    ----------
    coding : Coding
    chances : array, shape (branches, ..., days)
    segments : Segments
    """
    summed = np.cumsum(np.add.reduceat(chances, segments.cuts, axis=-1), axis=-1)
    ends = np.array([*segments.cuts[1:], segments.days])
    weights = np.array([_weights(branch, ends) for branch in coding.branches])
    extra = (1,) * (chances.ndim - 2)
    weighed = summed + weights.reshape(len(weights), *extra, -1)
    later = np.array([sum(day >= end for day, _ in coding.branches[0].weights) for end in ends])
    whole = np.logaddexp.reduce(weighed, axis=0) - later * np.log(2.0)
    return np.diff(whole, axis=-1, prepend=0.0)


def _weights(branch: Branch, ends: NDArray[np.int64]) -> list[float]:
    return [sum(weight for day, weight in branch.weights if day < end) for end in ends]
