"""The faults of a case as text: every command may meet them, `check` lists them."""

from __future__ import annotations

from collections.abc import Sequence

from suasion.errors import CaseError, Fault

SHOWN = 50
"""Faults printed for people; --json gives all."""


def describe_faults(error: CaseError) -> str:
    """Return the faults that a case was refused for, as text."""
    return "\n".join([f"error: {error.problem}", *fault_lines("fault", error.faults)])


def fault_lines(noun: str, faults: Sequence[Fault]) -> list[str]:
    """Return each fault in five lines, the first `SHOWN` of them."""
    lines: list[str] = []
    for fault in faults[:SHOWN]:
        lines += [
            f"{noun}: {fault.problem}",
            f"  where:    {fault.where}",
            f"  got:      {fault.got}",
            f"  expected: {fault.expected}",
            f"  fix:      {fault.fix}",
        ]
    if len(faults) > SHOWN:
        lines.append(f"... and {len(faults) - SHOWN} more; suasion check --json gives all")
    return lines
