"""From the results of a run to the input of the page.

Tables are renamed and joined; nothing is computed anew but differences of what stands side by
side.
"""

from __future__ import annotations

import math

import polars as pl
from attrs import evolve

from suasion.questions.comparisons import Comparison
from suasion.questions.expectations import ExpectationRow
from suasion.report.answers import answer_lines
from suasion.report.binding_table import binding_table
from suasion.report.comparing import comparing_lines
from suasion.report.limits import LIMITS
from suasion.report.view import Finding, FindingCheck, ReportInput, RunRecord, ShownFigure
from suasion.runs.levers import SIDE_DRAWS
from suasion.runs.main_job import RunResult

KEPT = ("deals", "power", "reactions", "long_view", "outlook", "mechanism", "side_by_side",
    "partings", "looks", "record", "hindcast", "predictions",
)  # fmt: skip
"""Beginnings of the names of tables that the page takes as they are."""
JOINT_SHOWN = 10
"""Joint levers shown for each horizon, the strongest."""


def assemble(result: RunResult, *, version: str, command: str = "") -> ReportInput:
    """Return what the page is made from."""
    view = ReportInput(
        case=result.case,
        run=_run_record(result, version, command),
        tables=page_tables(result),
        answers=answer_lines(result),
        findings=tuple(_finding(comparison) for comparison in result.comparisons),
        limits=(*LIMITS, _side_draws(result)),
        market_titles={name: meta.title for name, meta in result.case.meta.markets.items()},
        default_horizon=result.horizon,
        unanswered=result.unanswered,
    )
    return evolve(view, answers=(*view.answers, *comparing_lines(view)))


def _run_record(result: RunResult, version: str, command: str) -> RunRecord:
    day = result.case.day or result.case.meta.as_of
    seed = result.request.seed
    return RunRecord(
        version=version,
        seed=result.case.meta.seed if seed is None else seed,
        as_of=day.isoformat(),
        draws=result.request.draws,
        digest=result.case.digest,
        failed_draws=result.failed_draws,
        timings=result.timings,
        certificates=result.certificates,
        command=command,
    )


def _side_draws(result: RunResult) -> str:
    """Return how many draws stand behind what is not the leverage table."""
    draws = min(result.request.draws, SIDE_DRAWS)
    return (
        f"Scenarios, expectations and accounts rest on {draws} draws, levers on "
        f"{result.request.draws}. An expectation came out where at least 95 % of the draws bear it "
        "and did not where at most 5 % do. A claim agrees where its interval meets the model's, "
        "contradicts where they lie on opposite sides of the middle, and else differs. Need and "
        "net leverage are one result told in three ways. Builds that can be finished within a "
        "horizon stand in its base."
    )


def page_tables(result: RunResult) -> dict[str, pl.DataFrame]:
    """Return the tables of the page from those of the run."""
    tables = result.tables
    return {
        "leverage": _leverage(result),
        "third_parties": tables["third_parties"],
        "flips": _flips(result),
        "flows": tables["flows"],
        "observables": tables["observables"],
        "closures": _closures(result),
        "closure_observables": _closure_observables(result),
        "scenarios": _scenarios(result),
        "binding": binding_table(result),
        "targets": _targets(result),
        "claims": claims_view(result),
        **{n: table for n, table in tables.items() if n.startswith(KEPT)},
    }


def _leverage(result: RunResult) -> pl.DataFrame:
    singles = result.tables["leverage"].with_columns(kind=pl.lit("single"))
    accounts = result.tables["leverage_by_account"].with_columns(kind=pl.lit("single"))
    joint = (
        result.tables["joint"]
        .sort("hurt_usd_per_year", descending=True)
        .group_by("horizon", maintain_order=True)
        .head(JOINT_SHOWN)
        .with_columns(
            lever=pl.col("levers").str.replace_all(" + ", "+", literal=True),
            title=pl.col("levers"),
            cost_low=pl.lit(None, dtype=pl.Float64),
            cost_high=pl.lit(None, dtype=pl.Float64),
            kind=pl.lit("joint"),
            account=pl.lit(""),
        )
    )
    wanted = [name for name in singles.columns if name in joint.columns]
    parts = [singles, accounts, joint.select(wanted)]
    return pl.concat(parts, how="diagonal")


def _flips(result: RunResult) -> pl.DataFrame:
    """Return the flips with levers and figures called by their titles."""
    titles = {row.id: row.title for row in result.case.rows("levers")}
    return result.tables["flips"].select(
        title=pl.format(
            "{} above {}", pl.col("rises").replace(titles), pl.col("falls").replace(titles)
        ),
        address="figure",
        first="settled_before",
        second="settled_at",
        at_first=pl.col("falls").replace(titles),
        at_second=pl.col("rises").replace(titles),
        horizon="horizon",
    )


def _lever_titles(result: RunResult) -> pl.DataFrame:
    rows = [{"lever": row.id, "title": row.title} for row in result.case.rows("levers")]
    return pl.DataFrame(rows, schema={"lever": pl.String, "title": pl.String})


