"""From the draws of an outlook to its rows: quantiles by day, expected moves, errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.errors import InputError
from suasion.questions.crisis_draws import ReadyCrisis
from suasion.questions.crisis_numbers import days_between
from suasion.questions.outlook_draws import Arrays, OutlookTask, injected_acts
from suasion.questions.outlook_measures import (
    DERIVED,
    TENSION,
    gauges,
    observable_titles,
    outcome_titles,
)
from suasion.questions.outlook_recorded import recorded_sums
from suasion.questions.outlook_rows import ActRow, MoveRow, ObservableRow, OutcomeRow, ProgenyRow
from suasion.questions.sampling import HIGH, LOW

Floats = NDArray[np.float64]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_EXPLOSIVE = 0.5
"""Share of draws that may feed on themselves; they are left out and counted."""


@frozen(kw_only=True, eq=False, slots=False)
class OutlookSummary:
    """The draws of an outlook with what they belong to."""

    task: OutlookTask
    ready: ReadyCrisis
    draws: tuple[Arrays, ...]

    def stacked(self, name: str) -> Floats:
        """Return one array of all draws, the draws first."""
        return np.stack([np.asarray(draw[name], dtype=np.float64) for draw in self.draws])

    def observables(self) -> tuple[ObservableRow, ...]:
        """Return each observable by day, over all draws and paths."""
        if not self.draws:
            return ()
        titles = observable_titles(self.ready.crisis)
        recorded = recorded_sums(self.ready, 0)
        found: list[ObservableRow] = []
        for at, (name, title) in enumerate(titles.items()):
            pooled = np.concatenate([draw["observables"][at] for draw in self.draws])
            whole = pooled.astype(np.float64) + recorded.get(name, 0.0)
            found += _by_day(self.ready.start, (name, title), whole, 0)
        return tuple(found)

    def past(self) -> tuple[ObservableRow, ...]:
        """Return what the record leaves on each day before, on the central figures."""
        model = self.ready.crisis.model
        stocks = self.ready.past_central
        names = {stock.id: at for at, stock in enumerate(model.stocks)}
        titles = observable_titles(self.ready.crisis)
        found: list[ObservableRow] = []
        for gauge in gauges(self.ready.crisis):
            path = sum(
                (stocks[:, names[name]] * factor for name, factor in gauge.of if name in names),
                np.zeros(len(stocks)),
            )
            title = titles.get(gauge.name, DERIVED[TENSION])
            found += _by_day(
                self.ready.start, (gauge.name, title), np.asarray(path)[None, :], 1 - len(stocks)
            )
        for name, sums in recorded_sums(self.ready, len(stocks) - 1).items():
            found += _by_day(
                self.ready.start, (name, titles[name]), sums[None, : len(stocks)], 1 - len(stocks)
            )
        return tuple(found)

    @cached_property
    def _counts(self) -> Floats:
        """Return counts of moves, [draws, paths, moves]."""
        return self.stacked("counts")

    def moves(self) -> tuple[MoveRow, ...]:
        """Return how often each actor is expected to make each kind of move."""
        if not self.draws:
            return ()
        places: dict[tuple[str, str], list[int]] = {}
        for at, version in enumerate(self.ready.crisis.versions):
            places.setdefault((version.actor, version.row.id), []).append(at)
        rows = [self._move_row(*key, own) for key, own in places.items()]
        return tuple(sorted(rows, key=lambda row: (row.actor, -row.expected, row.kind)))

    def _move_row(self, actor: str, kind: str, own: list[int]) -> MoveRow:
        version = self.ready.crisis.versions[own[0]]
        counts = self._counts[:, :, own].sum(axis=2)
        means = counts.mean(axis=1)
        low, high = np.quantile(means, (LOW, HIGH))
        return MoveRow(
            actor=actor,
            kind=kind,
            title=version.row.title,
            klass=version.row.text("class"),
            expected=float(means.mean()),
            low=float(low),
            high=float(high),
            standard_error=_standard_error(means),
            any=float((counts > 0).mean()),
        )

    def outcomes(self) -> tuple[OutcomeRow, ...]:
        """Return the named outputs with their errors."""
        if not self.draws:
            return ()
        means = self.stacked("outcomes").mean(axis=2)
        found = []
        for at, name in enumerate(outcome_titles(self.ready.crisis)):
            low, high = np.quantile(means[:, at], (LOW, HIGH))
            found.append(
                OutcomeRow(
                    outcome=name,
                    value=float(means[:, at].mean()),
                    low=float(low),
                    high=float(high),
                    standard_error=_standard_error(means[:, at]),
                )
            )
        return tuple(found)

    def record(self) -> tuple[ActRow, ...]:
        """Return the acts of the record that led here."""
        titles = {version.id: version.row.title for version in self.ready.crisis.versions}
        return tuple(
            ActRow(
                day=days_between(self.ready.start, act.day),
                date=str(act.day),
                event=act.event,
                title=act.title,
                move=act.move,
                move_title=titles[act.move],
            )
            for act in self.ready.record
        )

    def progeny(self) -> tuple[ProgenyRow, ...]:
        """Return extra hostile acts after each injected act."""
        if not self.draws or not self.task.progeny:
            return ()
        table = self.stacked("progeny")
        titles = {version.id: version.row.title for version in self.ready.crisis.versions}
        found = [
            ProgenyRow(
                move=name,
                title=titles[name],
                extra=float(table[:, at, 1].mean()),
                low=float(np.quantile(table[:, at, 1], LOW)),
                high=float(np.quantile(table[:, at, 1], HIGH)),
                standard_error=_standard_error(table[:, at, 1]),
                acts=float(table[:, at, 0].mean()),
                days=self.task.crisis.days,
            )
            for at, name in enumerate(injected_acts(self.ready))
        ]
        return tuple(sorted(found, key=lambda row: -row.extra))

    def tension_now(self) -> float:
        """Return today's tension, mean over draws."""
        return float(self.stacked("held")[:, 0].mean()) if self.draws else float("nan")

    def tension_ahead(self) -> float:
        """Return the tension that the time ahead amounts to without a deal, mean over draws."""
        return float(self.stacked("held")[:, 1].mean()) if self.draws else float("nan")


