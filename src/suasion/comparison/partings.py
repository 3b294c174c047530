"""Where accounts part and what parts them: differences shared out, and told in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from suasion.cases import Case, case_as_of
from suasion.comparison.account_groups import coarse_groups, differing, fine_groups
from suasion.comparison.account_outcomes import (
    Groups,
    MixTask,
    StartedMix,
    finish_mix,
    mix_task,
    outcome_names,
    start_mix,
)
from suasion.comparison.account_rows import AttributionRow, PartingRow
from suasion.comparison.attribution import Shares
from suasion.questions.crisis_draws import CrisisTask, ready_crisis
from suasion.questions.sampling import interval

Floats = NDArray[np.float64]
TOLD = 3
"""Groups that a sentence names at most."""
WORTH_NAMING = 0.15
"""Least share of the difference that a group must have to be named."""
CLEAR = 2.0
"""Standard errors that a difference must be away from zero to be told."""


def all_pairs(case: Case, crisis: CrisisTask) -> tuple[tuple[str, str], ...]:
    """Return all pairs of accounts that are known on the day."""
    view = case_as_of(case, crisis.request.as_of or case.meta.as_of)
    return tuple(combinations([row.id for row in view.rows("accounts")], 2))


def pair_groups(case: Case, crisis: CrisisTask, one: str, other: str, *, fine: bool) -> Groups:
    """Return the groups in which two accounts differ, with their figures."""
    view = case_as_of(case, crisis.request.as_of or case.meta.as_of)
    named = (fine_groups if fine else coarse_groups)(view)
    found: dict[str, list[str]] = {}
    for address in differing(view, one, other):
        found.setdefault(named[address], []).append(address)
    return tuple((name, tuple(own)) for name, own in sorted(found.items()))


def start_partings(
    case: Case,
    crisis: CrisisTask,
    pairs: Sequence[tuple[str, str]],
    *,
    draws: int,
    paths: int,
    executor: Executor,
    fine: bool = False,
) -> tuple[StartedMix, ...]:
    """Hand over the first draws of every pair; the request of the crisis may have more."""
    request = crisis.request
    seed = case.meta.seed if request.seed is None else request.seed
    started = []
    for one, other in pairs:
        groups = pair_groups(case, crisis, one, other, fine=fine)
        if groups:
            task = mix_task(crisis, one, other, groups, paths, seed)
            started.append(start_mix(task, min(draws, request.draws), executor))
    return tuple(started)


def finish_partings(
    started: Sequence[StartedMix],
) -> tuple[tuple[AttributionRow, ...], tuple[str, ...]]:
    """Return the shares of all pairs, groups and results, and why draws failed."""
    rows: list[AttributionRow] = []
    failures: list[str] = []
    for one in started:
        shares, failed = finish_mix(one)
        rows += _rows(one.task, shares)
        failures += failed
    return tuple(rows), tuple(failures)


def _rows(task: MixTask, shares: Shares) -> Iterator[AttributionRow]:
    first, second = (one.request.account or "" for one in (task.first, task.second))
    for place, result in enumerate(outcome_names(ready_crisis(task.first))):
        whole = shares.total[:, place]
        spread = interval(whole)
        for at, group in enumerate(shares.groups):
            own = shares.shares[at, :, place]
            low, high = interval(own)
            yield AttributionRow(
                first=first,
                second=second,
                result=result,
                difference=float(whole.mean()),
                difference_low=spread[0],
                difference_high=spread[1],
                difference_error=_error(whole),
                group=group,
                share=float(own.mean()),
                low=low,
                high=high,
                standard_error=_error(own),
                lowest=float(shares.lowest[at, :, place].mean()),
                highest=float(shares.highest[at, :, place].mean()),
                draws=int(whole.size),
                paths=task.paths,
            )


def _error(values: Floats) -> float:
    if values.size < 2:
        return float("nan")
    return float(values.std(ddof=1) / np.sqrt(values.size))


def tell_partings(
    rows: Sequence[AttributionRow], titles: Mapping[str, str]
) -> tuple[PartingRow, ...]:
    """Return a sentence for each result in which two accounts clearly part."""
    found: dict[tuple[str, str, str], list[AttributionRow]] = {}
    for row in rows:
        found.setdefault((row.first, row.second, row.result), []).append(row)
    told = [_told(own, titles) for own in found.values()]
    return tuple(one for one in told if one is not None)


def _told(rows: Sequence[AttributionRow], titles: Mapping[str, str]) -> PartingRow | None:
    head = rows[0]
    error = head.difference_error
    if not abs(head.difference) > CLEAR * error:
        return None
    named = sorted(rows, key=lambda row: -abs(row.share))
    least = WORTH_NAMING * abs(head.difference)
    parts = [
        f"{row.share:+.2g} from '{row.group}'" for row in named[:TOLD] if abs(row.share) >= least
    ]
    more, less = (head.second, head.first) if head.difference > 0 else (head.first, head.second)
    gap = abs(head.difference)
    sentence = (
        f"{_name(more, titles)} expects more of '{head.result}' than {_name(less, titles)}, by "
        f"{gap:.2g}. Going from {_name(head.first, titles)} to {_name(head.second, titles)}: "
        + (", ".join(parts) or "many groups, none with much")
        + "."
    )
    return PartingRow(
        first=head.first,
        second=head.second,
        result=head.result,
        difference=head.difference,
        standard_error=error,
        sentence=sentence,
    )


def _name(account: str, titles: Mapping[str, str]) -> str:
    return titles.get(account, account) or "the shared figures"
