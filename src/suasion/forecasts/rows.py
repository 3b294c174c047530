"""What is told of the ledger: a row for each prediction, and how the forecasts did."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen(kw_only=True)
class ForecastRow:
    """One prediction, what the model says of it, and what became of it."""

    id: str
    speaker: str
    account: str
    """Whose prediction it is."""
    text: str
    criterion: str
    made: str
    horizon: str
    """Empty: open."""
    condition: str
    observable: str
    """Empty: the model has nothing that stands for it."""
    probability: Mapping[str, float | None]
    """By account, and `shared`, as of the day on which it was made; None: see `reasons`."""
    standard_error: Mapping[str, float | None]
    """Monte Carlo error of each probability."""
    n_paths: Mapping[str, int]
    """Paths on which it could be said whether it holds."""
    reasons: Mapping[str, str]
    """Why there is no probability, by account; accounts with one are left out."""
    climatology: float | None
    """Probability if acts come as often as the record before the day has them."""
    resolved: bool
    """Whether it is settled, void ones included."""
    outcome: str
    """`yes`, `no`, `void`; empty: it waits."""
    settled: str
    """Day on which it was settled."""
    source: str
    """What says so."""
    brier: Mapping[str, float | None]
    """(p - outcome)^2 by account; None where it waits, is void or has no probability."""
    log_score: Mapping[str, float | None]
    """Minus the log probability of what happened, by account; nats."""
    note: str


@frozen(kw_only=True)
class ScoreRow:
    """Mean scores of one account's figures over the settled predictions of a speaker."""

    speaker: str
    """Empty: of all speakers."""
    account: str
    n: int
    """Predictions settled with yes or no that the account gives a probability of."""
    brier: float
    log_score: float
    brier_half: float
    """Of always one half."""
    log_half: float
    n_climatology: int
    """Those of them that have a climatology; the four numbers below are over them alone."""
    brier_climatology: float | None
    log_climatology: float | None
    brier_there: float | None
    """Of the account over the same predictions."""
    log_there: float | None


@frozen(kw_only=True)
class SpeakerRow:
    """What became of the predictions of one speaker."""

    speaker: str
    account: str
    n: int
    came_true: int
    failed: int
    void: int
    waiting: int
    with_observable: int


@frozen(kw_only=True)
class CalibrationRow:
    """Settled predictions by what an account's figures said of them."""

    account: str
    bin: str
    n: int
    mean_probability: float
    frequency: float


@frozen(kw_only=True)
class ForecastAnswer:
    """The ledger as of a day with probabilities, outcomes and scores."""

    case: str
    as_of: str
    accounts: tuple[str, ...]
    n_draws: int
    n_paths: int
    horizon: str
    """Horizon of the markets behind flows, levers and deals."""
    rows: tuple[ForecastRow, ...]
    scores: tuple[ScoreRow, ...]
    speakers: tuple[SpeakerRow, ...]
    calibration: tuple[CalibrationRow, ...]
    notes: tuple[str, ...]
    failed_draws: int
    failures: tuple[str, ...]
