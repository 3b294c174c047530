"""The record of a case made ready to be judged."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from datetime import date, timedelta
from typing import Any

from attrs import evolve, frozen

from suasion.cases import Case, case_as_of
from suasion.comparison.record_acts import (
    Coding,
    RecordWindow,
    pace_of,
    read_codings,
    record_window,
)
from suasion.comparison.record_chances import Scoring
from suasion.comparison.record_clusters import Cluster, find_clusters
from suasion.comparison.record_copies import single_events
from suasion.comparison.record_rows import ClusterRow
from suasion.questions.crisis_draws import CrisisTask, ReadyCrisis, ready_crisis
from suasion.questions.crisis_record import read_record
from suasion.questions.sampling import Request

SHARED = "shared"


@frozen(kw_only=True)
class RecordRequest:
    """How much is done about the record."""

    shuffles: int = 19
    simulated: int = 4
    """Records that each account makes, to see whether it would be found."""
    other_draws: int = 10
    """Draws on which shuffled and simulated records are scored."""
    accounts: tuple[str, ...] = ()
    """All that are known on the day, by default."""
    hindcasts: bool = True
    """Whether hindcasts are made from the days of the texts."""
    hindcast_days: tuple[date, ...] = ()
    """Other days for them."""


@frozen(kw_only=True, eq=False)
class Asked:
    """What all steps need to know."""

    case: Case
    request: Request
    asked: RecordRequest
    ready: ReadyCrisis
    window: RecordWindow
    codings: tuple[Coding, ...]
    scoring: Scoring
    clusters: tuple[Cluster, ...]
    texts: Mapping[str, int]
    """Day of each account's text from the start of the record."""
    executor: Executor
    copies: int

    @property
    def seed(self) -> int:
        """Return the seed of the run."""
        given = self.request.seed
        return self.ready.sample.view.meta.seed if given is None else given

    @property
    def accounts(self) -> tuple[str, ...]:
        """Return the accounts compared."""
        return self.asked.accounts or tuple(self.texts)

    def crisis(self, name: str) -> CrisisTask:
        """Return the task of an account, with the draws that make records behind the others."""
        draws = self.request.draws + self.asked.simulated
        account = None if name == SHARED else name
        return CrisisTask(
            case=self.case, request=evolve(self.request, account=account, draws=draws), days=1
        )


def prepare(case: Case, request: Request, asked: RecordRequest, executor: Executor) -> Asked:
    """Return the record of a case made ready: codings, clusters, days of texts."""
    day = request.as_of or case.meta.as_of
    single, copies = single_events(case, day)
    request = evolve(request, account=None, draws=max(request.draws, 2))
    ready = ready_crisis(CrisisTask(case=single, request=request, days=1))
    window = record_window(ready.crisis, ready.begin, ready.start)
    codings = read_codings(window)
    scored_days = [act.day for act in codings[0].base if not act.given]
    return Asked(
        case=single,
        request=request,
        asked=asked,
        ready=ready,
        window=window,
        codings=codings,
        scoring=Scoring(
            days=window.days, scored=window.scored, pace=pace_of(window, codings[0].base)
        ),
        clusters=find_clusters(scored_days),
        texts=_text_days(case_as_of(single, day), window.begin),
        executor=executor,
        copies=copies,
    )


def _text_days(view: Case, begin: date) -> Mapping[str, int]:
    """Return the day of each account's text; where its date is no whole day, when it was known."""
    found = {}
    for row in view.rows("accounts"):
        day = day_in(row.text("date")) or row.known_from
        if day is not None:
            found[row.id] = (day - begin) // timedelta(days=1)
    return found


def day_in(text: str) -> date | None:
    """Return the day that a text is; None where it names no whole day.

    Examples
    --------
    >>> day_in("2025-01-27"), day_in("2025-07 (inferred)")
    (datetime.date(2025, 1, 27), None)
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def heading(wanted: Asked) -> dict[str, Any]:
    """Return what was asked and what the record holds, as fields of the answer."""
    window, base = wanted.window, wanted.codings[0].base
    n_given = sum(act.given for act in base)
    return {
        "case": wanted.case.name,
        "as_of": str(wanted.ready.sample.view.meta.as_of),
        "begin": str(window.begin),
        "end": str(window.end),
        "n_acts": len(base) - n_given,
        "n_given": n_given,
        "copies": wanted.copies,
        "seed": wanted.seed,
        "clusters": _cluster_rows(wanted),
    }


def _cluster_rows(wanted: Asked) -> tuple[ClusterRow, ...]:
    window = wanted.window
    acts = [
        act
        for act in read_record(window.crisis, window.begin, window.end)
        if window.scored[window.crisis.move_places[act.move]]
    ]
    found = []
    for at, cluster in enumerate(wanted.clusters):
        begin = window.begin + timedelta(days=cluster.first)
        end = window.begin + timedelta(days=cluster.last)
        events = [act.event for act in acts if begin <= act.day <= end]
        found.append(
            ClusterRow(
                cluster=at + 1,
                begin=str(begin),
                end=str(end),
                n_acts=cluster.n_acts,
                events=";".join(dict.fromkeys(events)),
            )
        )
    return tuple(found)
