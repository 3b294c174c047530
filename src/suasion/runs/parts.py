"""What the steps of the main job are given, and what they give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future

import polars as pl
from attrs import evolve, field, frozen

from suasion.cases import Case
from suasion.questions.comparisons import Comparison
from suasion.questions.leverage import Leverage
from suasion.questions.sampling import Request
from suasion.runs.deals import HandedDeals
from suasion.runs.levers import SIDE_DRAWS, HandedLevers
from suasion.runs.long_view import SeriesFile
from suasion.runs.looks import HandedLooks
from suasion.runs.mechanisms import HandedMechanisms
from suasion.runs.outlook import HandedOutlook
from suasion.runs.partings import Answers, HandedPartings
from suasion.runs.power import HandedPower
from suasion.runs.predictions import HandedPredictions
from suasion.runs.reactions import FoundReactions
from suasion.runs.record import HandedRecord

Tables = dict[str, pl.DataFrame]


@frozen(kw_only=True)
class Context:
    """What every step gets."""

    case: Case
    view: Case
    request: Request
    horizon: str
    """The longest horizon: flows of a year and scenarios are read at it."""
    executor: Executor
    found: dict[str, Leverage] = field(factory=dict)
    """Leverage tables that an earlier step leaves to later ones."""
    deals: HandedDeals = field(factory=HandedDeals)
    """Handed over before the first step, so that workers never wait."""

    reactions: Future[FoundReactions]
    levers: HandedLevers
    power: HandedPower = field(factory=HandedPower)
    outlook: HandedOutlook = field(factory=HandedOutlook)
    mechanisms: HandedMechanisms = field(factory=HandedMechanisms)
    record: HandedRecord = field(factory=HandedRecord)
    looks: HandedLooks = field(factory=HandedLooks)
    partings: HandedPartings = field(factory=HandedPartings)
    predictions: HandedPredictions = field(factory=HandedPredictions)
    series: tuple[SeriesFile, ...] = ()
    answers: Answers = field(factory=Answers)
    """What the steps find under each account, for the step that sets it side by side."""

    @property
    def side_request(self) -> Request:
        """Return the request with as many draws as scenarios and accounts get."""
        return evolve(self.request, draws=min(self.request.draws, SIDE_DRAWS))


@frozen(kw_only=True)
class Part:
    """What one step found."""

    tables: Tables = field(factory=dict)
    comparisons: tuple[Comparison, ...] = ()
    failures: tuple[str, ...] = ()
    """Why draws failed, one line for each that did (C8)."""
    residuals: Mapping[str, float] = field(factory=dict)
    """Largest certificate residual by kind."""
    unanswered: Mapping[str, str] = field(factory=dict)
    """Questions that the case cannot be asked on that day, with why."""


def worst(residuals: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the largest residual of each kind."""
    kinds = sorted({kind for found in residuals for kind in found})
    return {kind: max(found.get(kind, 0.0) for found in residuals) for kind in kinds}
