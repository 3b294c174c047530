"""How likely the record is under each account: whole, by cluster, before and after its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from suasion.report.charts import Chart, figure_row
from suasion.report.interval_chart import Axis, Measure, draw_intervals, span_axis
from suasion.report.mechanisms.cards import finite
from suasion.report.record.words import LEVEL_OF_DRAWS, LIKELIHOOD_NOTE, RecordWords, Row

DATASET = "record-fits"
WHOLE, BEFORE, AFTER = "whole", "before its text", "after its text"
FIT = Measure(id="fit", title="log-likelihood", colour="var(--one)")
EARLY = Measure(id="before", title="before its text: fit", colour="var(--one)")
LATE = Measure(
    id="after",
    title="after its text: prediction",
    colour="var(--two)",
    shape="diamond",
    is_filled=False,
    dash=(5, 3),
)
TEXTS = "texts"
AXIS = "log-likelihood; further right: more likely"
EXPORTS = ("account_id", "name", "part", "acts", "value", "low", "high", "effective_draws")


def collect_rows(words: RecordWords) -> tuple[Row, ...]:
    """Return tidy rows: each account and baseline by part of the record."""
    fits = words.rows("record_fits")
    order = {name: -at for at, name in enumerate(dict.fromkeys(str(r["account"]) for r in fits))}
    acts = {(str(row["account"]), str(row["part"])): row["n_acts"] for row in fits}
    return tuple(made for row in fits for made in _rows_of(words, row, order, acts))


def _rows_of(
    words: RecordWords,
    row: Row,
    order: Mapping[str, int],
    acts: Mapping[tuple[str, str], object],
) -> Iterator[Row]:
    part, name = str(row["part"]), str(row["account"])
    is_split = part in (BEFORE, AFTER)
    measure = {BEFORE: EARLY, AFTER: LATE}.get(part, FIT)
    title = words.title(name)
    both = f": {acts.get((name, BEFORE), 0)} acts before, {acts.get((name, AFTER), 0)} after"
    drawn = finite(row, "effective_draws")
    rests = "" if drawn is None else f" Rests on {drawn:.1f} effective draws."
    figure = words.figure(
        f"{title}: {part} ({row['n_acts']} acts)",
        row,
        "log_likelihood",
        level=LEVEL_OF_DRAWS if drawn is not None else "",
        note=LIKELIHOOD_NOTE + rests,
    )
    yield {
        **figure_row(figure, measure=measure.id, order=order[name]),
        "account_id": name,
        "name": title + both if is_split else title,
        "part": part,
        "acts": row["n_acts"],
        "chart": TEXTS if is_split else part,
        "effective_draws": drawn,
        "level": LEVEL_OF_DRAWS if drawn is not None else "",
    }


def draw_charts(words: RecordWords, rows: Sequence[Row]) -> tuple[list[Chart], list[Chart]]:
    """Return the chief charts, whole and split at each text, and one for each cluster."""
    there = {str(row["chart"]) for row in rows}
    chief = [_whole(rows)] if WHOLE in there else []
    if any(row["chart"] == TEXTS and row["value"] is not None for row in rows):
        chief.append(_split(rows))
    clusters = [_cluster(row, rows) for row in words.rows("record_clusters")]
    return chief, [chart for chart in clusters if chart.where["chart"][0] in there]


def _axis(rows: Sequence[Row], chart: str) -> Axis:
    own = [row for row in rows if row["chart"] == chart]
    values = [finite(row, name) for row in own for name in ("value", "low", "high")]
    return span_axis(AXIS, values, with_zero=False)


def _whole(rows: Sequence[Row]) -> Chart:
    return Chart(
        id="record-whole",
        title="How likely the whole record is",
        reading="Log-likelihood of all acts on their days, with its interval. Baselines know no "
        "account: one that lies left of them explains nothing that a clock would not.",
        alt="Log-likelihood of the record under each account and baseline, with intervals.",
        dataset=DATASET,
        where={"chart": (WHOLE,)},
        spec=draw_intervals(_axis(rows, WHOLE), (FIT,)),
        exports=EXPORTS,
    )


def _split(rows: Sequence[Row]) -> Chart:
    return Chart(
        id="record-texts",
        title="Before and after each account's text",
        reading="What lies before the text is fit, what lies after it is prediction. Each text has "
        "its own day, so the parts hold other acts: set no account beside another here.",
        alt="Log-likelihood of the acts before and after the text of each account.",
        dataset=DATASET,
        where={"chart": (TEXTS,)},
        spec=draw_intervals(_axis(rows, TEXTS), (EARLY, LATE)),
        exports=EXPORTS,
    )


def _cluster(cluster: Row, rows: Sequence[Row]) -> Chart:
    name = f"cluster {cluster['cluster']}"
    count = f"{cluster['n_acts']}\u00a0act{'' if cluster['n_acts'] == 1 else 's'}"
    return Chart(
        id=f"record-cluster-{cluster['cluster']}",
        title=f"Cluster {cluster['cluster']}: {days_of(cluster)}, {count}",
        reading="Log-likelihood of one cluster of acts, given all that came before it; each chart "
        "has its own axis.",
        alt=f"Log-likelihood of {name} under each account and baseline, with intervals.",
        dataset=DATASET,
        where={"chart": (name,)},
        spec=draw_intervals(_axis(rows, name), (FIT,)),
        exports=EXPORTS,
    )


def days_of(cluster: Row) -> str:
    """Return the days of a cluster."""
    begin, end = str(cluster["begin"]), str(cluster["end"])
    return begin if begin == end else f"{begin} to {end}"