def _observable_titles(result: RunResult) -> pl.DataFrame:
    table = result.tables["observables"]
    return table.select(observable="name", observable_title="title", unit="unit")


def _closures(result: RunResult) -> pl.DataFrame:
    return (
        result.tables["third_parties"]
        .join(_lever_titles(result), on="lever", how="left")
        .select(
            "lever",
            "title",
            "actor",
            "horizon",
            "account",
            effect_usd_per_year=-pl.col("loss_usd_per_year"),
            low=-pl.col("high"),
            high=-pl.col("low"),
        )
    )


def _closure_observables(result: RunResult) -> pl.DataFrame:
    found = result.tables["lever_observables"].join(
        _observable_titles(result), on="observable", how="left"
    )
    return found.rename({"observable_title": "title"})


def _scenarios(result: RunResult) -> pl.DataFrame:
    rows = result.tables["comparisons"].filter(pl.col("scenario") != pl.col("against"))
    other = result.tables["comparisons"].select(
        "comparison",
        "observable",
        against="scenario",
        before="value",
        before_low="low",
        before_high="high",
    )
    joined = rows.join(other, on=["comparison", "observable", "against"], how="left")
    named = joined.join(_observable_titles(result), on="observable", how="left")
    shown = named.with_columns(
        pl.col("observable_title").fill_null(pl.col("observable")),
        pl.col("unit").fill_null("USD/yr"),
    ).rename({"value": "after", "low": "after_low", "high": "after_high"})
    return shown.unique(subset=["scenario", "observable"], keep="first", maintain_order=True)


def _targets(result: RunResult) -> pl.DataFrame:
    rows = [
        {
            "observable": found.rows[0].observable,
            "title": label,
            "value": value,
            "statements": ";".join(_statements(result, found.id)),
        }
        for found in result.comparisons
        for label, value in found.references
    ]
    columns = {"observable": pl.String, "title": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema={**columns, "statements": pl.String})


def _statements(result: RunResult, comparison: str) -> tuple[str, ...]:
    row = result.case.find("comparisons", comparison)
    return row.words("statements") if row else ()


_MEASURED = pl.col("measure").replace({"gdp share": "shares of output"})


def _score() -> pl.Expr:
    """Return what the account says: the number that was coded, where it opens the score.

    The middle of the claim's interval is another number wherever the interval is cut at the end
    of its scale; it stands in only for a score in words, or on another scale.
    """
    said = pl.col("score").str.extract(r"^(-?\d+(?:\.\d+)?)").cast(pl.Float64)
    low, high = pl.col("claim_low"), pl.col("claim_high")
    return pl.when(said.is_between(low, high)).then(said).otherwise((low + high) / 2.0)


def claims_view(result: RunResult) -> pl.DataFrame:
    """Return claims beside results as the page shows them."""
    return result.tables["claims"].select(
        "account",
        "row",
        "model_value",
        "model_low",
        "model_high",
        "verdict",
        claim=pl.when(pl.col("measure") == "")
        .then(pl.lit("not computed in this version"))
        .otherwise(
            pl.format(
                "claimed {} to {}; model counts in {}",
                pl.col("claim_low").round(2),
                pl.col("claim_high").round(2),
                _MEASURED,
            )
        ),
        measure=_MEASURED,
        score=_score(),
        statements=pl.col("statements").str.replace_all(" + ", ";", literal=True),
    )


def _finding(comparison: Comparison) -> Finding:
    verdicts = sorted({row.verdict for row in comparison.expectations})
    verdict = verdicts[0] if len(verdicts) == 1 else ("mixed" if verdicts else "shown below")
    failures = "; ".join(comparison.failures)
    return Finding(
        id=comparison.id,
        title=comparison.title,
        verdict=verdict,
        text=comparison.question + (f" Not solved: {failures}." if failures else ""),
        checks=tuple(_check(row) for row in comparison.expectations),
        traces=tuple(f"scenarios.{name}" for name in _scenario_names(comparison)),
    )


def _check(row: ExpectationRow) -> FindingCheck:
    share = None
    if math.isfinite(row.share_of_draws):
        share = ShownFigure(title="share of the draws", value=row.share_of_draws, unit="share")
    return FindingCheck(
        expectation=row.expectation,
        left=_side(row.left, "left side", row.expectation),
        right=_side(row.right, "right side", row.expectation),
        verdict=row.verdict,
        share_of_draws=share,
    )


def _side(value: float, title: str, expectation: str) -> ShownFigure:
    """Return one side of an expectation; surpluses are in dollars, all else in its own unit."""
    unit = "USD/yr" if "surplus_usd_per_year" in expectation else ""
    return ShownFigure(title=title, value=value, unit=unit)


def _scenario_names(comparison: Comparison) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.scenario for row in comparison.rows if row.scenario != "base"))
