"""Descriptions: totals, breaks with days, what limits them; plain series by their names."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from suasion.cli.output import to_plain
from suasion.errors import InputError
from suasion.events.description import describe_stream
from suasion.events.plain_series import read_series
from suasion.events.series_description import describe_series
from tests.unit.events.event_rows import FIRST, row, simulated, stream_of


def test_totals_are_those_of_the_stream() -> None:
    events = simulated(200, 1)
    totals = describe_stream(events, by="month", dyad="RUS-AZE").totals
    whole = totals.filter(direction="RUS-AZE", event_class="all")
    assert whole["count"][0] == len(events)
    assert whole["intensity_sum"][0] == pytest.approx(float(events["intensity"].sum()))
    assert whole["intensity_mean"][0] == pytest.approx(float(events["intensity"].mean()))


def test_a_change_of_the_rate_is_a_break_on_its_day() -> None:
    events = simulated(7 * 120, 2, rate=0.3, jump_on=7 * 60, factor=5.0)
    answer = describe_stream(events, by="week", dyad="RUS-AZE")
    breaks = answer.breaks.filter(direction="RUS-AZE", event_class="verbal_conflict")
    assert len(breaks) == 1
    truth = FIRST + timedelta(days=7 * 60)
    assert breaks["low"][0] <= truth <= breaks["high"][0]
    assert abs((breaks["day"][0] - truth).days) <= 14
    assert breaks["after"][0] > 3 * breaks["before"][0]
    assert not len(answer.breaks.filter(event_class="verbal_cooperation"))


def test_regimes_join_without_gap_and_hold_the_mean() -> None:
    events = simulated(7 * 120, 3, jump_on=7 * 60, factor=4.0)
    answer = describe_stream(events, by="week", dyad="RUS-AZE")
    for _, part in answer.regimes.group_by("direction", "event_class", "measure"):
        rows = part.sort("start")
        assert rows["stop"].to_list()[:-1] == rows["start"].to_list()[1:]
    counts = answer.series.filter(direction="RUS-AZE", event_class="all", days=7)["count"]
    levels = answer.regimes.filter(direction="RUS-AZE", event_class="all", measure="count")
    assert (levels["level"] * levels["periods"]).sum() == pytest.approx(counts.sum())


def test_periods_that_the_window_cuts_are_not_searched() -> None:
    events = simulated(7 * 30, 4)
    cut = {"since": FIRST + timedelta(days=4), "until": FIRST + timedelta(days=7 * 30 - 3)}
    answer = describe_stream(events, by="week", **cut)
    searched = answer.regimes.filter(event_class="all", measure="count")
    assert searched["start"].min() == FIRST + timedelta(days=7)
    assert searched["stop"].max() == FIRST + timedelta(days=7 * 29)


def test_what_limits_the_answer_is_said() -> None:
    events = stream_of(row("2018-01-01"), row("2018-01-09", intensity=None))
    notes = " / ".join(describe_stream(events, by="week", dyad="RUS-AZE").notes)
    assert "few events: 2" in notes
    assert "1 of 2 events have no intensity" in notes
    assert "holds this dyad alone" in notes
    assert "breaks need at least 8" in notes


def test_the_volume_is_named_in_words() -> None:
    events = simulated(30, 5)
    assert "source is that" in describe_stream(events, dyad="RUS-AZE", volume="source").volume
    assert describe_stream(events).volume == "all reports of the stream in the period"


def test_the_answer_is_json() -> None:
    answer = describe_stream(simulated(60, 6), by="week", dyad="RUS-AZE", scale="named")
    text = json.dumps(to_plain(answer.to_json()), allow_nan=False)
    read = json.loads(text)
    assert {"by", "dyad", "scale", "since", "until", "volume", "totals", "series"} <= set(read)
    assert {"breaks", "regimes", "notes"} <= set(read)
    assert read["series"][0]["period"] == "2015-01-05"


def _file(folder: Path, text: str) -> Path:
    path = folder / "series.csv"
    path.write_text(text, "utf-8")
    return path


def test_yearly_counts_by_class_are_counts_of_directions(tmp_path: Path) -> None:
    text = "i_iso3c,j_iso3c,year,verbCoop,matlConf,gdp\n" + "".join(
        f"AZE,RUS,{year}.0,{year - 2000},0,1.5\n" for year in range(2002, 2012)
    )
    read = read_series(_file(tmp_path, text))
    assert [(one.pair, one.column, one.is_count) for one in read] == [
        ("AZE>RUS", "verbal_cooperation", True),
        ("AZE>RUS", "material_conflict", True),
    ]
    assert read[0].starts[0] == date(2002, 1, 1)
    assert read[0].by == "year"


def test_missing_days_are_counted_and_not_filled(tmp_path: Path) -> None:
    text = "date,a,b,score\n2018-01-01,AZE,RUS,1.5\n2018-01-04,AZE,RUS,-2\n"
    answer = describe_series(read_series(_file(tmp_path, text)))
    total = answer.totals.to_dicts()[0]
    assert (total["periods"], total["missing"], total["mean"]) == (2, 2, -0.25)
    assert total["direction"] == "AZE-RUS"
    assert any("2 days are not in the file" in note for note in answer.notes)


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    path = _file(tmp_path, "week,i2p,p2i\n1979-04-15,-10,1\n1979-04-22,-77,2\n")
    assert [one.column for one in read_series(path)] == ["i2p", "p2i"]
    assert [one.column for one in read_series(path, ("p2i",))] == ["p2i"]


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("x,y\n1,2\n", "columns x, y"),
        ("day,name\n2018-01-01,a\n", "columns day, name"),
        ("day,v\n2018-13-01,1\n", "2018-13-01"),
        ("day,v\n2018-01-01,1\n2018-01-01,2\n", "twice"),
        ("day,v\n", "no rows"),
        ("", "empty"),
    ],
)
def test_a_file_that_is_no_series_is_refused(tmp_path: Path, text: str, got: str) -> None:
    with pytest.raises(InputError, match="not a series") as caught:
        read_series(_file(tmp_path, text))
    assert got in caught.value.got


def test_a_column_of_text_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "day,v\n2018-01-01,1\n2018-01-02,many\n")
    with pytest.raises(InputError, match="not a series"):
        read_series(path, ("v",))
    with pytest.raises(InputError, match="not a series"):
        read_series(path, ("w",))
    with pytest.raises(InputError, match="not a series"):
        read_series(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("name", "rows", "column", "mean"),
    [
        ("israel_palestine_weekly.csv", 1278, "i2p", -48.0423),
        ("israel_palestine_weekly.csv", 1278, "p2i", -20.4135),
    ],
)
def test_series_of_the_record_are_read(
    shared_folder: Path, name: str, rows: int, column: str, mean: float
) -> None:
    path = shared_folder / "data" / "series" / name
    if not path.is_file():
        pytest.skip(f"{name} is not in shared/")
    total = describe_series(read_series(path, (column,))).totals.to_dicts()[0]
    assert (total["periods"], total["missing"]) == (rows, 0)
    assert total["mean"] == pytest.approx(mean, abs=1e-4)


def test_the_yearly_record_has_four_classes_in_two_directions(shared_folder: Path) -> None:
    path = shared_folder / "data" / "series" / "icews_rus_aze_dyadyear.csv"
    if not path.is_file():
        pytest.skip("the yearly counts are not in shared/")
    answer = describe_series(read_series(path))
    assert answer.totals.select("direction", "event_class").n_unique() == 8
    assert answer.totals["periods"].unique().to_list() == [13]
    assert answer.series.filter(pl.col("value") < 0).is_empty()
