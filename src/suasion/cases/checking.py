"""Checking a case: every fault at once, with counts of what it rests on (C1, C2)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import asdict, frozen

from suasion.cases.checks import FAULTS, WARNINGS, Checked, checked
from suasion.cases.checks.rests import given_figures
from suasion.cases.checks.statements import pairs, unused_statements
from suasion.cases.figures import figure_address
from suasion.cases.locate import find_case
from suasion.cases.provenance import provenance
from suasion.cases.reading import Reading, read_folder
from suasion.cases.records import Case
from suasion.errors import CaseError, Fault

_COUNTED = ("statements", "sources", "events", "predictions", "mechanisms", "accounts")


@frozen(kw_only=True)
class CheckReport:
    """What a check found."""

    ok: bool
    """Whether there is no fault; warnings do not count."""
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    """What is right as it stands but hardly meant."""
    counts: Mapping[str, int]
    """Rows by table; figures, assumed, conflicts; contradictions and spreads in pairs."""
    assumed: tuple[str, ...]
    """Addresses of assumed figures."""
    conflicts: tuple[str, ...]
    """Addresses of figures over which sources conflict."""
    unused: tuple[str, ...]
    """Ids of statements that nothing rests on."""

    def to_json(self) -> dict[str, object]:
        """Return the report as plain data for `suasion check --json`."""
        return {
            "ok": self.ok,
            "faults": [asdict(fault) for fault in self.faults],
            "warnings": [asdict(fault) for fault in self.warnings],
            "counts": dict(self.counts),
        }


def check_case(name_or_path: str | Path) -> CheckReport:
    """Return everything that is wrong with a case, and what it rests on.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a shipped case, or a folder.

    Returns
    -------
    CheckReport
        Faults with file, row, column and remedy; warnings; counts.

    Raises
    ------
    InputError
        There is no such case (C1). What is wrong *in* a case never raises.

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import new_case
    >>> report = check_case(new_case("example", tempfile.mkdtemp()))
    >>> report.ok, report.counts["statements"], report.counts["conflicts"]
    (True, 11, 1)
    """
    return _report(read_folder(find_case(name_or_path)))


def load_case(name_or_path: str | Path) -> Case:
    """Return a case that is sound: read, checked and without a fault.

    Parameters
    ----------
    name_or_path : str or Path
        Name of a shipped case, or a folder.

    Returns
    -------
    Case
        With all versions of all rows; see `case_as_of` for what a day shows.

    Raises
    ------
    CaseError
        The case has faults; all of them are carried along (C1).
    InputError
        There is no such case.

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import new_case
    >>> load_case(new_case("example", tempfile.mkdtemp())).meta.dyad
    ('ARD', 'BEL')
    """
    reading = read_folder(find_case(name_or_path))
    faults = _faults(reading, checked(reading.case, reading.heading.text))
    if faults:
        raise CaseError(str(name_or_path), faults)
    return reading.case


def _report(reading: Reading) -> CheckReport:
    found = checked(reading.case, reading.heading.text)
    faults = _faults(reading, found)
    warnings = [*reading.warnings, *(warning for check in WARNINGS for warning in check(found))]
    counts, assumed, conflicts = _counts(found)
    return CheckReport(
        ok=not faults,
        faults=faults,
        warnings=tuple(warnings),
        counts=counts,
        assumed=assumed,
        conflicts=conflicts,
        unused=unused_statements(found),
    )


def _counts(found: Checked) -> tuple[dict[str, int], tuple[str, ...], tuple[str, ...]]:
    """Count rows and figures; return the counts, the assumed and the conflicting addresses."""
    assumed: dict[str, bool] = {}
    conflicts: dict[str, bool] = {}
    for row, column, quantity in given_figures(found):
        address = figure_address(row.table, row.id, column)
        assumed[address] = provenance(row, column).assumed is not None
        conflicts[address] = quantity.is_conflict
    counts = {name: len(found.ids.get(name, ())) for name in _COUNTED}
    counts |= {
        "assumed": sum(assumed.values()),
        "conflicts": sum(conflicts.values()),
        "unused_statements": len(unused_statements(found)),
        "figures": len(assumed),
        "contradictions": len(pairs(found, "contradicts")),
        "spreads": len(pairs(found, "spread_with")),
    }
    listed = [
        tuple(address for address, holds in kind.items() if holds) for kind in (assumed, conflicts)
    ]
    return counts, listed[0], listed[1]


def _faults(reading: Reading, found: Checked) -> tuple[Fault, ...]:
    """Return all faults once each, by file and row; files that could not be read come first.

    What follows from such a file (unknown ids, unreachable consumers) stands after its cause.
    """
    faults = [*reading.faults, *(fault for check in FAULTS for fault in check(found))]
    causes = {fault for fault in reading.faults if fault.column is None}

    def place(fault: Fault) -> tuple[bool, bool, str, int]:
        return (fault not in causes, fault.file != "case.toml", fault.file, fault.row or 0)

    return tuple(sorted(dict.fromkeys(faults), key=place))
