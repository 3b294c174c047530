"""One receiver of one dyad when its parameters are drawn to those of others: Laplace's way."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.events.hawkes.newton import differentiate, evaluate
from suasion.events.hawkes.times import Floats

MODE_STEPS = 40


@frozen(kw_only=True, eq=False)
class Posterior:
    """One receiver of one dyad under a normal prior on the logarithms of its parameters."""

    rows: Floats
    weights: Floats
    cost: Floats
    mean: Floats
    tight: Floats
    """1 over the variance of the prior."""

    def worth(self, at: Floats, rate: Floats) -> float:
        """Return log-likelihood plus log prior, without constants; write the rates."""
        found = float(evaluate(self.rows, self.weights, self.cost, np.exp(at), rate))
        return found - 0.5 * float(((at - self.mean) ** 2 * self.tight).sum())

    def slope_and_bend(self, at: Floats, rate: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the gradient, minus the second derivatives, and those with none negative."""
        p, theta = len(at), np.exp(at)
        slope, bend = np.empty(p), np.empty((p, p))
        differentiate(self.rows, self.weights, self.cost, rate, slope, bend)
        curved = bend * np.outer(theta, theta) + np.diag(self.tight)
        uphill = theta * slope - (at - self.mean) * self.tight
        exact = curved - np.diag(theta * slope)
        return uphill, exact, curved + np.diag(np.maximum(0.0, -theta * slope))


def find_mode(posterior: Posterior, start: Floats) -> tuple[Floats, Floats]:
    """Return the mode on the log scale and the standard errors of Laplace's approximation."""
    rate, at = np.empty(len(posterior.rows)), start.copy()
    value = posterior.worth(at, rate)
    for _ in range(MODE_STEPS):
        uphill, _, safe = posterior.slope_and_bend(at, rate)
        step = np.linalg.solve(safe, uphill)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-300))
        found, before = posterior.worth(at + step, rate), value
        while not found > value and np.abs(step).max() > 1e-7:
            step = 0.5 * step
            found = posterior.worth(at + step, rate)
        if not found > value:
            break
        at, value = at + step, found
        if value - before < 1e-10 * (1.0 + abs(value)):
            break
    posterior.worth(at, rate)
    _, exact, safe = posterior.slope_and_bend(at, rate)
    chosen = exact if np.linalg.eigvalsh(exact)[0] > 0.0 else safe
    return at, np.sqrt(np.diag(np.linalg.inv(chosen)))
