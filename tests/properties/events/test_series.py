"""Counts add up: over classes, directions, and from short periods to long ones."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.events.series import count_by_period
from suasion.events.stream import CLASSES
from tests.unit.events.event_rows import row, stream_of

EVENTS = st.lists(
    st.builds(
        lambda offset, name, ends, reports: row(
            (date(2019, 11, 20) + timedelta(days=offset)).isoformat(),
            name,
            source=ends[0],
            target=ends[1],
            reports=reports,
        ),
        st.integers(0, 500),
        st.sampled_from(CLASSES),
        st.sampled_from([("RUS", "AZE"), ("AZE", "RUS"), ("RUS", "TUR")]),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=40,
)


def _total(table: pl.DataFrame, column: str) -> float:
    return float(table[column].sum() or 0.0)


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_every_period_length_has_the_same_totals(rows: list[dict[str, object]]) -> None:
    events = stream_of(*rows)
    for by in ("day", "week", "month", "year"):
        table = count_by_period(events, by=by).filter(pl.col("event_class") == "all")
        assert _total(table, "count") == len(rows)
        assert _total(table, "reports") == float(events["reports"].sum())
        assert abs(_total(table, "intensity_sum") - float(events["intensity"].sum())) < 1e-9
        assert table["days"].sum() == (events["day"].max() - events["day"].min()).days + 1


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_classes_and_directions_add_up(rows: list[dict[str, object]]) -> None:
    rows = [*rows, row("2020-01-01"), row("2020-01-02", source="AZE", target="RUS")]
    table = count_by_period(stream_of(*rows), by="week", dyad="RUS-AZE")
    wide = table.pivot(on="event_class", index=["direction", "period"], values="count")
    assert (wide.select(pl.sum_horizontal(CLASSES))["verbal_cooperation"] == wide["all"]).all()
    sides = table.pivot(on="direction", index=["event_class", "period"], values="count")
    assert (sides["RUS>AZE"] + sides["AZE>RUS"] == sides["RUS-AZE"]).all()


@settings(max_examples=20, deadline=None)
@given(EVENTS)
def test_months_are_sums_of_their_days(rows: list[dict[str, object]]) -> None:
    events = stream_of(*rows)
    days = count_by_period(events, by="day").filter(pl.col("event_class") == "all")
    months = count_by_period(events, by="month").filter(pl.col("event_class") == "all")
    summed = days.group_by(pl.col("period").dt.truncate("1mo")).agg(pl.col("count").sum())
    assert summed.sort("period")["count"].to_list() == months["count"].to_list()
