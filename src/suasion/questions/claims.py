"""What the accounts claim about results, beside what the model gives under their own values.

Claims are the coder's reading of a text with a standard deviation of about 0.15. They are
compared with results, never used (design, section 4; C16), and cut to the scale of the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from suasion.cases import Case, Row
from suasion.quantities import Quantity
from suasion.questions.outcomes import Outcome
from suasion.questions.results import Results
from suasion.questions.sampling import interval

SHARED = ""
"""Account name of the shared base, on which no account's values are laid."""
_NOTHING = (float("nan"), float("nan"))


@frozen(kw_only=True)
class ResultRow:
    """One result that accounts make claims about, under one account and measure."""

    account: str
    result: str
    measure: str
    value: float
    low: float
    high: float


@frozen(kw_only=True)
class ClaimRow:
    """A claim of an account beside the model's result under that account's own values."""

    account: str
    row: str
    claim: str
    score: str
    measure: str
    claim_low: float
    claim_high: float
    model_value: float
    model_low: float
    model_high: float
    verdict: str
    statements: tuple[str, ...]


def result_rows(
    central: Results, outcomes: Sequence[Outcome], account: str = SHARED
) -> tuple[ResultRow, ...]:
    """Return the results on the central figures with their intervals over the draws."""
    rows = []
    for (result, measure), value in central.items():
        drawn = [outcome.results.get((result, measure), np.nan) for outcome in outcomes]
        low, high = interval(np.array(drawn, dtype=float))
        rows.append(
            ResultRow(
                account=account, result=result, measure=measure, value=value, low=low, high=high
            )
        )
    return tuple(rows)


def compare_claims(case: Case, results: Sequence[ResultRow]) -> tuple[ClaimRow, ...]:
    """Return every claim of every account beside the result under that account's values."""
    by_key = _grouped(results)
    rows: list[ClaimRow] = []
    for row in case.rows("account_map"):
        if row.text("kind") == "claim":
            found = by_key.get((row.text("account"), row.text("target")), [None])
            rows += [_claim(row, result) for result in found]
    return tuple(rows)


def _grouped(
    results: Sequence[ResultRow],
) -> Mapping[tuple[str, str], list[ResultRow | None]]:
    grouped: dict[tuple[str, str], list[ResultRow | None]] = {}
    for result in results:
        grouped.setdefault((result.account, result.result), []).append(result)
    return grouped


def _claim(row: Row, result: ResultRow | None) -> ClaimRow:
    """Return one claim; without a result it is listed as not computed."""
    quantity = row.figure("value")
    signed = row.text("target") == "net_leverage"
    middle, least = (0.0, -1.0) if signed else (0.5, 0.0)
    claimed = _NOTHING
    if isinstance(quantity, Quantity):
        claimed = max(quantity.low, least), min(quantity.high, 1.0)
    found = _NOTHING if result is None else (result.low, result.high)
    return ClaimRow(
        account=row.text("account"),
        row=row.text("row"),
        claim=row.text("target"),
        score=row.text("score"),
        measure="" if result is None else result.measure,
        claim_low=claimed[0],
        claim_high=claimed[1],
        model_value=float("nan") if result is None else result.value,
        model_low=found[0],
        model_high=found[1],
        verdict=judge_claim(claimed, found, middle=middle),
        statements=row.words("statements"),
    )


def judge_claim(claim: tuple[float, float], model: tuple[float, float], *, middle: float) -> str:
    """Return how a claim stands to a result: both are 90 % intervals.

    agrees: the intervals overlap; contradicts: they lie on opposite sides of the middle;
    differs: apart, but on one side or across the middle; not computed: one of them is missing.

    Examples
    --------
    >>> judge_claim((0.3, 0.7), (0.5, 0.9), middle=0.0)
    'agrees'
    >>> judge_claim((0.3, 0.7), (-0.9, -0.5), middle=0.0)
    'contradicts'
    >>> judge_claim((0.3, 0.7), (0.8, 0.9), middle=0.0)
    'differs'
    """
    if not np.isfinite([*claim, *model]).all():
        return "not computed"
    if claim[0] <= model[1] and model[0] <= claim[1]:
        return "agrees"
    opposite = (claim[0] > middle > model[1]) or (claim[1] < middle < model[0])
    return "contradicts" if opposite else "differs"
