"""Checking a case: every fault at once, with counts of what it rests on (C1, C2)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import asdict, frozen

from suasion.cases.figures import figures
from suasion.cases.locate import find_case
from suasion.cases.reading import read_folder
from suasion.cases.records import Case
from suasion.errors import CaseError, Fault


@frozen(kw_only=True)
class CheckReport:
    """What a check found."""

    ok: bool
    """Whether there is no fault; warnings do not count."""
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    counts: Mapping[str, int]
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
    reading = read_folder(find_case(name_or_path))
    return CheckReport(
        ok=not reading.faults,
        faults=reading.faults,
        warnings=reading.warnings,
        counts={},
        assumed=(),
        conflicts=(),
        unused=(),
    )


def load_case(name_or_path: str | Path) -> Case:
    reading = read_folder(find_case(name_or_path))
    if reading.faults or reading.case is None:
        raise CaseError(str(name_or_path), reading.faults)
    return reading.case
