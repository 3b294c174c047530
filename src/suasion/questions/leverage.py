"""Who needs whom, for what, how badly: the leverage tables.

Each lever that can be used at a horizon is pulled alone, on the central figures and on every
draw; base and withheld worlds share their figures, so differences are not blurred by draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor

from attrs import asdict, evolve, frozen

from suasion.cases import Case
from suasion.compute import SerialExecutor
from suasion.errors import InputError
from suasion.questions.baseline import Baseline, baseline
from suasion.questions.lever_rows import (
    LeverageRow,
    LeverObservableRow,
    Measured,
    ThirdPartyRow,
    measure_lever,
    pull_on_central,
)
from suasion.questions.outcomes import Outcome, Pending, Task, start_outcomes, usable_levers
from suasion.questions.sampling import Request
from suasion.world.levers import Lever


@frozen(kw_only=True)
class Leverage:
    """The leverage of a case as of a day, under one account."""

    rows: tuple[LeverageRow, ...]
    third_parties: tuple[ThirdPartyRow, ...]
    observables: tuple[LeverObservableRow, ...]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    """The draws themselves, by horizon."""
    request: Request

    def to_rows(self) -> list[dict[str, object]]:
        """Return the rows as plain dictionaries, the shape of `leverage --json`."""
        return [asdict(row) for row in self.rows]


def compute_leverage(
    case: Case,
    request: Request | None = None,
    *,
    horizons: Sequence[str] | None = None,
    levers: Sequence[str] | None = None,
    executor: Executor | None = None,
) -> Leverage:
    """Return what each lever takes from its target, its sender and all others.

    Model
        hurt = payoff of the target in the base - payoff while the lever is pulled, each from the
        optimum and its certified shares; ties by their formulas (docs: explanation, withholding).

    Parameters
    ----------
    case : Case
    request : Request, optional
        As-of day, account, seed and draws; the case's own day and 200 draws by default.
    horizons : sequence of str, optional
        Names from case.toml; all by default.
    levers : sequence of str, optional
        Ids, or SENDER:ID; all by default.
    executor : Executor, optional
        Where the draws are done; this process by default. Results are the same on each.

    Returns
    -------
    Leverage
        Rows sorted by horizon and falling hurt; third parties for every lever.

    Raises
    ------
    InputError
        Unknown horizon, lever or account (C1).
    ComputationError
        The central figures give a market without an optimum.

    Examples
    --------
    >>> from suasion import compute_leverage, load_case, Request
    >>> table = compute_leverage(
    ...     load_case("rus-aze-2025"), Request(draws=0), horizons=["years"], levers=["gas-swap"]
    ... )
    >>> [(row.sender, row.target) for row in table.rows]
    [('RUS', 'AZE')]
    """
    asked = request or Request()
    names = tuple(horizons or case.meta.horizons)
    started = start_leverage(case, [asked], names, levers, executor or SerialExecutor())
    return finish_leverage(case, started)[0]


@frozen(kw_only=True)
class _Asked:
    """One request at one horizon: its base and the levers that are asked for."""

    request: Request
    base: Baseline
    levers: tuple[Lever, ...]


@frozen(kw_only=True)
class Started:
    """Leverage tables whose draws are being done."""

    asked: tuple[_Asked, ...]
    pending: Pending


def start_leverage(
    case: Case,
    requests: Sequence[Request],
    horizons: Sequence[str],
    levers: Sequence[str] | None,
    executor: Executor,
) -> Started:
    """Hand over the draws of several requests, so that no worker waits for the others."""
    asked: list[_Asked] = []
    for request in requests:
        for horizon in horizons:
            base = central_base(case, request, horizon)
            asked.append(_Asked(request=request, base=base, levers=_chosen(base, levers)))
    _require_found(levers, asked)
    tasks = [
        Task(
            case=case,
            request=one.request,
            horizon=one.base.horizon,
            levers=tuple(lever.id for lever in one.levers),
        )
        for one in asked
    ]
    return Started(asked=tuple(asked), pending=start_outcomes(executor, tasks))


def finish_leverage(case: Case, started: Started) -> list[Leverage]:
    """Return a table for each request; the central figures are done while draws are under way."""
    centrals = [[pull_on_central(one.base, lever) for lever in one.levers] for one in started.asked]
    drawn = started.pending.collect()
    tables = []
    for request in dict.fromkeys(one.request for one in started.asked):
        places = [i for i, one in enumerate(started.asked) if one.request == request]
        measured = [
            measure_lever(started.asked[i].base, central, drawn[i])
            for i in places
            for central in centrals[i]
        ]
        tables.append(
            Leverage(
                rows=_sorted_rows(measured, list(case.meta.horizons)),
                third_parties=tuple(row for found in measured for row in found.third_parties),
                observables=tuple(row for found in measured for row in found.observables),
                outcomes={started.asked[i].base.horizon: drawn[i] for i in places},
                request=request,
            )
        )
    return tables


def central_base(case: Case, request: Request, horizon: str) -> Baseline:
    """Return the base on the central figures alone, under the request's day and account."""
    return baseline(case, evolve(request, draws=0), horizon)


def _sorted_rows(measured: Sequence[Measured], horizons: list[str]) -> tuple[LeverageRow, ...]:
    rows = [found.row for found in measured]
    rows.sort(key=lambda r: (horizons.index(r.horizon), -r.hurt_usd_per_year, r.lever))
    return tuple(rows)


def _chosen(base: Baseline, names: Sequence[str] | None) -> tuple[Lever, ...]:
    """Return the levers that are asked for and can be used at the base's horizon."""
    usable = usable_levers(base.central, None)
    if names is None:
        return tuple(usable)
    return tuple(lever for name in names for lever in usable if _is_named(lever, name))


def _is_named(lever: Lever, name: str) -> bool:
    sender, colon, what = name.rpartition(":")
    return lever.id == what and (not colon or lever.sender == sender)


def _require_found(names: Sequence[str] | None, asked: Sequence[_Asked]) -> None:
    """Raise `InputError` for a lever that can be used at none of the horizons asked for."""
    for name in names or ():
        if not any(_is_named(lever, name) for one in asked for lever in one.levers):
            usable = sorted(
                {
                    f"{lever.sender}:{lever.id}"
                    for one in asked
                    for lever in usable_levers(one.base.central, None)
                }
            )
            raise InputError(
                "unknown lever",
                where="option lever, horizon " + ", ".join(one.base.horizon for one in asked),
                got=name,
                expected="one of " + ", ".join(usable),
                fix="name a lever of the case that can be used at this horizon",
            )
