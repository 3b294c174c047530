"""Whatever times come in, a fit comes out, or a refusal with its reasons."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.events import Observed, fit_reaction, observe


def _anything(seed: int) -> Observed:
    """Few or many events, none, bunched or spread, in a window of a day or of years."""
    draw = np.random.default_rng(seed)
    length, by_day = float(draw.choice([1, 2, 5, 30, 200, 1000])), bool(draw.integers(2))
    times = []
    for _ in range(draw.integers(1, 5)):
        n, kind = int(draw.integers(0, draw.choice([2, 10, 60, 200]) + 1)), draw.integers(3)
        if kind == 0:
            found = draw.uniform(0.0, length, n)
        elif kind == 1:
            found = draw.choice(draw.uniform(0.0, length, 3), n)
        else:
            found = np.clip(draw.normal(length / 2, length / 50, n), 0.0, length)
        times.append(np.sort(np.floor(np.minimum(found, np.ceil(length) - 1)) if by_day else found))
    shocks = {"shock": draw.random(int(np.ceil(length))) + 1e-3} if draw.integers(2) else None
    return observe(times, length, by_day=by_day, covariates=shocks)


@pytest.mark.parametrize("seed", range(60))
def test_a_fit_or_a_reasoned_refusal(seed: int) -> None:
    fit = fit_reaction(_anything(seed), intervals="information")
    if fit.refusal is not None:
        assert fit.refusal.reasons
        assert fit.refusal.n_events_needed > fit.refusal.n_events
        assert np.isnan(fit.excitation).all()
        return
    ends = fit.intervals.excitation
    assert (ends[..., 0] <= fit.excitation).all()
    assert (fit.excitation <= ends[..., 1]).all()
    assert fit.log_likelihood >= fit.log_likelihood_constant_rates
    assert fit.gap <= 1e-5 * fit.observed.totals.sum()
