"""Costs of stretches: negative binomial for counts, normal for values; from running sums."""

from __future__ import annotations

import math

import numpy as np

from suasion.events.partition import Floats, Indices


class CountCost:
    """Cost of a stretch of counts with one mean of its own and a shared dispersion.

    Model
        -2 log L = -2 [S log(m / (m + r)) - n r log(1 + m / r)], S the sum, n the length,
        m = S / n; what does not depend on the mean is left out. r = inf is Poisson:
        -2 [S log m - S]. Variance m + m^2 / r.
    """

    def __init__(self, counts: Floats, *, size_parameter: float) -> None:
        self._sums = np.concatenate([[0.0], np.cumsum(counts)])
        self.size_parameter = size_parameter

    @property
    def size(self) -> int:
        """Return the number of periods."""
        return len(self._sums) - 1

    def cost(self, starts: Indices, end: int) -> Floats:
        """Return minus twice the log-likelihood of each stretch at its own mean."""
        n = (end - starts).astype(float)
        total = self._sums[end] - self._sums[starts]
        mean = total / n
        r = self.size_parameter
        safe = np.where(mean > 0, mean, 1.0)
        if math.isinf(r):
            return np.where(mean > 0, -2.0 * (total * np.log(safe) - total), 0.0)
        inside = total * np.log(safe / (safe + r)) - n * r * np.log1p(mean / r)
        return np.where(mean > 0, -2.0 * inside, 0.0)

    def log_evidence(self, start: int, end: int) -> float:
        """Return the log-likelihood of a stretch with the mean integrated out.

        Prior of Jeffreys for the mean at a known dispersion: (m (1 + m / r))^(-1/2); up to a
        constant that is the same for every stretch.
        """
        n, total = float(end - start), float(self._sums[end] - self._sums[start])
        r = self.size_parameter
        if math.isinf(r):
            return math.lgamma(total + 0.5) - (total + 0.5) * math.log(n)
        return math.lgamma(total + 0.5) + math.lgamma(n * r) - math.lgamma(total + 0.5 + n * r)


class NormalCost:
    """Cost of a stretch of values with a mean and a spread of its own.

    Model
        -2 log L = n log(Q / n + floor^2), Q the squares about the mean; without what depends
        on n alone. The floor keeps a few equal values from becoming a regime.
    """

    def __init__(self, values: Floats, *, floor: float) -> None:
        centred = values - float(np.mean(values)) if len(values) else values
        self._sums = np.concatenate([[0.0], np.cumsum(centred)])
        self._squares = np.concatenate([[0.0], np.cumsum(centred**2)])
        self.floor = floor

    @property
    def size(self) -> int:
        """Return the number of periods."""
        return len(self._sums) - 1

    def cost(self, starts: Indices, end: int) -> Floats:
        """Return minus twice the log-likelihood of each stretch at its own mean and spread."""
        n = (end - starts).astype(float)
        found: Floats = n * np.log(self._squares_about(starts, end) / n + self.floor**2)
        return found

    def log_evidence(self, start: int, end: int) -> float:
        """Return the log-likelihood of a stretch with mean and spread integrated out.

        Flat prior for the mean, 1 / spread for the spread; up to a constant that is the same
        for any two neighbouring stretches of the same total length.
        """
        n = end - start
        squares = float(self._squares_about(np.array([start]), end)[0]) + n * self.floor**2
        half = (n - 1) / 2.0
        return math.lgamma(half) - 0.5 * math.log(n) - half * math.log(squares)

    def _squares_about(self, starts: Indices, end: int) -> Floats:
        n = (end - starts).astype(float)
        total = self._sums[end] - self._sums[starts]
        squares = self._squares[end] - self._squares[starts]
        about: Floats = np.maximum(squares - total**2 / n, 0.0)
        return about
