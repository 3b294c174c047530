"""What the accounts claim about results, beside what the model gives under their own values.

Model
    H_T = loss of one side of the dyad when the other pulls all its levers against it together.
    With the dyad (A, B): net leverage = (H_A - H_B) / (H_A + H_B), from -1 (A holds all) to +1
    (B holds all), once in money and once in shares of gross domestic product, since governments
    read the same figures both ways. Need of a side = its H over the sum. Usable levers of A =
    share of its levers whose hurt, as a share of the target's product, exceeds its own cost.
Assumptions
    A1 claims are the coder's reading with a standard deviation of about 0.15; they are compared,
    never used (design, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.cases import Case, Row
from suasion.dependence import Solved, SolverPool, effect_of
from suasion.errors import ComputationError
from suasion.quantities import Quantity
from suasion.questions.baseline import Baseline, baseline
from suasion.questions.sampling import Request, interval
from suasion.world.levers import Lever

MEASURES = ("money", "gdp share")
SHARED = ""
"""Account name of the shared base, on which no account's values are laid."""


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


def compute_results(case: Case, request: Request, horizon: str) -> tuple[ResultRow, ...]:
    """Return the results that accounts make claims about, under the request's account."""
    base = baseline(case, request, horizon)
    central = _results(base.pool, base.central, case.meta.dyad)
    drawn = [_results_or_none(base, solved, case.meta.dyad) for solved in base.draws]
    return tuple(
        ResultRow(
            account=request.account or SHARED,
            result=result,
            measure=measure,
            value=value,
            low=_bounds(drawn, (result, measure))[0],
            high=_bounds(drawn, (result, measure))[1],
        )
        for (result, measure), value in central.items()
    )


Results = dict[tuple[str, str], float]


def _results_or_none(
    base: Baseline, solved: Solved | None, dyad: tuple[str, str]
) -> Results | None:
    if solved is None:
        return None
    try:
        return _results(base.pool, solved, dyad)
    except ComputationError:
        return None


def _bounds(drawn: Sequence[Results | None], key: tuple[str, str]) -> tuple[float, float]:
    values: NDArray[np.float64] = np.array(
        [np.nan if results is None else results[key] for results in drawn], dtype=float
    )
    return interval(values)


def _results(pool: SolverPool, solved: Solved, dyad: tuple[str, str]) -> Results:
    """Return net leverage, needs and usable levers in both measures for one world."""
    first, second = dyad
    world = solved.world
    hurt_first = _all_levers(pool, solved, second, first)
    hurt_second = _all_levers(pool, solved, first, second)
    results: Results = {}
    for measure in MEASURES:
        scale = (1.0, 1.0)
        if measure == "gdp share":
            nan = float("nan")
            scale = (world.gdp.get(first, nan), world.gdp.get(second, nan))
        one, two = max(hurt_first, 0.0) / scale[0], max(hurt_second, 0.0) / scale[1]
        total = one + two
        share = one / total if total > 0.0 else float("nan")
        results["net_leverage", measure] = 2.0 * share - 1.0
        results[f"need_{first.lower()}", measure] = share
        results[f"need_{second.lower()}", measure] = 1.0 - share
        results[f"coercive_options_{first.lower()}", measure] = _usable(
            pool, solved, first, second, scale
        )
    return results


def _all_levers(pool: SolverPool, solved: Solved, sender: str, target: str) -> float:
    """Return the target's loss when the sender pulls all its levers against it, MUSD/yr."""
    levers = _levers(solved, sender, target)
    return effect_of(pool, solved, [(lever, None) for lever in levers]).loss_of(target)


def _levers(solved: Solved, sender: str, target: str) -> list[Lever]:
    world = solved.world
    return [
        lever
        for lever in world.levers
        if (lever.sender, lever.target) == (sender, target) and world.horizon in lever.horizons
    ]


def _usable(
    pool: SolverPool, solved: Solved, sender: str, target: str, scale: tuple[float, float]
) -> float:
    levers = _levers(solved, sender, target)
    if not levers:
        return 0.0
    effects = [effect_of(pool, solved, [(lever, None)]) for lever in levers]
    worth = [
        effect.loss_of(target) / scale[1] > max(effect.loss_of(sender), 0.0) / scale[0]
        for effect in effects
    ]
    return sum(worth) / len(levers)


def compare_claims(case: Case, results: Sequence[ResultRow]) -> tuple[ClaimRow, ...]:
    """Return every claim of every account beside the result under that account's values."""
    by_key: Mapping[tuple[str, str], list[ResultRow]] = _grouped(results)
    rows: list[ClaimRow] = []
    for row in case.rows("account_map"):
        if row.text("kind") != "claim":
            continue
        found = by_key.get((row.text("account"), row.text("target")), [])
        rows += [_claim(row, result) for result in found] or [_not_computed(row)]
    return tuple(rows)


def _grouped(results: Sequence[ResultRow]) -> dict[tuple[str, str], list[ResultRow]]:
    grouped: dict[tuple[str, str], list[ResultRow]] = {}
    for result in results:
        grouped.setdefault((result.account, result.result), []).append(result)
    return grouped


def _claim(row: Row, result: ResultRow) -> ClaimRow:
    quantity = row.figure("value")
    low, high = (quantity.low, quantity.high) if isinstance(quantity, Quantity) else _NOTHING
    signed = result.result == "net_leverage"
    return ClaimRow(
        account=result.account,
        row=row.text("row"),
        claim=result.result,
        score=row.text("score"),
        measure=result.measure,
        claim_low=low,
        claim_high=high,
        model_value=result.value,
        model_low=result.low,
        model_high=result.high,
        verdict=judge_claim((low, high), (result.low, result.high), middle=0.0 if signed else 0.5),
        statements=row.words("statements"),
    )


_NOTHING = (float("nan"), float("nan"))


def _not_computed(row: Row) -> ClaimRow:
    return ClaimRow(
        account=row.text("account"),
        row=row.text("row"),
        claim=row.text("target"),
        score=row.text("score"),
        measure="",
        claim_low=float("nan"),
        claim_high=float("nan"),
        model_value=float("nan"),
        model_low=float("nan"),
        model_high=float("nan"),
        verdict="not computed",
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
