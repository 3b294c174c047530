"""What a fit of a reaction model is: frozen records, intervals beside every estimate."""

from __future__ import annotations

import math

from attrs import frozen

from suasion.events.hawkes.information import Information
from suasion.events.hawkes.intervals import Intervals
from suasion.events.hawkes.observed import Observed
from suasion.events.hawkes.residuals import Residuals
from suasion.events.hawkes.spread import Spread
from suasion.events.hawkes.times import Floats


@frozen(kw_only=True)
class Estimate:
    """A number with its interval."""

    value: float
    low: float
    high: float


@frozen(kw_only=True)
class Answer:
    """How one dimension answers another."""

    receiver: str
    sender: str
    excitation: Estimate
    """Events of the receiver that one event of the sender brings forth directly."""
    share: float
    """Share of the receiver's events that the model ascribes to this sender, 0 to 1."""
    verdict: str
    """'answers' where the interval excludes zero, else 'not distinguishable from none'."""


@frozen(kw_only=True)
class Progeny:
    """What one event of a dimension brings forth in all, directly and by further answers."""

    sender: str
    total: Estimate


@frozen(kw_only=True)
class Refusal:
    """Why the data cannot identify a reaction model, and what would."""

    reasons: tuple[str, ...]
    """One sentence each."""
    n_events: int
    """Events there are."""
    n_events_needed: int
    """Events that would be needed with everything else alike, rounded up."""
    basis: str
    """How the number needed was estimated."""
    attempt: ReactionFit | None
    """The fit that was not good enough, for diagnosis; not to be read as a result."""


@frozen(kw_only=True, eq=False)
class ReactionFit:
    """A fitted reaction model, or constant rates and a refusal.

    Where `refusal` is not None, `excitation` and what follows from it is NaN, and `baseline`,
    `log_likelihood` and `residuals` are those of constant rates (with the covariates).
    """

    observed: Observed
    names: tuple[str, ...]
    baseline: Floats
    """mu, events per day that answer nobody, shape (d,)."""
    covariates: Floats
    """Events per day and unit of each covariate, shape (d, q)."""
    excitation: Floats
    """a, answers per event; row: who answers, column: whom; shape (d, d)."""
    decay: float
    """b, 1/day."""
    log_likelihood: float
    """Nats; by day with the constant of the counts, so that exp(LL) is a probability."""
    log_likelihood_constant_rates: float
    """Of the model without excitation, nats."""
    gap: float
    """Certificate: how far below its maximum at this decay the log-likelihood can lie, nats."""
    intervals: Intervals
    residuals: Residuals
    spread: Spread
    branching: Estimate
    """Spectral radius of the excitations: below 1 every answer dies out."""
    progeny: tuple[Progeny, ...]
    answers: tuple[Answer, ...]
    """Who answers whom, by receiver, then sender."""
    information: Information
    """Covariances of the parameters; the fits beside the best decay are left out."""
    edge: Floats
    """Standard errors that stand for parameters at zero, shape (d, p); zero elsewhere."""
    profile: tuple[tuple[float, float], ...]
    """Decay and log-likelihood of the best fit at it, for all decays tried."""
    notes: tuple[str, ...]
    """What the reader must know beside the numbers."""
    refusal: Refusal | None

    @property
    def half_life_days(self) -> Estimate:
        """Return after how many days half of the direct answers have come, with interval."""
        low, high = (float(end) for end in self.intervals.decay)
        return Estimate(
            value=math.log(2.0) / self.decay,
            low=0.0 if math.isinf(high) else math.log(2.0) / high,
            high=math.inf if low == 0.0 else math.log(2.0) / low,
        )

    def days_until(self, share: float) -> float:
        """Return within how many days a share of the direct answers comes; whole by day.

        By day, the day after an event counts as 1.
        """
        days = -math.log1p(-share) / self.decay
        return float(math.ceil(days - 1e-9)) if self.observed.by_day else days
