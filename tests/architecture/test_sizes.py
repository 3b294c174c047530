"""Modules, classes and functions stay small; what does not is listed with a reason."""

from __future__ import annotations

from tests.architecture.exceptions import excepted, exceptions
from tests.architecture.sources import Definition, definitions, modules
from tests.architecture.test_forms import RULES

LIMITS = {"module": (300, 450), "class": (150, 450), "function": (25, 60)}
"""Lines: the limit, and the hard limit that no exception lifts."""
N_EXCEPTIONS_AT_MOST = 1
"""Lower it whenever an exception is gone; never raise it."""


def _everything() -> list[Definition]:
    found = [
        Definition(
            kind="module", name=module.name, lines=module.lines, place=module.place(module.tree)
        )
        for module in modules()
    ]
    return found + [part for module in modules() for part in definitions(module)]


def test_nothing_is_larger_than_the_hard_limit() -> None:
    found = [
        f"{part.place}: {part.kind} {part.name} has {part.lines} lines, at most "
        f"{LIMITS[part.kind][1]}"
        for part in _everything()
        if part.lines > LIMITS[part.kind][1]
    ]
    assert not found, "\n".join(found)


def test_nothing_is_larger_than_the_limit_without_a_reason() -> None:
    found = []
    for part in _everything():
        limit = LIMITS[part.kind][0]
        exception = excepted(part.kind, part.name)
        at_most = exception.lines if exception else limit
        if part.lines > at_most:
            found.append(
                f"{part.place}: {part.kind} {part.name} has {part.lines} lines, at most {at_most}"
            )
    assert not found, "\n".join(found)


def test_the_exceptions_only_shrink() -> None:
    sizes = {(part.kind, part.name): part.lines for part in _everything()}
    names = {module.name: module for module in modules()}
    found = []
    for row in exceptions():
        if row.rule in RULES:
            if row.name not in names or not list(RULES[row.rule](names[row.name])):
                found.append(f"{row.name} no longer breaks {row.rule}: remove the exception")
            continue
        lines = sizes.get((row.rule, row.name), 0)
        if lines <= LIMITS[row.rule][0]:
            found.append(f"{row.name} is within the limit: remove the exception")
        elif lines < row.lines:
            found.append(f"{row.name} has {lines} lines: lower the exception from {row.lines}")
    assert not found, "\n".join(found)


def test_every_exception_has_a_reason_and_there_are_no_more_of_them() -> None:
    assert all(len(row.reason) > 10 for row in exceptions())
    assert len(exceptions()) <= N_EXCEPTIONS_AT_MOST
