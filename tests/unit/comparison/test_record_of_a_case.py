"""The record of a case: copies, leaks, codings, hindcasts, on the small case of `suasion new`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from attrs import asdict, evolve

from suasion.cases import Case, load_case
from suasion.comparison import RecordRequest, compute_record
from suasion.comparison.hindcast import compute_hindcasts
from suasion.comparison.hindcast_scores import Observed, baselines, count_rows, deed_rows
from suasion.comparison.record_copies import single_events
from suasion.comparison.voi import compute_value_of_information
from suasion.errors import InputError
from suasion.questions.sampling import Request
from suasion.streams import Streams
from tests.tables import add, edit, read_table, starter, write_table

FEW = Request(draws=4)
QUICK = RecordRequest(shuffles=2, simulated=1, other_draws=2, hindcasts=False)
EVENTS = (
    ("T1", "2024-03-01", "accuse", "observed", "1"),
    ("T2", "2024-03-04", "search", "observed", "0.9"),
    ("T3", "2024-07-10", "accuse", "observed", "1"),
    ("T4", "2024-10-20", "talk", "alleged", "0.5"),
)


def _case(folder: Path) -> Path:
    path = starter(folder)
    for name, day, move, modality, certainty in EVENTS:
        _event(path, name, day, move, modality=modality, certainty=certainty)
    return path


def _event(path: Path, name: str, day: str, move: str, **cells: str) -> None:
    add(
        path,
        "events",
        "E2",
        id=name,
        date_start=day,
        date_end=day,
        move=move,
        what=f"invented: {move} on {day}",
        **{"known_from": day, **cells},
    )


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _case(tmp_path_factory.mktemp("cases"))


@pytest.fixture(scope="module")
def loaded(case: Path) -> Case:
    return load_case(case)


def test_rows_copied_three_times_sharpen_nothing(tmp_path: Path, loaded: Case) -> None:
    path = _case(tmp_path)
    rows = read_table(path, "events")
    copies = [[f"{row[0]}-{at}", *row[1:]] for row in rows if row[0][:1] in "ET" for at in (2, 3)]
    write_table(path, "events", [*rows, *copies])
    once = compute_record(loaded, FEW, QUICK)
    thrice = compute_record(load_case(path), FEW, QUICK)
    assert thrice.copies == len(copies)
    assert evolve(thrice, copies=0) == once
    shared = evolve(FEW, draws=2)
    days = (date(2024, 6, 1),)
    assert asdict(compute_hindcasts(load_case(path), shared, days)) == asdict(
        compute_hindcasts(loaded, shared, days)
    )


def test_a_report_known_later_changes_nothing_before(tmp_path: Path, loaded: Case) -> None:
    path = _case(tmp_path)
    _event(path, "LATER", "2024-03-05", "search", known_from="2024-11-15")
    asked = evolve(FEW, as_of=date(2024, 10, 31))
    planted = load_case(path)
    assert compute_record(planted, asked, QUICK) == compute_record(loaded, asked, QUICK)
    one, other = (compute_value_of_information(each, asked, paths=5) for each in (planted, loaded))
    assert one == other
    expected, seen = (
        [
            (row.account, row.expected)
            for row in compute_hindcasts(each, evolve(FEW, draws=2), (date(2024, 7, 1),)).counts
        ]
        for each in (planted, loaded)
    )
    assert expected == seen
    known = evolve(FEW, as_of=date(2024, 12, 31))
    assert (
        compute_record(planted, known, QUICK).n_acts
        == 1 + compute_record(loaded, known, QUICK).n_acts
    )


def test_codings_and_doubts_are_all_tried(loaded: Case) -> None:
    answer = compute_record(loaded, FEW, QUICK)
    assert {row.coding for row in answer.differences} == {"as coded", "silent", "uncertain acts"}
    assert {row.left_out for row in answer.differences} == {
        "",
        "cluster 1",
        "cluster 2",
        "cluster 3",
    }
    assert answer.n_acts == 4
    assert [row.n_acts for row in answer.clusters] == [2, 1, 1]
    parts = {(row.account, row.part): row for row in answer.fits}
    before, after = (parts["tolan", part] for part in ("before its text", "after its text"))
    whole = parts["tolan", "whole"].log_likelihood
    assert before.n_acts + after.n_acts == 4
    assert before.log_likelihood is not None
    assert after.log_likelihood is not None
    assert whole == pytest.approx(before.log_likelihood + after.log_likelihood)
    assert "weight" not in str(asdict(answer))


@pytest.mark.parametrize(
    ("changes", "said"),
    [("E2=shrug", "is no change of coding"), ("E2", "is no change of coding")],
)
def test_a_coding_that_names_no_move_is_refused(tmp_path: Path, changes: str, said: str) -> None:
    path = _case(tmp_path)
    edit(path, "codings", "silent", changes=changes)
    with pytest.raises(InputError, match=said):
        compute_record(load_case(path), FEW, QUICK)


def test_a_record_that_ends_is_not_scored(loaded: Case) -> None:
    asked = Request(draws=2)
    answer = compute_hindcasts(loaded, asked, (date(2024, 12, 20),))
    assert {row.observed for row in answer.counts} == {None}
    assert all(row.brier is None for row in answer.deeds)
    assert "holds no act after 2024-12-20" in answer.notes[0]
    with pytest.raises(InputError, match="outside the record"):
        compute_hindcasts(loaded, asked, (date(2025, 6, 1),))


def test_unknown_questions_are_refused_with_the_nearest(loaded: Case) -> None:
    with pytest.raises(InputError, match="did you mean 'blame'"):
        compute_value_of_information(loaded, FEW, "blam", paths=2)


def test_copies_keep_what_was_observed_and_known_first(tmp_path: Path) -> None:
    path = _case(tmp_path)
    rows = read_table(path, "events")
    heading = next(row for row in rows if row[0] == "id")
    place = {name: heading.index(name) for name in ("modality", "known_from")}
    own = next(row for row in rows if row[0] == "T1")
    copy = ["A1", *own[1:]]
    copy[place["modality"]] = "alleged"
    write_table(path, "events", [*rows, copy])
    kept, dropped = single_events(load_case(path), date(2024, 12, 31))
    assert dropped == 1
    assert "T1" in {row.id for row in kept.rows("events")}


def test_baselines_of_hindcasts_know_only_the_past() -> None:
    past = np.zeros((60, 2, 4), dtype=np.int32)
    past[::2, 0, 0] = 1
    climate, same = baselines("d", past, 60, (30,), ("A", "B"), Streams(1))
    assert climate.counts[0, 0, 0].mean() == pytest.approx(30 * 31 / 90, rel=0.05)
    assert same.counts[0, 0, 0].mean() == pytest.approx(15.5, rel=0.05)
    seen = Observed(counts=np.zeros((1, 2, 4), dtype=np.int32), reached=(True,))
    assert all(row.log_score is not None for row in count_rows(climate, seen))
    hostile, friendly = deed_rows(same, seen)
    assert hostile.observed is False
    assert hostile.brier == pytest.approx(1.0, abs=0.01)
    assert friendly.probability < 0.7
