"""Power within the main job: every game of the markets on the shared figures, and its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

from attrs import evolve, frozen

from suasion.cases import Case
from suasion.errors import InputError
from suasion.questions.power import Power, StartedPower, finish_power, start_power
from suasion.questions.power_explain import (
    BindingArcRow,
    BlockingRow,
    ContributionRow,
    DividendRow,
    SizeRow,
)
from suasion.questions.power_options import OptionRow
from suasion.questions.power_reasons import ReasonRow
from suasion.questions.power_rows import CoreRow, PowerRow
from suasion.questions.sampling import Request
from suasion.runs.deals import told

DRAWS = 8
"""Draws of power: each values thousands of coalitions, seconds of work. Ends of intervals are
hardly more than the least and the greatest of them."""

RECORDS: Mapping[str, tuple[str, type]] = {
    "power": ("rows", PowerRow),
    "power_core": ("core", CoreRow),
    "power_blocking": ("blocking", BlockingRow),
    "power_dividends": ("dividends", DividendRow),
    "power_contributions": ("contributions", ContributionRow),
    "power_by_size": ("by_size", SizeRow),
    "power_binding_arcs": ("binding_arcs", BindingArcRow),
    "power_options": ("options", OptionRow),
    "power_reasons": ("reasons", ReasonRow),
}
"""Tables: the field of the answer each comes from, and the record that types it."""


@frozen(kw_only=True)
class FoundPower:
    """Power in all games, or why there is none."""

    power: Power | None = None
    why_not: str = ""

    @property
    def rows(self) -> Mapping[str, tuple[type, Sequence[object]]]:
        """Return the rows of each table with the record that types them."""
        if self.power is None:
            return {}
        return {
            name: (record, getattr(self.power, field)) for name, (field, record) in RECORDS.items()
        }


@frozen(kw_only=True)
class HandedPower:
    """Power whose draws are being done, or why there is none."""

    started: StartedPower | None = None
    why_not: str = ""


def hand_over_power(case: Case, request: Request, horizon: str, executor: Executor) -> HandedPower:
    """Return power under way; a case without players on that day says so."""
    asked = evolve(request, account=None, draws=min(request.draws, DRAWS))
    try:
        return HandedPower(started=start_power(case, asked, horizon, executor))
    except InputError as error:
        return HandedPower(why_not=told(error))


def collect_power(handed: HandedPower) -> FoundPower:
    """Return power on the shared figures."""
    if handed.started is None:
        return FoundPower(why_not=handed.why_not)
    try:
        return FoundPower(power=finish_power(handed.started))
    except InputError as error:
        return FoundPower(why_not=told(error))
