"""The question of the ledger: what was predicted, how likely it was, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from math import isfinite

from attrs import asdict

from suasion.cases import Case, case_as_of
from suasion.compute import SerialExecutor
from suasion.events.backtest.scores import brier
from suasion.forecasts.climatology import climatology
from suasion.forecasts.ledger import YES, Entry
from suasion.forecasts.probabilities import (
    Asked,
    Forecast,
    ForecastRequest,
    Forecasts,
    finish_forecasts,
    start_forecasts,
)
from suasion.forecasts.rows import ForecastAnswer, ForecastRow
from suasion.forecasts.scoring import (
    FEW,
    calibrate_forecasts,
    count_outcomes,
    log_loss,
    score_forecasts,
)


def compute_forecasts(
    case: Case, asked: ForecastRequest | None = None, *, executor: Executor | None = None
) -> ForecastAnswer:
    """Return the predictions of a case with the model's probabilities, outcomes and scores.

    Model
        Each prediction with an observable has a probability under each account: the share of
        paths on which it holds, from the record up to the day on which it was made and what was
        known on it. Parameters are drawn before paths.

    Assumptions
        Those of the outlook. An observable is near to the criterion at best; the note of a
        prediction says how near.

    Parameters
    ----------
    case : Case
    asked : ForecastRequest, optional
        As-of day of the ledger, accounts, draws, paths.
    executor : Executor, optional
        Where the draws are done; this process by default. Results are the same on each (C5).

    Returns
    -------
    ForecastAnswer
        A row for each prediction: probabilities by account with Monte Carlo errors, or the reason
        why there is none; outcome and scores where it is settled. Mean scores and calibration.

    Raises
    ------
    InputError
        An account or prediction that there is not; an observable that does not parse (C1).

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> answer = compute_forecasts(case, ForecastRequest(draws=2, paths=5))
    >>> [(row.id, row.outcome, row.probability["averin"]) for row in answer.rows]
    [('P1', 'no', None), ('P2', '', None)]
    >>> answer.rows[0].reasons["averin"]
    'the account was not known on the day it was made'
    """
    wanted = asked or ForecastRequest()
    started = start_forecasts(case, wanted, executor or SerialExecutor())
    return tell_forecasts(case, finish_forecasts(started))


def tell_forecasts(case: Case, found: Forecasts) -> ForecastAnswer:
    """Return the rows and scores of finished forecasts."""
    rows = tuple(_row(case, found, one) for one in found.asked)
    settled = sum(row.resolved for row in rows)
    return ForecastAnswer(
        case=case.name,
        as_of=str(found.view.meta.as_of),
        accounts=found.accounts,
        n_draws=found.request.draws,
        n_paths=found.request.paths,
        horizon=found.request.horizon,
        rows=rows,
        scores=score_forecasts(rows, found.accounts),
        speakers=count_outcomes(rows),
        calibration=calibrate_forecasts(rows, found.accounts),
        notes=_notes(settled),
        failed_draws=found.failed_draws,
        failures=found.failures,
    )


def _notes(settled: int) -> tuple[str, ...]:
    if settled >= FEW:
        return ()
    return (
        f"{settled} predictions are settled, fewer than {FEW}: neither scores nor calibration tell "
        "one account from another",
    )


def _row(case: Case, found: Forecasts, one: Asked) -> ForecastRow:
    entry = one.entry
    own = {account: found.found[entry.id, account] for account in found.accounts}
    return ForecastRow(
        id=entry.id,
        speaker=entry.speaker,
        account=entry.account,
        text=entry.text,
        criterion=entry.criterion,
        made=str(entry.made),
        horizon=str(entry.horizon or ""),
        condition=entry.condition,
        observable=entry.observable,
        probability={name: _p(forecast) for name, forecast in own.items()},
        standard_error={name: _error(forecast) for name, forecast in own.items()},
        n_paths={name: _paths(forecast) for name, forecast in own.items()},
        reasons={name: forecast.reason for name, forecast in own.items() if forecast.reason},
        climatology=_climatology(case, found, one),
        resolved=bool(entry.outcome),
        outcome=entry.outcome,
        settled=str(entry.settled or ""),
        source=entry.source,
        brier=_briers(entry, own),
        log_score=_logs(entry, own),
        note=entry.note,
    )


def _p(forecast: Forecast) -> float | None:
    return None if forecast.chance is None else forecast.chance.probability


def _error(forecast: Forecast) -> float | None:
    error = float("nan") if forecast.chance is None else forecast.chance.standard_error
    return error if isfinite(error) else None


def _paths(forecast: Forecast) -> int:
    return 0 if forecast.chance is None else forecast.chance.n_paths


def _climatology(case: Case, found: Forecasts, one: Asked) -> float | None:
    if one.bound is None:
        return None
    seed = case.meta.seed if found.request.seed is None else found.request.seed
    return climatology(case_as_of(case, one.entry.made), one.entry, one.bound, seed)


def _briers(entry: Entry, own: Mapping[str, Forecast]) -> dict[str, float | None]:
    happened = entry.outcome == YES
    return {
        name: brier(p, happened) if entry.is_scored and (p := _p(forecast)) is not None else None
        for name, forecast in own.items()
    }


def _logs(entry: Entry, own: Mapping[str, Forecast]) -> dict[str, float | None]:
    happened = entry.outcome == YES
    return {
        name: log_loss(p, happened, _paths(forecast))
        if entry.is_scored and (p := _p(forecast)) is not None
        else None
        for name, forecast in own.items()
    }


def forecasts_to_json(answer: ForecastAnswer) -> dict[str, object]:
    """Return the shape of `forecasts --json`."""
    return asdict(answer)
