"""The sections of the page in order. A new section is one module and one line here."""

from __future__ import annotations

from suasion.report.sections import (
    accounts,
    answer,
    closures,
    colophon,
    deals,
    findings,
    ledger,
    leverage,
    limits,
    long_view,
    looks,
    mechanisms,
    network,
    outlook,
    partings,
    power,
    reactions,
    scenarios,
    supply,
    timeline,
    trace,
)
from suasion.report.sections.section import Section

SECTIONS: tuple[Section, ...] = (
    answer.SECTION,
    leverage.SECTION,
    network.SECTION,
    supply.SECTION,
    closures.SECTION,
    power.SECTION,
    deals.SECTION,
    accounts.SECTION,
    partings.SECTION,
    looks.SECTION,
    findings.SECTION,
    scenarios.SECTION,
    timeline.SECTION,
    reactions.SECTION,
    outlook.SECTION,
    mechanisms.SECTION,
    long_view.SECTION,
    limits.SECTION,
    ledger.SECTION,
    trace.SECTION,
    colophon.SECTION,
)