def _by_day(
    start: date, named: tuple[str, str], pooled: Floats, first: int
) -> Iterator[ObservableRow]:
    """Yield quantiles over paths on each day; `named` is an observable and its title."""
    levels = np.quantile(pooled, QUANTILES, axis=0)
    means = pooled.mean(axis=0)
    for at in range(pooled.shape[1]):
        p05, p25, p50, p75, p95 = (float(value) for value in levels[:, at])
        yield ObservableRow(
            observable=named[0],
            title=named[1],
            day=first + at,
            date=str(start + timedelta(days=first + at)),
            mean=float(means[at]),
            p05=p05,
            p25=p25,
            p50=p50,
            p75=p75,
            p95=p95,
        )


def require_stable(task: OutlookTask, answers: Sequence[Arrays]) -> None:
    """Raise InputError where in most draws an act brings forth more than itself."""
    explosive = sum("explosive" in answer for answer in answers)
    if explosive > MOST_EXPLOSIVE * len(answers):
        raise InputError(
            "the figures make a crisis that feeds on itself",
            where=f"case {task.crisis.case.name}",
            got=f"in {explosive} of {len(answers)} draws a hostile act brings forth further acts "
            "of more weight than its own within the horizon",
            expected=f"in at most {MOST_EXPLOSIVE:.0%} of the draws",
            fix="lower what hostile acts do (effects, loss_of_trust, sensitised) or what "
            "unanswered acts cost (terms)",
        )


def _standard_error(means: Floats) -> float:
    """Return the standard error of a mean over draws; NaN with fewer than two."""
    if means.size < 2:
        return float("nan")
    return float(means.std(ddof=1) / np.sqrt(means.size))
