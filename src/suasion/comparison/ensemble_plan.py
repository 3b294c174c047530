"""What an ensemble is asked for, read and found sound before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from attrs import evolve, frozen

from suasion.cases import Case, account_values, case_as_of, figures
from suasion.cases.figures import Figure
from suasion.comparison.account_results import account_names
from suasion.comparison.ensemble_columns import (
    PATHS,
    EnsembleColumn,
    other_columns,
    path_columns,
)
from suasion.comparison.ensemble_draws import EnsembleTask
from suasion.comparison.ensemble_folder import Manifest, library_versions
from suasion.comparison.observations import read_observations
from suasion.crisis import Injection
from suasion.errors import InputError
from suasion.questions.crisis_draws import CrisisTask
from suasion.questions.crisis_structure import CaseCrisis, read_crisis
from suasion.questions.outlook import LONGEST
from suasion.questions.outlook_injections import read_injections
from suasion.questions.sampling import Request

SHARED = "shared"
"""Name of the figures that all accounts share."""
DEFAULT_DRAWS, DEFAULT_PATHS, DEFAULT_DAYS = 40, 20, 180


@frozen(kw_only=True)
class EnsembleRequest:
    """What an ensemble is asked for."""

    accounts: tuple[str, ...] = ()
    """Ids, or `shared`; empty: the shared figures and every account that sets a figure."""
    days: int = DEFAULT_DAYS
    paths: int = DEFAULT_PATHS
    inject: tuple[str, ...] = ()
    """Moves made from outside: MOVE@DAY or MOVE@DAY*SIZE."""


@frozen(kw_only=True, eq=False)
class EnsemblePlan:
    """What is asked, read and found sound."""

    manifest: Manifest
    order: tuple[str, ...]
    """All accounts of the case, the shared figures first."""
    task: EnsembleTask
    columns: tuple[EnsembleColumn, ...]
    described: pl.DataFrame
    """The figures kept, with title and unit."""

    def task_of(self, account: str) -> EnsembleTask:
        """Return the task of an account."""
        crisis = self.task.crisis
        own = evolve(
            crisis.request,
            account=None if account == SHARED else account,
            draws=self.manifest.draws,
        )
        return evolve(self.task, crisis=evolve(crisis, request=own))


def plan_ensemble(case: Case, request: Request, asked: EnsembleRequest) -> EnsemblePlan:
    """Return the plan of an ensemble.

    Raises
    ------
    InputError
        No crisis on that day, an unknown account or move, no draw or path, a horizon out of
        range (C1).
    """
    _require_limits(request, asked)
    view = case_as_of(case, request.as_of or case.meta.as_of)
    crisis = read_crisis(view)
    accounts = _accounts(view, request, asked)
    described = describe_figures(view)
    task = _task(case, crisis, request, asked, tuple(described["address"]))
    columns = (*path_columns(crisis, task.observations), *other_columns())
    return EnsemblePlan(
        manifest=_manifest(view, task, accounts, columns),
        order=(SHARED, *(row.id for row in view.rows("accounts"))),
        task=task,
        columns=columns,
        described=described,
    )


def _task(
    case: Case,
    crisis: CaseCrisis,
    request: Request,
    asked: EnsembleRequest,
    addresses: tuple[str, ...],
) -> EnsembleTask:
    """Return the task of the shared figures, the draws being those asked for."""
    observations = read_observations(crisis.model, crisis.view.rows("observations"))
    longest = max([asked.days, *(one.last_day + 1 for one in observations)])
    return EnsembleTask(
        crisis=CrisisTask(case=case, request=request, days=longest),
        days=asked.days,
        paths=asked.paths,
        seed=crisis.view.meta.seed if request.seed is None else request.seed,
        injections=read_injections(crisis, asked.inject, asked.days),
        observations=observations,
        addresses=addresses,
    )


def _manifest(
    view: Case, task: EnsembleTask, accounts: Sequence[str], columns: Sequence[EnsembleColumn]
) -> Manifest:
    return Manifest(
        versions=library_versions(),
        case=view.name,
        digest=view.digest,
        as_of=str(view.meta.as_of),
        seed=task.seed,
        days=task.days,
        paths=task.paths,
        injections=tuple(_injection(one) for one in task.injections),
        accounts=tuple(accounts),
        draws=task.crisis.request.draws,
        columns=tuple(one.name for one in columns if one.table == PATHS),
        figures=len(task.addresses),
        blocks=0,
        blocks_done=0,
    )


def _injection(one: Injection) -> str:
    return f"{one.move}@{one.day}*{one.size:g}"


def _accounts(view: Case, request: Request, asked: EnsembleRequest) -> tuple[str, ...]:
    """Return the accounts asked for in the order of the case, the shared figures first."""
    known = [row.id for row in view.rows("accounts")]
    if SHARED in known:
        raise InputError(
            f"an account is called '{SHARED}'",
            where="accounts.csv",
            got=SHARED,
            expected=f"another id: the figures that all accounts share go by '{SHARED}'",
            fix="give the account another id",
        )
    wanted = set(asked.accounts or (name or SHARED for name in account_names(view, request)))
    for name in sorted(wanted - {SHARED, *known}):
        raise InputError(
            f"there is no account '{name}'",
            where="option --account",
            got=name,
            expected="one of " + ", ".join((SHARED, *known)),
            fix="leave it out to use all accounts",
        )
    return tuple(name for name in (SHARED, *known) if name in wanted)


def describe_figures(view: Case) -> pl.DataFrame:
    """Return the figures whose values an ensemble keeps: address, title, unit; sorted.

    They are the uncertain ones and those that an account sets: what differs between draws or
    between accounts.
    """
    known = figures(view)
    accounts = [row.id for row in view.rows("accounts")]
    kept = {address for name in accounts for address in account_values(view, name)}
    kept |= {address for address, one in known.items() if one.quantity.is_uncertain}
    rows = [
        (address, _title(view, known[address]), known[address].unit) for address in sorted(kept)
    ]
    return pl.DataFrame(rows, schema=["address", "title", "unit"], orient="row")


def _title(view: Case, figure: Figure) -> str:
    row = view.find(figure.table, figure.row)
    title = row.title if row is not None else figure.row
    return title if figure.table == "parameters" else f"{title}: {figure.column}"


def _require_limits(request: Request, asked: EnsembleRequest) -> None:
    limits = (
        ("draw", "--draws", request.draws, None),
        ("path", "--paths", asked.paths, None),
        ("day", "--horizon", asked.days, LONGEST),
    )
    for word, option, got, most in limits:
        if got < 1 or (most is not None and got > most):
            raise InputError(
                f"an ensemble needs a {word}" if got < 1 else f"an ensemble of too many {word}s",
                where=f"option {option}",
                got=str(got),
                expected="1 or more" if most is None else f"1 to {most}",
                fix="leave it out, or give a number in that range",
            )
