"""Command `forecasts`: the ledger of predictions, how likely each was, and what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from suasion.cases import load_case
from suasion.cli.forecasts_text import render_list, render_score
from suasion.cli.options import (
    AsOf,
    CaseArgument,
    Cluster,
    Json,
    Out,
    Seed,
    Workers,
    open_executor,
    parse_day,
)
from suasion.cli.output import emit, emit_json, require_place
from suasion.cli.progress import WatchedExecutor, shown_progress
from suasion.errors import EXIT_DONE, InputError
from suasion.forecasts.answer import forecasts_to_json, tell_forecasts
from suasion.forecasts.probabilities import (
    DEFAULT_DRAWS,
    DEFAULT_PATHS,
    ForecastRequest,
    count_chunks,
    finish_forecasts,
    start_forecasts,
)
from suasion.forecasts.recording import (
    NewPrediction,
    NewResolution,
    add_prediction,
    resolve_prediction,
)
from suasion.forecasts.rows import ForecastAnswer

LIST, SCORE, ADD, RESOLVE = "list", "score", "add", "resolve"
ACTIONS = (LIST, SCORE, ADD, RESOLVE)


def _text(name: str, told: str) -> Any:
    """Return an option that takes a text."""
    return typer.Option(name, metavar="TEXT", help=told)


def forecasts_command(
    case: CaseArgument,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help="list, score, add or resolve.")
    ] = LIST,
    id: Annotated[
        list[str] | None, typer.Option("--id", metavar="ID", help="Prediction; may be repeated.")
    ] = None,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="ID", help="Account, or 'shared'; may be repeated."),
    ] = None,
    speaker: Annotated[str, _text("--speaker", "add: who predicts.")] = "",
    text: Annotated[str, _text("--text", "add: what is predicted.")] = "",
    criterion: Annotated[str, _text("--criterion", "add: what counts as coming true.")] = "",
    made: Annotated[str, _text("--made", "add: day on which it was made.")] = "",
    horizon: Annotated[str, _text("--horizon", "add: day by which it must come true.")] = "",
    condition: Annotated[str, _text("--condition", "add: condition under which it holds.")] = "",
    observable: Annotated[str, _text("--observable", "add: what the model reads for it.")] = "",
    outcome: Annotated[str, _text("--outcome", "resolve: yes, no or void.")] = "",
    day: Annotated[str, _text("--day", "resolve: day on which it was settled.")] = "",
    source: Annotated[str, _text("--source", "resolve: where it can be read.")] = "",
    statements: Annotated[
        str, _text("--statements", "add, resolve: ids of statements, joined by ;")
    ] = "",
    note: Annotated[str, _text("--note", "add, resolve: a remark.")] = "",
    draws: Annotated[int, typer.Option("--draws", help="Draws of each day.")] = DEFAULT_DRAWS,
    paths: Annotated[
        int, typer.Option("--paths", metavar="N", help="Paths of each draw.")
    ] = DEFAULT_PATHS,
    seed: Seed = None,
    as_of: AsOf = None,
    workers: Workers = None,
    cluster: Cluster = None,
    json: Json = False,
    out: Out = None,
) -> int:
    """List predictions with the model's probability of each, score them, add or settle one."""
    names = tuple(id or ())
    said = {"statements": statements, "note": note}
    told = {"speaker": speaker, "text": text, "criterion": criterion, "made": made}
    told |= {"horizon": horizon, "condition": condition, "observable": observable}
    settled = {"outcome": outcome, "day": day, "source": source}
    _require_taken(action, told, settled, said)
    if action == ADD:
        return _add(case, names, tuple(account or ()), told | said)
    if action == RESOLVE:
        return _resolve(case, names, said | settled)
    request = ForecastRequest(
        as_of=parse_day(as_of),
        accounts=tuple(account or ()),
        only=names,
        draws=draws,
        paths=paths,
        seed=seed,
    )
    require_place(out)
    answer = _answer(case, request, workers, cluster)
    if json:
        emit_json(forecasts_to_json(answer), out)
    else:
        emit(render_list(answer) if action == LIST else render_score(answer), out)
    return EXIT_DONE


def _add(case: str, names: tuple[str, ...], accounts: tuple[str, ...], told: dict[str, str]) -> int:
    account = _one(accounts, "--account")
    new = NewPrediction(id=_one(names, "--id"), account=account, **told)
    return _say_written(add_prediction(case, new), new.id, new.made)


def _resolve(case: str, names: tuple[str, ...], told: dict[str, str]) -> int:
    new = NewResolution(prediction=_one(names, "--id"), **told)
    return _say_written(resolve_prediction(case, new), new.prediction, new.day)


def _one(names: tuple[str, ...], option: str) -> str:
    """Return the only name given; none is an empty text, which is refused later."""
    if len(names) > 1:
        raise InputError(
            "one prediction is written at a time",
            where=f"option {option}",
            got=", ".join(names),
            expected="one id",
            fix="give the option once",
        )
    return names[0] if names else ""


def _require_known(action: str) -> None:
    if action not in ACTIONS:
        raise InputError(
            f"there is no action '{action}'",
            where="command forecasts",
            got=action,
            expected=", ".join(ACTIONS),
            fix="write for example: suasion forecasts CASE score",
        )


def _require_taken(
    action: str, told: dict[str, str], settled: dict[str, str], said: dict[str, str]
) -> None:
    """Refuse an unknown action and options of another one: nothing would be written (C1)."""
    _require_known(action)
    others = {ADD: settled, RESOLVE: told}.get(action, told | settled | said)
    strange = [f"--{name}" for name, value in others.items() if value]
    if strange:
        verb = RESOLVE if action != RESOLVE and any(settled.values()) else ADD
        raise InputError(
            f"the action '{action}' does not take {strange[0]}",
            where="command forecasts",
            got=", ".join(strange),
            expected=f"options of '{action}', or another action",
            avoided="nothing would have been written, and nobody would have been told",
            fix=f"leave it out, or name the action: suasion forecasts CASE {verb} ...",
        )


def _say_written(path: Path, name: str, day: str) -> int:
    emit(f"wrote {name} to {path}; it is seen as of {day} and later (--as-of)", None)
    return EXIT_DONE


def _answer(
    name: str, request: ForecastRequest, workers: int | None, cluster: str | None
) -> ForecastAnswer:
    case = load_case(name)
    chunks = count_chunks(case, request)
    with (
        shown_progress("reading") as progress,
        open_executor(workers, cluster, small=chunks <= 1) as executor,
    ):
        watched = WatchedExecutor(executor, chunks, "draws", progress)
        return tell_forecasts(case, finish_forecasts(start_forecasts(case, request, watched)))
