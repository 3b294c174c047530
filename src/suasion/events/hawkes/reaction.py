"""Who reacts to whom: the fit of a reaction model with its tests, or a reasoned refusal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from suasion.events.hawkes.constant import fit_constant
from suasion.events.hawkes.design import build_design
from suasion.events.hawkes.information import Information, measure
from suasion.events.hawkes.intervals import Intervals, all_ends, decay_ends
from suasion.events.hawkes.observed import Observed, observe
from suasion.events.hawkes.profile import AtDecay, fit_at, search_decay
from suasion.events.hawkes.records import ReactionFit
from suasion.events.hawkes.refusal import find_refusal
from suasion.events.hawkes.residuals import residual_test
from suasion.events.hawkes.spread import Spread, measure_spread
from suasion.events.hawkes.summaries import (
    branching_estimate,
    count_constant,
    edge_errors,
    progeny_estimates,
    rank_answers,
    write_notes,
)
from suasion.events.hawkes.times import Floats, finite_above_zero, refuse
from suasion.events.hawkes.withholding import withhold
from suasion.quantities.normal import normal_quantile
from suasion.streams import Streams

_WHERE = "suasion.events.fit_reaction"
MANY = 80
"""Parameters from which on intervals come from the information unless asked for otherwise."""
PLENTY = 20_000
"""Events from which on the same holds."""
METHODS = ("auto", "profile", "information")


@frozen(kw_only=True, eq=False)
class _Fitted:
    """A fit before it is judged."""

    best: AtDecay
    tried: tuple[AtDecay, ...]
    null: AtDecay
    """Constant rates and covariates only."""
    information: Information
    spread: Spread
    z: float
    decay_given: bool


def fit_reaction(
    events: Observed | Sequence[npt.ArrayLike],
    horizon: float | None = None,
    *,
    decay: float | None = None,
    level: float = 0.9,
    intervals: str = "auto",
    streams: Streams | None = None,
    may_refuse: bool = True,
) -> ReactionFit:
    """Return who reacts to whom, how strongly and how fast, with intervals and tests.

    An excitation says that after events of one kind, events of another come more often than
    their rate. It is no proof of cause: whatever drives both, one of them sooner, looks alike.

    Model
        By day: N_it given the days before is Poisson with mean
        L_it = mu_i + gamma_i . z_t + sum_j a_ij sum_{s < t} (1 - f) f^(t-s-1) W_js,
        f = exp(-b), W_js = marks of j on day s. The weights are the integrals of the
        exponential kernel over whole days from the end of the day of the event; nothing within
        a day is ascribed, so ties need no order. With fractions of days: `log_likelihood`.
        At a given decay the log-likelihood is concave; it is climbed to a certified gap, and the
        decay is that of the highest profile.

    Assumptions
        A1 answers add up and fade alike for all pairs. A2 events raise rates, never lower them.
        A3 nothing before the window still acts. A4 rates are constant but for covariates.

    Parameters
    ----------
    events : Observed, or sequence of arrays
        What `observe` or `observe_stream` returns; or times, one array per dimension, in days.
    horizon : float, optional
        Length of the window, days; needed with times, not allowed with a record.
    decay : float, optional
        b in 1/day, above 0; by default estimated.
    level : float
        Share of samples in which an interval is to hold the true value, 0.5 to 0.999.
    intervals : text
        'profile', 'information', or 'auto': profile up to 80 parameters and 20 000 events.
    streams : Streams, optional
        Where the residual test and refusals by day draw from; by default seed 0.
    may_refuse : bool
        False: return the fit even where it is not identified (for simulation studies).

    Returns
    -------
    ReactionFit
        Estimates, intervals, residuals; `refusal` where the data cannot identify the model.

    Raises
    ------
    InputError
        Times that are unsorted, not finite or outside the window, a decay or level out of
        range, an unknown kind of intervals (C1).
    CertificateError
        The maximum was not reached (C7).

    References
    ----------
    [Hawkes1971]; [Ogata1978]; [Ogata1988]; [Kirchner2016] for counts by day;
    [FokianosRahbekTjostheim2009] for the likelihood of such counts.

    Examples
    --------
    >>> from suasion.events.hawkes.simulation import simulate_days
    >>> counts = simulate_days([0.3, 0.2], [[0.3, 0.3], [0.4, 0.1]], 0.5, 1500, Streams(1))
    >>> days = [np.repeat(np.arange(1500), column) for column in counts.T]
    >>> fit = fit_reaction(days, 1500)
    >>> fit.refusal is None, fit.residuals.passed
    (True, True)
    >>> [answer.verdict for answer in fit.answers][:3]
    ['answers', 'answers', 'answers']
    """
    observed = _as_observed(events, horizon)
    z = _check(level, intervals)
    given = None if decay is None else finite_above_zero("decay", decay, _WHERE)
    source = Streams(0) if streams is None else streams
    fitted = _fit(observed, given, z)
    method = intervals if intervals != "auto" else _method(observed, fitted.best)
    record = _record(observed, fitted, level, method, source)
    refusal = find_refusal(record, fitted.tried, given is not None, source) if may_refuse else None
    if refusal is None:
        return record
    return withhold(evolve(record, refusal=refusal), fitted.null, z, source)


def _as_observed(events: Observed | Sequence[npt.ArrayLike], horizon: float | None) -> Observed:
    if isinstance(events, Observed):
        if horizon is not None:
            raise refuse("a record has a horizon already", _WHERE, str(horizon), "no horizon")
        return events
    if horizon is None:
        raise refuse("times need a horizon", _WHERE, "none", "the length of the window in days")
    return observe(events, horizon)


def _check(level: float, intervals: str) -> float:
    """Return the normal quantile of a two-sided interval."""
    if not 0.5 <= finite_above_zero("level", level, _WHERE) <= 0.999:
        raise refuse("the level is out of range", _WHERE, str(level), "0.5 to 0.999")
    if intervals not in METHODS:
        raise refuse("unknown kind of intervals", _WHERE, repr(intervals), ", ".join(METHODS))
    return float(normal_quantile(np.array([0.5 + level / 2.0]))[0])


def _method(observed: Observed, best: AtDecay) -> str:
    """Return what kind of intervals to use; with many events both are alike."""
    few = best.theta.size <= MANY and len(observed.events.times) <= PLENTY
    return "profile" if few else "information"


def _fit(observed: Observed, given: float | None, z: float) -> _Fitted:
    if given is None:
        best, tried = search_decay(observed)
    else:
        best = fit_at(build_design(observed, given))
        tried = (best,)
    return _Fitted(
        best=best,
        tried=tried,
        null=fit_constant(observed),
        information=measure(observed, best, given is not None),
        spread=measure_spread(observed, best.theta, best.decay),
        z=z,
        decay_given=given is not None,
    )


def _intervals(
    observed: Observed, fitted: _Fitted, level: float, method: str, widening: Floats
) -> Intervals:
    ends = all_ends(fitted.information, fitted.z, widening, method)
    q, decay = len(observed.covariate_names), fitted.best.decay
    limits = (decay, decay)
    if not fitted.decay_given:
        reach = fitted.z * float(np.sqrt(widening.max()))
        limits = decay_ends(observed, fitted.best, fitted.information.sd_log_decay, reach)
    return Intervals(
        level=level,
        method=method,
        baseline=ends[:, 0],
        covariates=ends[:, 1 : 1 + q],
        excitation=ends[:, 1 + q :],
        decay=np.array(limits),
    )


def _record(
    observed: Observed, fitted: _Fitted, level: float, method: str, streams: Streams
) -> ReactionFit:
    """Return the fit with what follows from it."""
    found = _intervals(observed, fitted, level, method, fitted.spread.widening)
    theta, decay = fitted.best.theta, fitted.best.decay
    constant, residuals = count_constant(observed), residual_test(observed, theta, decay, streams)
    edge = edge_errors(theta, found, fitted.z)
    about = (theta, fitted.information, fitted.spread.widening, edge, fitted.z)
    return ReactionFit(
        observed=observed,
        names=observed.names,
        **_split(theta, len(observed.covariate_names)),
        decay=decay,
        log_likelihood=fitted.best.total - constant,
        log_likelihood_constant_rates=fitted.null.total - constant,
        gap=fitted.best.gap,
        intervals=found,
        residuals=residuals,
        spread=fitted.spread,
        branching=branching_estimate(*about),
        progeny=progeny_estimates(observed.names, *about),
        answers=rank_answers(observed, theta, decay, found),
        information=evolve(fitted.information, around=()),
        edge=edge,
        profile=tuple((one.decay, one.total - constant) for one in fitted.tried),
        notes=write_notes(observed, residuals, fitted.spread, method),
        refusal=None,
    )


def _split(theta: Floats, q: int) -> dict[str, Floats]:
    """Return the parameters by their names."""
    return {
        "baseline": theta[:, 0],
        "covariates": theta[:, 1 : 1 + q],
        "excitation": theta[:, 1 + q :],
    }
