"""The exceptions to sizes and forms, read from exceptions.toml; the list may only shrink."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from attrs import frozen

FILE = Path(__file__).with_name("exceptions.toml")


@frozen(kw_only=True)
class Exceptional:
    """One exception: what breaks which rule, how far, and why it may."""

    rule: str
    name: str
    reason: str
    lines: int = 0


@cache
def exceptions() -> tuple[Exceptional, ...]:
    """Return all exceptions in the order of the file."""
    rows = tomllib.loads(FILE.read_text("utf-8")).get("exception", [])
    return tuple(Exceptional(**row) for row in rows)


def excepted(rule: str, name: str) -> Exceptional | None:
    """Return the exception of a name from a rule, if there is one."""
    for row in exceptions():
        if (row.rule, row.name) == (rule, name):
            return row
    return None
