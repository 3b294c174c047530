"""What actors, accounts, horizons and sources are called on the page."""

from __future__ import annotations

from collections.abc import Mapping

from suasion.report.view import SHARED, ReportInput

SHARED_TITLE = "shared base"


def actor_titles(view: ReportInput) -> Mapping[str, str]:
    """Return the title of each actor by id."""
    return {row.id: row.text("title") or row.id for row in view.case_rows("actors")}


def account_titles(view: ReportInput) -> Mapping[str, str]:
    """Return the title of each account by id, the shared base first."""
    named = {row.id: row.text("title") or row.id for row in view.case_rows("accounts")}
    return {SHARED: SHARED_TITLE, **named}


def horizon_titles(view: ReportInput) -> Mapping[str, str]:
    """Return what each horizon of the case is called, with its length."""
    return {name: f"{name} ({days:g} d)" for name, days in view.case.meta.horizons.items()}


def first_horizon(view: ReportInput) -> str:
    """Return the horizon that the page opens with: the asked one, else the longest."""
    names = list(view.case.meta.horizons)
    if view.default_horizon in names:
        return view.default_horizon
    return names[-1] if names else ""


def shown_accounts(view: ReportInput) -> Mapping[str, str]:
    """Return the accounts for which there are results, the shared base first."""
    titles = account_titles(view)
    present = {str(row["account"]) for row in view.rows("leverage")} | {SHARED}
    known = {name: title for name, title in titles.items() if name in present}
    return {**known, **{name: name for name in sorted(present - set(known))}}


def plain_titles(titles: Mapping[str, str]) -> Mapping[str, str]:
    """Return titles without braces, which stand for figures in a sentence."""
    braces = str.maketrans("{}", "()")
    return {name: title.translate(braces) for name, title in titles.items()}
