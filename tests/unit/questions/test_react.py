"""Who reacts to whom: found where there is enough to tell, refused where there is not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from attrs import evolve

from suasion import case_as_of, load_case
from suasion.errors import InputError
from suasion.events import simulate_days
from suasion.events.stream import stream_from_rows
from suasion.questions.case_stream import case_events, case_stream, draw_stream
from suasion.questions.react import ReactRequest, compute_reactions, react_case
from suasion.streams import Streams

KINDS = (
    ("RUS", "AZE", "036", "verbal_cooperation", 4.0),
    ("RUS", "AZE", "112", "verbal_conflict", -2.0),
    ("AZE", "RUS", "036", "verbal_cooperation", 4.0),
    ("AZE", "RUS", "112", "verbal_conflict", -2.0),
)
FIRST = date(2015, 1, 1)
N_DAYS = 2500


def _stream(counts):
    rows = [
        {
            "day": FIRST + timedelta(days=int(day)),
            "source": source,
            "target": target,
            "code": code,
            "event_class": event_class,
            "intensity": intensity,
        }
        for at, (source, target, code, event_class, intensity) in enumerate(KINDS)
        for day in np.repeat(np.arange(len(counts)), counts[:, at])
    ]
    return stream_from_rows(rows, scale="test")


@pytest.fixture(scope="module")
def tit_for_tat():
    excitation = np.zeros((4, 4))
    excitation[3, 1] = excitation[1, 3] = 0.45
    counts = simulate_days([0.15] * 4, excitation, 0.4, N_DAYS, Streams(5))
    return compute_reactions([("made", _stream(counts))], ReactRequest(dyad="RUS-AZE"))


def test_what_was_put_in_is_found(tit_for_tat):
    assert tit_for_tat.refused == ()
    found = {(row.receiver, row.sender): row for row in tit_for_tat.answers}
    for pair in (
        ("AZE>RUS conflict", "RUS>AZE conflict"),
        ("RUS>AZE conflict", "AZE>RUS conflict"),
    ):
        assert found[pair].verdict == "answers"
        assert found[pair].excitation.low < 0.45 < found[pair].excitation.high
    assert tit_for_tat.residuals_passed
    assert tit_for_tat.half_life_days.low < np.log(2) / 0.4 < tit_for_tat.half_life_days.high


def test_the_variants_agree_and_are_told(tit_for_tat):
    assert any("AZE>RUS conflict follows RUS>AZE conflict" in line for line in tit_for_tat.summary)
    assert {row.period for row in tit_for_tat.variants} == {"whole", "first half", "second half"}


def test_an_act_is_followed_with_its_caveat(tit_for_tat):
    after = {(row.act, row.kind): row.expected.value for row in tit_for_tat.after}
    assert after["RUS>AZE conflict", "AZE>RUS conflict"] > 0.3
    assert after["RUS>AZE conflict", "AZE>RUS cooperation"] < 0.1
    assert all(row.expected.low <= row.expected.value <= row.expected.high
               for row in tit_for_tat.after)  # fmt: skip
    assert "no proof" in tit_for_tat.caveat


def test_few_events_are_refused_with_the_number_needed():
    counts = np.zeros((300, 4), dtype=int)
    counts[::60] = 1
    answer = compute_reactions([("few", _stream(counts))], ReactRequest(dyad="RUS-AZE"))
    assert answer.refused
    assert answer.n_events_needed > answer.n_events
    assert answer.after == ()


def test_the_shipped_case_is_refused_and_says_why():
    answer = react_case(load_case("rus-aze-2025"), ReactRequest(dyad="RUS-AZE"))
    assert answer.refused
    assert 20 <= answer.n_events <= 50
    assert answer.n_events_needed > 1000
    assert 0.0 <= answer.refused_share <= 1.0


def test_what_is_predicted_or_written_never_comes():
    case = load_case("rus-aze-2025")
    view = case_as_of(case, case.meta.as_of)
    rows = {row.id: row for row in view.rows("events")}
    found = case_events(view, alleged=True)
    kinds = {rows[event.row].text("modality") for event in found.events}
    assert kinds <= {"observed", "asserted", "alleged"}
    assert "alleged" in kinds
    plain = {event.row for event in case_events(view).events}
    assert all(rows[name].text("modality") != "alleged" for name in plain)


def test_nothing_later_than_the_day_comes():
    view = case_as_of(load_case("rus-aze-2025"), "2025-07-15")
    assert case_stream(view).frame["day"].max() <= date(2025, 7, 15)


def test_days_are_drawn_within_their_intervals():
    case = load_case("rus-aze-2025")
    view = case_as_of(case, case.meta.as_of)
    found = case_events(view)
    drawn = draw_stream(view, found, np.random.default_rng(1)).frame
    days = {}
    for row, day in drawn.select("source_row", "day").iter_rows():
        days.setdefault(row.split()[-1], set()).add(day)
    for event in found.events:
        assert all(event.first <= day <= max(event.last, event.first) for day in days[event.row])


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (ReactRequest(dyad="RUS"), "dyad cannot be read"),
        (ReactRequest(dyad="RUS-XXX"), "XXX"),
        (ReactRequest(dyad="RUS-AZE", marks="loud"), "marks"),
        (ReactRequest(dyad="RUS-AZE", act="RUS>AZE war"), "act cannot be read"),
        (ReactRequest(dyad="RUS-AZE", third_parties=("TUR>AZE",)), "TUR>AZE"),
        (
            ReactRequest(dyad="RUS-AZE", since=date(2016, 1, 1), until=date(2015, 1, 1)),
            "window",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(request_, message):
    counts = np.zeros((200, 4), dtype=int)
    counts[::20] = 1
    with pytest.raises(InputError, match=message):
        compute_reactions([("made", _stream(counts))], request_)


def test_no_stream_is_refused():
    with pytest.raises(InputError, match="no stream"):
        compute_reactions([], ReactRequest(dyad="RUS-AZE"))


def test_one_event_is_refused_and_not_an_error():
    counts = np.zeros((1, 4), dtype=int)
    counts[0, 0] = 1
    answer = compute_reactions([("one", _stream(counts))], ReactRequest(dyad="RUS-AZE"))
    assert answer.refused
    assert answer.n_events == 1


def test_publishers_are_sources_where_the_stream_names_them():
    counts = np.zeros((300, 4), dtype=int)
    counts[::9] = 1
    stream = _stream(counts)
    names = [("TASS", "Turan", "TASS")[at % 3] for at in range(stream.frame.height)]
    named = evolve(stream, frame=stream.frame.with_columns(pl.Series("publisher", names)))
    request = ReactRequest(dyad="RUS-AZE")
    answer = compute_reactions([("one", named), ("two", stream)], request)
    sources = {row.source for row in answer.variants}
    assert sources == {"one", "one: TASS", "one: Turan", "two"}
    assert any("is a publisher" in note for note in answer.notes)
    plain = compute_reactions([("two", stream)], request)
    assert {row.source for row in plain.variants} == {"two"}
    assert any("is a further stream" in note for note in plain.notes)
