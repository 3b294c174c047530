"""What the accounts say, and where the model's result contradicts their claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from suasion.report.charts import Chart, Dataset, figure_row
from suasion.report.data_tables import Cell, TableRow, TableView
from suasion.report.interval_chart import Axis, Measure, draw_intervals, span_axis
from suasion.report.naming import account_titles
from suasion.report.sections.section import Context, Section
from suasion.report.tracing import claim_address
from suasion.report.view import ReportInput, ShownFigure

DATASET = "claims"
CLAIM = Measure(
    id="claim", title="what the account says", colour="var(--two)", shape="diamond", is_filled=False
)
MODEL = Measure(id="model", title="what the model says under it", colour="var(--one)")
SIGNS = {"contradicts": "\u2260", "differs": "\u2248", "agrees": "="}

Row = Mapping[str, object]


def _float(value: object) -> float | None:
    return value if isinstance(value, float) else None


def figures_of(row: Row) -> Mapping[str, ShownFigure]:
    """Return the claim and the model's result."""
    account = str(row["account"])
    trace = claim_address(account, str(row["row"]))
    cited = tuple(str(row["statements"]).replace(";", " ").split())
    return {
        "claim": ShownFigure(
            title=f"{row['row']}: claim",
            value=_float(row["score"]),
            unit="1",
            account=account,
            trace=trace,
            statements=cited,
            note="The coder's reading of the texts on a common scale.",
        ),
        "model": ShownFigure(
            title=f"{row['row']}: model",
            value=_float(row["model_value"]),
            low=_float(row["model_low"]),
            high=_float(row["model_high"]),
            unit="1",
            account=account,
            trace=trace,
            note=f"The result {row['verdict']}.",
        ),
    }


def claim_title(row: Row) -> str:
    """Return what is claimed, with the measure in which the model answers, if it has several."""
    measure = row.get("measure")
    return f"{row['row']}, in {measure}" if measure else str(row["row"])


def collect_rows(view: ReportInput) -> tuple[Row, ...]:
    """Return one tidy row for each claim and each result."""
    titles = account_titles(view)
    return tuple(
        figure_row(
            figure,
            claim=claim_title(row),
            name=f"{titles.get(str(row['account']), row['account'])}: {row['verdict']}",
            measure=measure,
            order=-place,
            verdict=row["verdict"],
        )
        for place, row in enumerate(view.rows("claims"))
        for measure, figure in figures_of(row).items()
    )


def draw_charts(rows: Sequence[Row]) -> list[Chart]:
    """Return one chart for each claim, all on one axis."""
    axis = span_axis(
        "score",
        [v for r in rows for c in ("value", "low", "high") if isinstance(v := r[c], float)],
    )
    answered = (row for row in rows if row["measure"] == "model" and row["value"] is not None)
    return [_chart(claim, axis) for claim in dict.fromkeys(str(row["claim"]) for row in answered)]


def _chart(claim: str, axis: Axis) -> Chart:
    return Chart(
        id="claim-" + "".join(c if c.isalnum() else "-" for c in claim.lower())[:60],
        title=claim,
        reading="Open diamond: the account's claim. Filled circle: the model under that account.",
        alt=f"{claim}: the claim of each account beside the model's result with its interval.",
        dataset=DATASET,
        where={"claim": (claim,)},
        spec=draw_intervals(axis, (CLAIM, MODEL)),
        exports=("claim", "account", "measure", "value", "low", "high", "verdict"),
    )


def tabulate(view: ReportInput) -> TableView:
    """Return claims and results side by side, contradictions first."""
    titles = account_titles(view)
    rows = sorted(view.rows("claims"), key=lambda row: row["verdict"] != "contradicts")
    return TableView(
        id="claims-table",
        caption="Claims against results",
        columns=("Account", "Claim in words", "Claim", "Model under it", "Verdict"),
        rows=tuple(
            TableRow(
                heading=str(row["row"]),
                trace=claim_address(str(row["account"]), str(row["row"])),
                cells=(
                    Cell(text=titles.get(str(row["account"]), str(row["account"]))),
                    Cell(text=str(row["claim"])),
                    *(Cell(figure=figure) for figure in figures_of(row).values()),
                    Cell(text=f"{SIGNS.get(str(row['verdict']), '?')} {row['verdict']}"),
                ),
            )
            for row in rows
        ),
    )


def build(view: ReportInput) -> Context | None:
    """Return the accounts, their claims and the results."""
    accounts = view.case_rows("accounts")
    rows = collect_rows(view)
    if not rows and not accounts:
        return None
    return {
        "accounts": accounts,
        "datasets": [Dataset(id=DATASET, rows=rows)] if rows else [],
        "charts": draw_charts(rows),
        "table": tabulate(view) if rows else None,
    }


SECTION = Section(
    id="accounts",
    title="What the accounts say, and where the result contradicts them",
    template="accounts.html",
    build=build,
)
