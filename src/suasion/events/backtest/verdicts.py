"""Verdicts: does a model beat the best baseline, said in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from suasion.events.backtest.differences import compare
from suasion.events.backtest.forecaster import Forecaster
from suasion.events.series import ALL
from suasion.streams import Streams

KEY = ("event_class", "measure", "horizon")
VERDICTS = ("beats it", "does not beat it", "does worse")
WORDS = {"beats it": "", "does not beat it": "not", "does worse": "worse"}
WITHIN = "within 30 days"
LEAST_COVER = 0.8
"""Share of a model's origins from which a baseline must have made a forecast too."""
CHANCE_OF_WINNING = 0.05
"""Share of comparisons that a model wins that is just as good: beyond one end of 90 %."""
COMPARISON_TYPES = {
    "forecaster": pl.String(),
    "event_class": pl.String(),
    "measure": pl.String(),
    "horizon": pl.Int64(),
    "score": pl.String(),
    "baseline": pl.String(),
    "difference": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "n": pl.Int64(),
    "verdict": pl.String(),
}


def summarise(scores: pl.DataFrame) -> pl.DataFrame:
    """Return mean scores and coverage of intervals by forecaster, class, measure and horizon."""
    return scores.group_by("forecaster", *KEY, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("n"),
        pl.col("crps", "log_score").mean(),
        (pl.col("mean") - pl.col("observed")).mean().alias("bias"),
        pl.col("inside_50", "inside_90").mean(),
    )


def compare_models(
    scores: pl.DataFrame,
    alarms: pl.DataFrame,
    forecasters: Sequence[Forecaster],
    *,
    every: int,
    alarm_periods: int,
    streams: Streams,
) -> pl.DataFrame:
    """Return each model against the baseline that did best on the same origins.

    The best baseline is chosen after the fact, class by class: a hurdle, not a forecast. One
    that made no forecast from more than a fifth of the model's origins is left out.
    """
    models = [one.name for one in forecasters if not one.is_baseline]
    baselines = [one.name for one in forecasters if one.is_baseline]
    rows: list[dict[str, object]] = []
    for labels, score, horizon, part in _tasks(scores, alarms, alarm_periods):
        table = part.pivot(on="forecaster", index="origin", values=score).sort("origin")
        source = f"events/backtest/blocks/{'/'.join(str(one) for one in labels.values())}/{score}"
        found = _against_best(table, models, baselines, -(-horizon // every), streams, source)
        rows += [{**labels, "score": score, **row} for row in found]
    return pl.DataFrame(rows, schema=COMPARISON_TYPES).sort(
        "forecaster", "measure", "horizon", maintain_order=True
    )


def _tasks(
    scores: pl.DataFrame, alarms: pl.DataFrame, alarm_periods: int
) -> Iterator[tuple[dict[str, object], str, int, pl.DataFrame]]:
    """Yield what is compared: labels, score, periods that one outcome spans, rows."""
    for key, part in scores.group_by(KEY, maintain_order=True):
        for score in ("crps", "log_score"):
            if part[score].null_count() < len(part):
                yield dict(zip(KEY, key, strict=True)), score, int(part["horizon"][0]), part
    labels: dict[str, object] = {"event_class": "material_conflict", "measure": WITHIN}
    if len(alarms):
        yield labels, "brier", alarm_periods, alarms


def _against_best(
    table: pl.DataFrame,
    models: Sequence[str],
    baselines: Sequence[str],
    block: int,
    streams: Streams,
    source: str,
) -> Iterator[dict[str, object]]:
    for model in (one for one in models if one in table.columns):
        scored = table.drop_nulls(model)
        least = LEAST_COVER * len(scored)
        rivals = [b for b in baselines if b in table.columns and scored[b].count() >= least]
        both = scored.drop_nulls(rivals)
        if not (rivals and len(both)):
            continue
        means = {one: float(both[one].to_numpy().mean()) for one in rivals}
        best = min(means, key=means.__getitem__)
        found = compare(
            both[model].to_numpy(),
            both[best].to_numpy(),
            block=block,
            generator=streams.generator(f"{source}/{model}"),
        )
        yield {
            "forecaster": model,
            "baseline": best,
            "difference": found.mean,
            "low": found.low,
            "high": found.high,
            "n": found.n,
            "verdict": found.verdict,
        }


def say(comparisons: pl.DataFrame, forecasters: Sequence[Forecaster], by: str) -> tuple[str, ...]:
    """Return one sentence for each model: where it beats the best baseline, and where not."""
    return tuple(
        _sentence(name, comparisons.filter(pl.col("forecaster") == name), by)
        for name in (one.name for one in forecasters if not one.is_baseline)
    )


def _sentence(name: str, rows: pl.DataFrame, by: str) -> str:
    judged = rows.filter(pl.col("verdict") != "too few origins")
    if not len(rows):
        return f"{name}: no forecast could be scored"
    if not len(judged):
        return f"{name}: too few origins to say whether it beats the best baseline"
    wins = int((judged["verdict"] == "beats it").sum())
    losses = int((judged["verdict"] == "does worse").sum())
    chance = CHANCE_OF_WINNING * len(judged)
    chief = judged.filter(
        (pl.col("score") == "brier")
        | ((pl.col("event_class") == ALL) & (pl.col("score") == "crps"))
    )
    return "; ".join(
        [
            f"{name} {_opening(chief, by)}",
            f"over classes, horizons and scores it wins {wins} of {len(judged)} comparisons and "
            f"loses {losses} ({chance:.1f} wins would come by chance)",
        ]
    )


def _opening(chief: pl.DataFrame, by: str) -> str:
    """Return what holds over all classes by CRPS, and for an event within 30 days."""
    named: dict[str, list[str]] = {verdict: [] for verdict in VERDICTS}
    for row in chief.iter_rows(named=True):
        named[row["verdict"]].append(_what(row["measure"], row["horizon"], by))
    lists = [(verdict, ", ".join(found)) for verdict, found in named.items() if found]
    if not named["beats it"]:
        worse = f" (worse for {', '.join(named['does worse'])})" if named["does worse"] else ""
        return f"does not beat the best baseline{worse}"
    return "beats the best baseline " + "; ".join(
        f"{WORDS[verdict]} for {listed}".strip() for verdict, listed in lists
    )


def _what(measure: str, horizon: int | None, by: str) -> str:
    if horizon is None:
        return "a material conflict event within 30 days"
    title = "the number of events" if measure == "count" else "net intensity"
    return f"{title} {horizon} {by}{'s' if horizon > 1 else ''} ahead"
