"""What a page is made from: frozen records that hold results, and nothing of how they look.

`ReportInput` is the whole input. It holds the as-of view of a case, a record of the run, tidy
tables (`suasion.report.tables`), trace entries (C2) and the sentences of the answer, whose
numbers are `ShownFigure`s and never typed into the text.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from attrs import field, frozen

from suasion.cases.records import Case, Row
from suasion.report.numbers import unit_name, write_interval, write_value
from suasion.report.tables import complete_tables

SHARED = ""
"""The account of the shared base."""


@frozen(kw_only=True)
class ShownFigure:
    """One number as the page shows it, with all that its tooltip says."""

    title: str
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    account: str = SHARED
    trace: str = ""
    """Address of its trace entry; '' where it is the input's own bookkeeping."""
    statements: tuple[str, ...] = ()
    """Statements it rests on directly; else those of the trace entry count."""
    assumed: str = ""
    horizon: str = ""
    note: str = ""
    """One more line for the tooltip."""
    level: str = ""
    """What the interval holds, where it is not 90 %."""

    @property
    def text(self) -> str:
        """Return the number as a table shows it."""
        return write_value(self.value, self.unit).text

    @property
    def full(self) -> str:
        """Return the number with its unit."""
        return write_value(self.value, self.unit).full

    @property
    def unit_shown(self) -> str:
        """Return the unit as readers see it."""
        return unit_name(self.unit)

    @property
    def interval(self) -> str:
        """Return the 90 % interval as text; '' where there is none."""
        return write_interval(self.low, self.high, self.unit)


@frozen(kw_only=True)
class AnswerLine:
    """One sentence of the answer; `{name}` in the text stands for a figure."""

    text: str
    figures: Mapping[str, ShownFigure] = field(factory=dict)


@frozen(kw_only=True)
class FindingCheck:
    """One expectation that a source states, beside what the model gives."""

    expectation: str
    """In words, or as the case writes it."""
    left: ShownFigure
    right: ShownFigure
    verdict: str
    share_of_draws: ShownFigure | None = None
    """Share of the draws in which the expectation holds, unit `share`."""


@frozen(kw_only=True)
class Finding:
    """One question asked beforehand, and what came out."""

    id: str
    title: str
    verdict: str
    """One or two words: came out, did not come out, cannot tell."""
    text: str
    figures: Mapping[str, ShownFigure] = field(factory=dict)
    traces: tuple[str, ...] = ()
    checks: tuple[FindingCheck, ...] = ()


@frozen(kw_only=True)
class TraceEntry:
    """Where one number comes from: a figure of the case, or a result and what it rests on."""

    address: str
    title: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = "1"
    text: str = ""
    """The quantity as the case writes it."""
    statements: tuple[str, ...] = ()
    assumed: str = ""
    depends_on: tuple[str, ...] = ()
    note: str = ""

    @property
    def shown(self) -> ShownFigure:
        """Return the entry as a number to show."""
        return ShownFigure(
            title=self.title,
            value=self.value,
            unit=self.unit,
            low=self.low,
            high=self.high,
            trace=self.address,
            statements=self.statements,
            assumed=self.assumed,
        )


@frozen(kw_only=True)
class RunRecord:
    """The record of the run that the colophon prints."""

    version: str
    seed: int
    as_of: str
    draws: int
    digest: str
    failed_draws: int = 0
    timings: Mapping[str, float] = field(factory=dict)
    """Seconds by step."""
    certificates: Mapping[str, float] = field(factory=dict)
    """Worst residual by kind, over all solves (C7)."""
    command: str = ""


@frozen(kw_only=True)
class ReportInput:
    """All that a page shows."""

    case: Case
    """The view as of the day of the run."""
    run: RunRecord
    tables: Mapping[str, pl.DataFrame] = field(converter=complete_tables)
    traces: tuple[TraceEntry, ...] = ()
    answers: tuple[AnswerLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    limits: tuple[str, ...] = ()
    """What the model cannot tell, one sentence each."""
    market_titles: Mapping[str, str] = field(factory=dict)
    """Names of markets where they are not those of case.toml."""
    default_horizon: str = ""
    border_policy: str = "international"
    unanswered: Mapping[str, str] = field(factory=dict)
    """Questions that the case cannot be asked on that day, with why."""

    def rows(self, table: str) -> list[dict[str, object]]:
        """Return a result table as plain rows."""
        return self.tables[table].to_dicts()

    def case_rows(self, table: str) -> tuple[Row, ...]:
        """Return the visible rows of a case table."""
        return self.case.rows(table)
