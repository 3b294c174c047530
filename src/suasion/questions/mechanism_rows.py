"""Rows of the mechanisms: what the sources say, what the model does, what ablation leaves."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class MechanismRow:
    """One mechanism with its verdict; effects are in the unit of its metric."""

    id: str
    title: str
    section: str
    support: str
    cause: str
    observe: str
    """What an observer would see if it is at work, as the sources have it."""
    status: str
    reason: str
    start: str
    days: int
    setting: str
    treatment: str
    reverse: str
    metric: str
    expected: str
    edges: str
    rival: str
    level: float
    """The metric without the treatment."""
    effect: float
    low: float
    """95 % interval of the mean over draws."""
    high: float
    reverse_effect: float
    reverse_low: float
    reverse_high: float
    ablated_effect: float
    ablated_low: float
    ablated_high: float
    left: float
    """Share of the effect that the ablation leaves."""
    left_low: float
    left_high: float
    draw_share: float
    """Share of the draws with any effect that have the expected sign."""
    draws: int
    paths: int
    steps: int
    """Edges from the treatment to the metric."""
    carriers: tuple[str, ...]
    """Other mechanisms that carry the effect too."""
    statements: tuple[str, ...]
    against: tuple[str, ...]


@frozen(kw_only=True)
class MatrixRow:
    """What the ablation of one mechanism leaves of the effect of another."""

    mechanism: str
    ablation: str
    left: float
    low: float
    high: float


@frozen(kw_only=True)
class MechanismAnswer:
    """All mechanisms of a case, judged."""

    case: str
    as_of: str
    account: str
    draws: int
    paths: int
    rows: tuple[MechanismRow, ...]
    matrix: tuple[MatrixRow, ...]
    failures: tuple[str, ...] = ()
