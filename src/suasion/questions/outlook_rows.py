"""Rows of the outlook: what a run of the crisis says, in records that become tables."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen(kw_only=True)
class ObservableRow:
    """One observable on one day, over all draws and paths."""

    observable: str
    title: str
    day: int
    """Days since the as-of day; below 0 in the record."""
    date: str
    mean: float
    p05: float
    p25: float
    p50: float
    p75: float
    p95: float


@frozen(kw_only=True)
class MoveRow:
    """How often one kind of move is expected within the horizon."""

    actor: str
    kind: str
    title: str
    klass: str
    expected: float
    """Mean number over all draws and paths."""
    low: float
    """5 % of draws have a lower expected number."""
    high: float
    standard_error: float
    any: float
    """Probability of at least one."""


@frozen(kw_only=True)
class OutcomeRow:
    """One named output with its error."""

    outcome: str
    value: float
    low: float
    """5 % quantile over draws of the mean over paths."""
    high: float
    standard_error: float


@frozen(kw_only=True)
class ActRow:
    """One act of the record that led here."""

    day: int
    date: str
    event: str
    title: str
    move: str
    move_title: str


@frozen(kw_only=True)
class StoryRow:
    """One move of a path that is told."""

    story: str
    """Which path: calm, middle, hostile."""
    day: int
    date: str
    actor: str
    target: str
    move: str
    title: str
    klass: str
    injected: bool
    probability: float
    """Of the move, given that the actor paid attention."""
    gain: float
    """In choice units of the actor."""
    because: tuple[str, ...]
    """Titles of the terms that gained most."""


@frozen(kw_only=True)
class ProgenyRow:
    """What one injected act brings forth: hostile acts of the two sides that it adds."""

    move: str
    title: str
    extra: float
    """Their summed intensity over that of the act itself; below 1 a quarrel dies out."""
    low: float
    """5 % quantile over draws."""
    high: float
    standard_error: float
    acts: float
    """Their number."""
    days: int


@frozen(kw_only=True)
class OutlookAnswer:
    """Where a crisis is going: a distribution of paths."""

    case: str
    as_of: str
    start: str
    account: str
    horizon: str
    """Horizon of the markets behind levers and deals."""
    days: int
    n_draws: int
    n_paths: int
    failed_draws: int
    explosive_draws: int
    """Draws left out since in them an act brings forth more than itself."""
    injected: tuple[str, ...]
    observables: tuple[ObservableRow, ...]
    past: tuple[ObservableRow, ...]
    """What the record leaves on each day before, on the central figures."""
    moves: tuple[MoveRow, ...]
    outcomes: tuple[OutcomeRow, ...]
    record: tuple[ActRow, ...]
    stories: tuple[StoryRow, ...]
    progeny: tuple[ProgenyRow, ...]
    tension_now: float
    tension_ahead: float
    """Tension that, held for good, costs both sides as much as what is ahead without a deal."""
    failures: tuple[str, ...] = ()

    @property
    def standard_errors(self) -> Mapping[str, float]:
        """Return the standard error of each named output."""
        return {row.outcome: row.standard_error for row in self.outcomes}
