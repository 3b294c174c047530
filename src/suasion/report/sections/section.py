"""A section of the page: an id, a title, a template, and how its context is built.

To add one: a module in this folder with a `SECTION`, a template in `templates/sections`, and
one line in `registry.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from suasion.report.view import ReportInput

Context = Mapping[str, object]


@frozen(kw_only=True)
class Section:
    """One section. `build` returns what its template shows, or None where there is nothing."""

    id: str
    """Anchor, lower case."""
    title: str
    template: str
    """File in templates/sections."""
    build: Callable[[ReportInput], Context | None]
