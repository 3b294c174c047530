"""Several thin dyads at once: nearer to what was put in, bounded, and refused with a reason."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

from suasion.cli.main import run_app
from suasion.errors import InputError
from suasion.events import simulate_days, write_stream
from suasion.events.stream import stream_from_rows
from suasion.questions.react import ReactRequest
from suasion.questions.react_pooled import pool_reactions
from suasion.streams import Streams

FIRST = date(2018, 1, 1)
OTHERS = ("ARM", "AZE", "GEO", "KAZ")
DYADS = tuple(f"RUS-{other}" for other in OTHERS)
PUT_IN = {("second", "first"): 0.4, ("first", "second"): 0.3}
"""Acts of conflict by one side that one of the other brings forth; all else answers nothing."""


def _rows(other: str, counts: np.ndarray) -> list[dict[str, object]]:
    kinds = [
        (source, target, f"verbal_{sign}")
        for source, target in (("RUS", other), (other, "RUS"))
        for sign in ("cooperation", "conflict")
    ]
    return [
        {
            "day": FIRST + timedelta(days=int(day)),
            "source": source,
            "target": target,
            "code": "036" if event_class.endswith("cooperation") else "112",
            "event_class": event_class,
            "intensity": 1.0,
        }
        for at, (source, target, event_class) in enumerate(kinds)
        for day in np.repeat(np.arange(len(counts)), counts[:, at])
    ]


@pytest.fixture(scope="module")
def stream():
    excitation = np.zeros((4, 4))
    excitation[3, 1], excitation[1, 3] = PUT_IN["second", "first"], PUT_IN["first", "second"]
    rows = []
    for number, other in enumerate(OTHERS):
        rows += _rows(other, simulate_days([0.05] * 4, excitation, 0.4, 400, Streams(number)))
    once = np.zeros((1, 4), dtype=int)
    once[0, 1] = 1
    return stream_from_rows([*rows, *_rows("TUR", once)], scale="made")


@pytest.fixture(scope="module")
def pooled(stream):
    return pool_reactions("made", stream, DYADS, ReactRequest(dyad=""))


def _conflict(answer, kind, receiver, sender):
    """Return one estimate by dyad; the sides are the first and second of each."""
    found = {}
    for row in answer.answers:
        sides = dict(zip(("first", "second"), row.dyad.split("-"), strict=True))
        ends = [f"{sides[side]}>" for side in (receiver, sender)]
        kinds = [row.receiver, row.sender]
        if all(
            k.startswith(e) and k.endswith("conflict") for k, e in zip(kinds, ends, strict=True)
        ):
            found[row.dyad] = getattr(row, kind)
    return found


def _truth(row):
    first, _ = row.dyad.split("-")
    sides = tuple("first" if kind.startswith(first) else "second" for kind in
                  (row.receiver, row.sender))  # fmt: skip
    both = row.receiver.endswith("conflict") and row.sender.endswith("conflict")
    return PUT_IN.get(sides, 0.0) if both else 0.0


def test_pooled_answers_are_nearer_to_what_was_put_in(pooled):
    own = sum((row.own.value - _truth(row)) ** 2 for row in pooled.answers)
    drawn = sum((row.pooled.value - _truth(row)) ** 2 for row in pooled.answers)
    assert drawn < 0.7 * own


def test_intervals_hold_what_was_put_in_and_are_narrower(pooled):
    there = [row for row in pooled.answers if _truth(row)]
    assert len(there) == 2 * len(DYADS)
    assert all(row.pooled.low < _truth(row) < row.pooled.high for row in there)
    widths = [sum(e.high - e.low for e in part) for part in
              ([row.pooled for row in there], [row.own for row in there])]  # fmt: skip
    assert widths[0] < 0.8 * widths[1]


def test_each_dyad_says_why_it_is_refused_by_itself(pooled):
    assert [row.dyad for row in pooled.dyads] == sorted(DYADS)
    assert all(row.refused and row.n_events_needed > row.n_events for row in pooled.dyads)


def test_answers_that_are_not_there_are_bounded_by_the_events(pooled):
    """No act of conflict answers one of the same side; 400 days rule out half an act per act."""
    none = [*_conflict(pooled, "pooled", "first", "first").values()]
    none += _conflict(pooled, "pooled", "second", "second").values()
    assert len(none) == 2 * len(DYADS)
    assert all(one.value < 0.2 and one.high < 0.5 and one.low < 0.01 for one in none)


def test_what_is_typical_is_named_by_roles(pooled):
    typical = {(row.receiver, row.sender): row for row in pooled.typical}
    row = typical["second>first conflict", "first>second conflict"]
    assert row.typical == pytest.approx(PUT_IN["second", "first"], rel=0.35)
    assert row.factor >= 1.0
    assert len(typical) == 16


def test_a_dyad_without_events_borrows_and_what_none_bounds_is_open(stream):
    answer = pool_reactions("made", stream, [*DYADS[:3], "RUS-TUR"], ReactRequest(dyad=""))
    drawn = _conflict(answer, "pooled", "second", "first")["RUS-TUR"]
    assert drawn.value == pytest.approx(PUT_IN["second", "first"], rel=0.5)
    own = _conflict(answer, "own", "first", "second")["RUS-TUR"]
    assert math.isinf(own.high)


def test_dyads_that_are_too_few_together_are_refused(stream, tmp_path, capsys):
    request = ReactRequest(dyad="", until=FIRST + timedelta(days=40))
    answer = pool_reactions("made", stream, DYADS[:3], request)
    assert any("for 21 parameters" in reason for reason in answer.refused)
    assert answer.answers == answer.typical == ()
    path = write_stream(stream, tmp_path / "made.parquet")
    words = [word for dyad in DYADS[:3] for word in ("--dyad", dyad)]
    assert run_app(["react", str(path), "--pool", "--until", str(request.until), *words]) == 0
    assert "REFUSED: all dyads together" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("dyads", "said"),
    [
        (("RUS-AZE", "RUS-GEO"), "too few"),
        (("RUS-AZE", "RUS-GEO", "AZE-RUS"), "twice"),
        (("RUS-AZE", "RUS-GEO", "RUS-XXX"), "XXX"),
    ],
)
def test_dyads_that_cannot_be_pooled_are_refused(stream, dyads, said):
    with pytest.raises(InputError, match=said):
        pool_reactions("made", stream, dyads, ReactRequest(dyad=""))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dyad", "RUS-AZE", "--dyad", "RUS-GEO"], "add --pool"),
        (["--pool", "--dyad", "RUS-AZE", "--act", "RUS>AZE conflict"], "--act"),
    ],
)
def test_the_command_says_what_pooling_needs(stream, tmp_path, capsys, words, said):
    path = write_stream(stream, tmp_path / "made.parquet")
    assert run_app(["react", str(path), *words]) == 2
    assert said in capsys.readouterr().err


def test_a_case_is_not_pooled(capsys):
    assert run_app(["react", "rus-aze-2025", "--pool"]) == 2
    assert "rus-aze-2025" in capsys.readouterr().err


def test_the_command_shows_both_columns(stream, tmp_path, capsys):
    path = write_stream(stream, tmp_path / "made.parquet")
    words = [word for dyad in DYADS[:3] for word in ("--dyad", dyad)]
    assert run_app(["react", str(path), "--pool", *words]) == 0
    text = capsys.readouterr().out
    for part in (
        "by itself REFUSED",
        "by itself",
        "pooled",
        "a factor of",
        "second>first conflict",
    ):
        assert part in text
