"""Variants of a stream and what a result is under all of them."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from attrs import evolve

from suasion.errors import InputError
from suasion.events.robustness import Choices, run_robustness
from suasion.events.scales import load_scale
from suasion.events.stream import Stream, read_stream, write_stream
from suasion.events.variants import (
    keep_source,
    list_publishers,
    list_sources,
    merge_repeats,
    rescale,
    split_days,
)
from tests.unit.events.event_rows import row, simulated, stream_of


def _net(events: pl.DataFrame) -> dict[str, float]:
    total = events["intensity"].sum()
    return {"net": float(total)}


def test_another_scale_changes_intensities_alone() -> None:
    events = stream_of(row("2018-01-01", code="016"), row("2018-01-02", code="no such code"))
    icews, gdelt = (load_scale(f"cameo-goldstein-{name}") for name in ("icews", "gdelt"))
    one, other = rescale(events, icews), rescale(events, gdelt)
    assert {one["intensity"][0], other["intensity"][0]} == {-5.0, 3.4}
    assert one["intensity"][1] is None
    assert one.drop("intensity").equals(events.drop("intensity"))


def test_late_reports_are_merged_and_their_reports_kept() -> None:
    events = stream_of(
        row("2018-01-01", reports=2),
        row("2018-01-03"),
        row("2018-01-05"),
        row("2018-01-03", "verbal_conflict"),
        row("2018-01-20"),
    )
    merged = merge_repeats(events, 2)
    assert merged["day"].to_list() == [date(2018, 1, 1), date(2018, 1, 3), date(2018, 1, 20)]
    assert merged["reports"].sum() == events["reports"].sum()
    assert merge_repeats(events, 0).equals(events)
    assert len(merge_repeats(events, 1)) == len(events)
    with pytest.raises(InputError, match="negative"):
        merge_repeats(events, -1)


@pytest.mark.parametrize("lag", [1, 3, 30])
def test_merging_twice_is_merging_once_and_more_days_merge_more(lag: int) -> None:
    events = simulated(120, 1)
    once = merge_repeats(events, lag)
    assert len(once) <= len(merge_repeats(events, lag - 1))
    assert merge_repeats(once, lag).equals(once)
    assert once["reports"].sum() == len(events)


def test_sources_are_publishers_or_files() -> None:
    events = stream_of(
        row("2018-01-01", source_row="a.tab:2"), row("2018-01-02", source_row="b.tab:9")
    )
    assert list_sources(events) == ("a.tab", "b.tab")
    assert len(keep_source(events, "a.tab")) == 1
    named = events.with_columns(pl.Series("publisher", ["Turan", "TASS"]))
    assert list_sources(named) == ("TASS", "Turan")
    with pytest.raises(InputError, match="no event comes from"):
        keep_source(named, "BBC")


def test_parts_of_the_time_join_and_cover_it() -> None:
    events = simulated(100, 2)
    spans = list(split_days(events, 3).values())
    assert spans[0][0] == events["day"].min()
    assert spans[-1][1] == events["day"].max()
    assert all((b[0] - a[1]).days == 1 for a, b in itertools.pairwise(spans))
    assert split_days(stream_of(), 2) == {}


def test_every_combination_is_a_row() -> None:
    events = simulated(120, 3)
    choices = Choices(
        scales=(load_scale("cameo-goldstein-icews"),), lags=(0, 7), subperiods=split_days(events, 2)
    )
    answer = run_robustness(events, _net, choices)
    assert len(answer.rows) == 2 * 2 * 1 * 3
    first = answer.rows.row(0, named=True)
    assert (first["scale"], first["lag"], first["source"], first["subperiod"]) == (
        "as it is", "as it is", "all", "all",
    )  # fmt: skip
    assert first["value"] == pytest.approx(float(events["intensity"].sum()))
    assert answer.rows["events"][0] == len(events)


def test_the_choice_that_moves_a_result_is_named() -> None:
    events = stream_of(
        *(row(f"2018-01-{day:02d}", "verbal_conflict", code=str(day)) for day in range(1, 11)),
        *(row(f"2018-02-{day:02d}", code=str(day)) for day in range(1, 11)),
    )
    spans = {
        "January": (date(2018, 1, 1), date(2018, 1, 31)),
        "February": (date(2018, 2, 1), date(2018, 2, 28)),
    }
    answer = run_robustness(events, _net, Choices(lags=(0, 1), subperiods=spans))
    assert "which part of the time is looked at" in answer.sentences[0]
    assert "its sign is the same in 4 of 6" in answer.sentences[0]
    shares = dict(answer.sensitivity.select("choice", "share").rows())
    assert shares["subperiod"] == pytest.approx(1.0)
    assert shares["lag"] == pytest.approx(0.0, abs=1e-12)


def test_a_variant_without_a_result_is_kept_with_the_reason() -> None:
    def few(events: pl.DataFrame) -> dict[str, float]:
        if len(events) < 50:
            raise InputError("too few events")
        return {"n": float(len(events)), "none": float("nan")}

    events = simulated(60, 4)
    spans = {"a day": (date(2015, 1, 6), date(2015, 1, 6))}
    answer = run_robustness(events, few, Choices(subperiods=spans))
    problems = answer.rows["problem"].drop_nulls().to_list()
    assert problems == ["the result is no number", "too few events"]
    assert "gave no result" in " ".join(answer.sentences)
    assert "none could not be had in any variant" in answer.sentences[1]


def test_publishers_come_with_most_events_first_and_survive_the_disk(tmp_path: Path) -> None:
    stream = Stream(frame=stream_of(*(row(f"2018-01-0{n}") for n in (1, 2, 3))), scale="none")
    assert list_publishers(stream.frame) == ()
    named = stream.frame.with_columns(pl.Series("publisher", ["TASS", "Turan", "Turan"]))
    path = write_stream(evolve(stream, frame=named), tmp_path / "named.parquet")
    assert list_publishers(read_stream(path).frame) == ("Turan", "TASS")
