"""Counts and net cooperation by period: zeros, missing means, windows, clear errors."""

from __future__ import annotations

import os
import time
from datetime import date

import polars as pl
import pytest

from suasion.errors import InputError
from suasion.events.series import count_by_period
from tests.unit.events.event_rows import row, simulated, stream_of


def _pick(table: pl.DataFrame, direction: str, name: str = "all") -> pl.DataFrame:
    return table.filter(pl.col("direction") == direction, pl.col("event_class") == name)


def test_weeks_begin_on_monday_and_cross_the_year_as_iso_has_it() -> None:
    events = stream_of(row("2020-12-31"), row("2021-01-03"), row("2021-01-04"))
    table = _pick(count_by_period(events, by="week"), "all")
    assert table["period"].to_list() == [date(2020, 12, 28), date(2021, 1, 4)]
    assert table["count"].to_list() == [2, 1]


def test_a_week_is_named_by_the_monday_of_its_iso_week() -> None:
    events = simulated(400, 1)
    for day in _pick(count_by_period(events, by="week"), "all")["period"]:
        year, week, weekday = day.isocalendar()
        assert weekday == 1
        assert date.fromisocalendar(year, week, 1) == day


def test_empty_periods_are_zero_for_counts_and_missing_for_means() -> None:
    events = stream_of(row("2018-01-01"), row("2018-03-05", "verbal_conflict", reports=4))
    table = _pick(count_by_period(events, by="month"), "all")
    assert table["count"].to_list() == [1, 0, 1]
    assert table["intensity_sum"].to_list() == [3.0, 0.0, -4.0]
    assert table["intensity_mean"].to_list() == [3.0, None, -4.0]
    assert table["per_1000"].to_list() == [1000.0, None, 1000.0]


def test_directions_are_told_apart_and_added() -> None:
    events = stream_of(
        row("2018-01-01"),
        row("2018-01-01", "material_conflict", source="AZE", target="RUS"),
        row("2018-01-01", source="TUR", target="AZE"),
    )
    table = count_by_period(events, by="day", dyad="RUS-AZE")
    counts = {d: _pick(table, d)["count"][0] for d in ("RUS>AZE", "AZE>RUS", "RUS-AZE")}
    assert counts == {"RUS>AZE": 1, "AZE>RUS": 1, "RUS-AZE": 2}
    assert _pick(table, "RUS-AZE")["intensity_sum"][0] == -6.0


def test_the_volume_is_the_stream_or_the_same_sources() -> None:
    events = stream_of(
        row("2018-01-01", reports=2),
        row("2018-01-01", source="RUS", target="TUR", reports=2),
        row("2018-01-01", source="ARM", target="AZE", reports=16),
    )
    by_stream = _pick(count_by_period(events, by="day", dyad="RUS-AZE"), "RUS>AZE")
    by_source = _pick(count_by_period(events, by="day", dyad="RUS-AZE", volume="source"), "RUS>AZE")
    assert by_stream["per_1000"][0] == pytest.approx(100.0)
    assert by_source["per_1000"][0] == pytest.approx(500.0)


def test_events_without_an_intensity_count_but_do_not_weigh() -> None:
    events = stream_of(row("2018-01-01"), row("2018-01-01", intensity=None))
    whole = _pick(count_by_period(events, by="day"), "all")
    assert (whole["count"][0], whole["with_intensity"][0]) == (2, 1)
    assert whole["intensity_mean"][0] == 3.0
    none = _pick(count_by_period(stream_of(row("2018-01-01", intensity=None)), by="day"), "all")
    assert none["intensity_sum"][0] is None


def test_a_period_that_the_window_cuts_has_fewer_days() -> None:
    table = count_by_period(
        simulated(60, 2), by="month", since=date(2015, 1, 20), until=date(2015, 2, 28)
    )
    assert _pick(table, "all")["days"].to_list() == [12, 28]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo", "UTC"])
def test_no_time_zone_moves_a_day(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        table = count_by_period(stream_of(row("2018-01-01")), by="day")
        assert table["period"].unique().to_list() == [date(2018, 1, 1)]
    finally:
        if before is None:
            monkeypatch.delenv("TZ")
        else:
            monkeypatch.setenv("TZ", before)
        time.tzset()


def test_one_event_is_one_period() -> None:
    table = _pick(count_by_period(stream_of(row("2018-01-01")), by="year"), "all")
    assert table.select("count", "days").rows() == [(1, 1)]


def test_an_empty_stream_needs_a_window_and_is_zero_in_it() -> None:
    empty = stream_of()
    with pytest.raises(InputError, match="has no events"):
        count_by_period(empty, by="day")
    window = {"since": date(2018, 1, 1), "until": date(2018, 1, 3)}
    table = _pick(count_by_period(empty, by="day", dyad="RUS-AZE", **window), "RUS-AZE")
    assert table["count"].to_list() == [0, 0, 0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "fortnight"}, "no such period"),
        ({"by": "day", "dyad": "RUS"}, "cannot be read"),
        ({"by": "day", "dyad": "RUS-RUS"}, "cannot be read"),
        ({"by": "day", "dyad": "RUS-AZB"}, "'AZB' is not in the stream"),
        ({"by": "day", "volume": "world"}, "no such volume"),
        ({"by": "day", "since": date(2019, 1, 1), "until": date(2018, 1, 1)}, "before it begins"),
    ],
)
def test_what_cannot_be_asked_is_said_clearly(asked: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        count_by_period(simulated(5, 3), **asked)
    assert caught.value.fix
    assert caught.value.got


def test_an_unknown_actor_gets_the_nearest_names() -> None:
    with pytest.raises(InputError) as caught:
        count_by_period(simulated(5, 3), by="day", dyad="RUS-AZX")
    assert "AZE" in caught.value.expected


@pytest.mark.parametrize(
    "table",
    [
        pl.DataFrame({"day": [date(2018, 1, 1)]}),
        stream_of(row("2018-01-01")).with_columns(pl.lit("war").alias("event_class")),
        stream_of(row("2018-01-01")).with_columns(pl.lit(None, pl.Date()).alias("day")),
        stream_of(row("2018-01-01")).with_columns(pl.lit("soon").alias("day")),
    ],
)
def test_what_is_no_stream_is_refused(table: pl.DataFrame) -> None:
    with pytest.raises(InputError, match="not a stream"):
        count_by_period(table, by="day")
