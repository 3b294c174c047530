"""Made-up tables of reactions for the page."""

from __future__ import annotations

import polars as pl

from suasion.questions.react_rows import LagRow
from suasion.questions.tables import to_frame
from suasion.runs.reactions import (
    ReactionsAnswerRow,
    ReactionsLineRow,
    ReactionsRateRow,
    ReactionsRow,
)

NAN = float("nan")
VERDICT = ReactionsRow(
    dyad="RUS-AZE",
    since="2025-01-01",
    until="2025-06-30",
    scale="a scale",
    n_events=23,
    refused=True,
    n_events_needed=4567,
    refused_share=0.75,
    residuals_passed=True,
    half_life_days=NAN,
    half_life_low=NAN,
    half_life_high=NAN,
    branching=NAN,
    branching_low=NAN,
    branching_high=NAN,
)


def make_reactions(verdict: ReactionsRow) -> dict[str, pl.DataFrame]:
    answer = ReactionsAnswerRow(
        receiver="AZE>RUS conflict",
        sender="RUS>AZE conflict",
        excitation=0.4,
        low=0.2,
        high=0.6,
        share=0.5,
        verdict="answers",
    )
    rate = ReactionsRateRow(kind="RUS>AZE conflict", n_events=5, per_day=0.02, low=0.01, high=0.03)
    lag = LagRow(lags=2, cause="RUS>AZE", effect="AZE>RUS", f=4.2, p_value=0.01, n_weeks=40)
    lines = [
        ReactionsLineRow(kind="refusal", text="5 events, <b>fewer</b> than 10"),
        ReactionsLineRow(kind="variants", text="in 2 of 8 variants"),
        ReactionsLineRow(kind="dropped", text="modality: alleged: 6"),
    ]
    return {
        "reactions": to_frame([verdict], ReactionsRow),
        "reactions_lines": to_frame(lines, ReactionsLineRow),
        "reactions_rates": to_frame([rate], ReactionsRateRow),
        "reactions_answers": to_frame([] if verdict.refused else [answer], ReactionsAnswerRow),
        "reactions_lags": to_frame([lag], LagRow),
    }
