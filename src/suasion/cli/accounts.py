"""Command `accounts`: where the accounts part, why, what the record tells, what to look at next."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Annotated, Any

import typer
from attrs import asdict, evolve

from suasion.cases import Case, case_as_of, load_case
from suasion.cli.accounts_text import render_accounts, render_flips, render_value
from suasion.cli.options import (
    AsOf,
    CaseArgument,
    Cluster,
    Json,
    Out,
    Seed,
    Workers,
    make_request,
    open_executor,
)
from suasion.cli.output import emit, emit_json, require_place
from suasion.cli.progress import shown_progress
from suasion.comparison.accounts import DAYS, DEFAULT_DRAWS, AccountsAnswer, compute_accounts
from suasion.comparison.flips import find_flips, flip_task
from suasion.comparison.record import compute_record
from suasion.comparison.record_rows import RecordAnswer
from suasion.comparison.voi import ACCOUNT, compute_value_of_information
from suasion.comparison.voi_rows import LookAnswer
from suasion.errors import EXIT_DONE, InputError
from suasion.questions.crisis_draws import CrisisTask
from suasion.questions.outlook import LONGEST
from suasion.questions.sampling import Request

ALONE = ("--ask", "--flip")
"""Options that ask a question of their own."""


def accounts_command(
    case: CaseArgument,
    between: Annotated[
        list[str] | None,
        typer.Option("--between", metavar="A,B", help="Pair of accounts; repeatable; all if none."),
    ] = None,
    fine: Annotated[
        bool, typer.Option("--fine", help="Share out by row of the accounts' table.")
    ] = False,
    ask: Annotated[
        str | None,
        typer.Option("--ask", metavar="QUESTION", help="What would settle 'account', an outcome."),
    ] = None,
    flip: Annotated[
        str | None,
        typer.Option("--flip", metavar="OUTCOME=P", help="Nearest change that crosses P."),
    ] = None,
    horizon: Annotated[int, typer.Option("--horizon", metavar="DAYS", help="Days ahead.")] = DAYS,
    draws: Annotated[int, typer.Option("--draws", help="Draws for the intervals.")] = DEFAULT_DRAWS,
    seed: Seed = None,
    as_of: AsOf = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """Show where the accounts part and why, what the record tells, what would settle it."""
    require_place(out)
    loaded = load_case(case)
    _require_one_question({"--ask": ask, "--flip": flip, "--between": between, "--fine": fine})
    request = make_request(as_of=as_of, account=None, seed=seed, draws=draws)
    _require_limits(request, horizon)
    with shown_progress("comparing") as progress, open_executor(workers, cluster) as executor:
        if flip is not None:
            rows = _flips(loaded, request, flip, horizon, executor)
            emit_json(rows, out) if json else emit(render_flips(rows), out)
        elif ask is not None:
            found = _looks(loaded, request, ask, horizon, executor)
            emit_json(found, out) if json else emit(render_value(found), out)
        else:
            pairs = _pairs(between)
            told = _compare(loaded, request, (pairs, horizon, fine), executor, progress)
            emit_json(_shape(*told), out) if json else emit(render_accounts(*told), out)
    return EXIT_DONE


Told = tuple[AccountsAnswer, RecordAnswer, LookAnswer | None]


def _require_one_question(options: Mapping[str, object]) -> None:
    """Refuse options of which one would be dropped in silence (C1)."""
    given = [name for name, value in options.items() if value]
    alone = [name for name in given if name in ALONE]
    if alone and len(given) > 1:
        raise InputError(
            "two questions are asked at once",
            where="options " + " and ".join(given),
            got=", ".join(given),
            expected=f"{alone[0]} without the others",
            avoided="one of them would have gone without an answer",
            fix="ask one after the other",
        )


def _require_limits(request: Request, days: int) -> None:
    """Refuse what no account can be run with, before anything is run (C1)."""
    limits = (
        ("comparison of accounts", "--draws", request.draws, "1 or more", request.draws >= 1),
        ("outlook", "--horizon", days, f"1 to {LONGEST} days", 1 <= days <= LONGEST),
    )
    for what, option, got, expected, holds in limits:
        if not holds:
            raise InputError(
                f"the {what} cannot be had with {option} {got}",
                where=f"option {option}",
                got=str(got),
                expected=expected,
                fix="leave it out, or give a number in that range",
            )


def _looks(
    case: Case, request: Request, question: str, days: int, executor: Executor
) -> LookAnswer:
    return compute_value_of_information(case, request, question, days=days, executor=executor)


def _compare(
    case: Case,
    request: Request,
    wanted: tuple[list[tuple[str, str]] | None, int, bool],
    executor: Executor,
    progress: Callable[[str, float], None],
) -> Told:
    """Return the accounts side by side, the record, the hindcasts, what to look at next."""
    pairs, days, fine = wanted
    # First, since it reads the observations: a fault in one must not end minutes of work.
    progress("what to look at next", 0.05)
    value = _looks(case, request, ACCOUNT, days, executor) if _can_look(case, request) else None
    progress("accounts side by side", 0.1)
    answer = compute_accounts(case, request, pairs=pairs, days=days, fine=fine, executor=executor)
    progress("the record, and what was expected before it", 0.6)
    record = compute_record(case, request, executor=executor)
    return answer, record, value


def _can_look(case: Case, request: Request) -> bool:
    """Return whether there is something to look at and accounts to be told apart."""
    view = case_as_of(case, request.as_of or case.meta.as_of)
    return bool(view.rows("observations")) and len(view.rows("accounts")) > 1


def _shape(
    answer: AccountsAnswer, record: RecordAnswer, value: LookAnswer | None
) -> dict[str, object]:
    """Return the shape of `accounts --json`."""
    return {**asdict(answer), "record": record, "value_of_information": value}


def _pairs(texts: list[str] | None) -> list[tuple[str, str]] | None:
    if not texts:
        return None
    found = []
    for text in texts:
        one, comma, other = (part.strip() for part in text.partition(","))
        if not comma or not one or not other or one == other:
            raise InputError(
                "a pair of accounts is not written in its form",
                where="option --between",
                got=text,
                expected="two different accounts with a comma between them, as ONE,OTHER",
                fix="take the ids from accounts.csv",
            )
        found.append((one, other))
    return found


def _flips(case: Case, request: Request, text: str, days: int, executor: Executor) -> Any:
    name, sign, threshold = text.rpartition("=")
    try:
        level = float(threshold) if sign else float("nan")
    except ValueError:
        level = float("nan")
    if not math.isfinite(level) or not name.strip():
        raise InputError(
            "a conclusion is not written in its form",
            where="option --flip",
            got=text,
            expected="OUTCOME=NUMBER",
            fix="write for example 'a deal is agreed=0.5'",
        )
    crisis = CrisisTask(case=case, request=evolve(request, draws=0), days=days)
    seed = case.meta.seed if request.seed is None else request.seed
    return find_flips(flip_task(crisis, name.strip(), level, "", seed), executor)
