"""A trace as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from suasion.cases.trace_records import TracedFigure, TracedStatement, TraceLink, TraceResult

SHOWN_LINKS = 40
"""Links shown in each direction; the record holds all."""


def render_trace(found: TraceResult) -> str:
    """Return a trace as text: the thing, its figures, who said it, what uses it."""
    lines = [f"{found.key}  (as of {found.day})"]
    if found.title != found.key:
        lines.append(f"  {found.title}")
    lines += [f"  {name}: {text}" for name, text in found.cells if name not in ("id", "title")]
    lines += _part("figures", (_figure(figure) for figure in found.figures))
    accounts = (
        f"{item.account}: {item.row}: {item.value or 'silent'}"
        + (f"  [{'; '.join(item.statements)}]" if item.statements else "")
        for item in found.accounts
    )
    lines += _part("set by accounts", accounts)
    lines += _part("said by", (_statement(statement) for statement in found.statements))
    lines += _part("made of", _links(found.rests_on))
    lines += _part("used by", _links(found.used_by))
    lines += _part("also called so", found.also)
    return "\n".join(lines)


def _part(title: str, items: Iterable[str]) -> list[str]:
    shown = list(items)
    return ["", f"{title}:", *(f"  {item}" for item in shown)] if shown else []


def _figure(figure: TracedFigure) -> str:
    if figure.is_default:
        origin = "default of the format"
    elif figure.assumed is not None:
        origin = f"assumed: {figure.assumed}"
    else:
        origin = "; ".join(figure.statements) or "claimed"
    conflict = ", sources conflict" if figure.is_conflict else ""
    return f"{figure.address} = {figure.text}{conflict}  [{origin}]"


def _statement(statement: TracedStatement) -> str:
    spoken = f"{statement.speaker}, {statement.outlet}" if statement.outlet else statement.speaker
    reported = f" (reported by {statement.reported_by})" if statement.reported_by else ""
    head = (
        f"{statement.id}  {spoken}{reported}, {statement.date or 'undated'}, {statement.modality}"
    )
    lines = [head, f"    {statement.paraphrase}"]
    for title, others in (
        ("supported by", statement.supports),
        ("contradicted by", statement.contradicts),
        ("other estimates", statement.spread_with),
        ("computed from", statement.derived_from),
    ):
        if others:
            lines.append(f"    {title}: {', '.join(others)}")
    return "\n  ".join(lines)


def _links(links: tuple[TraceLink, ...]) -> list[str]:
    shown = [f"{'  ' * (link.steps - 1)}{link.key}  {link.title}" for link in links[:SHOWN_LINKS]]
    more = len(links) - SHOWN_LINKS
    return [*shown, f"... and {more} more"] if more > 0 else shown
