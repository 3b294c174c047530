"""The steps of an import: each does what it says, and its count stands in the account."""

from __future__ import annotations

from datetime import date

import pytest

from suasion.events import (
    ImportRequest,
    Wanted,
    import_events,
    parse_steps,
    read_stream,
    write_stream,
)
from suasion.events.dyads import Dyad
from tests.event_files import header_of, write_row

DAY = date(2018, 6, 2)
RUS_AZE = (Dyad(first="RUS", second="AZE"),)


def _row(name, number, *, code="190", source="RUS", target="AZE", who=1, day=DAY, **more):
    return write_row(
        name, number, day=day, source=source, target=target, code=code, who=who, **more
    )


def _changed(row, position, text):
    fields = row.rstrip(b"\n").split(b"\t")
    fields[position] = text
    return b"\t".join(fields) + b"\n"


def _import(tmp_path, name, rows, steps="", *, scale="", **wanted):
    path = tmp_path / "events.txt"
    path.write_bytes(header_of(name) + b"".join(rows))
    about = Wanted(steps=parse_steps([steps]), **wanted)
    return import_events([path], ImportRequest(scale=scale, wanted=about))


@pytest.mark.parametrize(("steps", "height"), [("", 1), ("duplicates=keep,reports=off", 2)])
def test_duplicates(steps, height, tmp_path):
    row = _row("icews", 1)
    stream = _import(tmp_path, "icews", [row, row], steps)
    assert stream.frame.height == height
    assert stream.account.dropped.get("exact duplicate", 0) == 2 - height


def test_a_duplicate_is_no_second_report(tmp_path):
    row = _row("icews", 1)
    stream = _import(tmp_path, "icews", [row, row, _row("icews", 2)])
    assert stream.frame["reports"].to_list() == [2]


@pytest.mark.parametrize(
    ("steps", "reports"), [("", [2, 1]), ("reports=countries", [3]), ("reports=off", [1, 1, 1])]
)
def test_reports(steps, reports, tmp_path):
    rows = [_row("icews", 1), _row("icews", 2), _row("icews", 3, who=2)]
    stream = _import(tmp_path, "icews", rows, steps)
    assert stream.frame["reports"].to_list() == reports
    assert stream.account.dropped.get("reported again", 0) == 3 - len(reports)


def test_rows_of_two_days_are_two_events(tmp_path):
    rows = [_row("icews", 1), _row("icews", 1, day=date(2018, 6, 3))]
    assert _import(tmp_path, "icews", rows).frame.height == 2


def test_a_consultation_written_both_ways_is_one_event(tmp_path):
    rows = [_row("icews", 1, code="040", source="AZE", target="RUS")]
    rows.append(_row("icews", 2, code="040", turned=True))
    stream = _import(tmp_path, "icews", rows)
    assert stream.frame.select("source", "target").rows() == [("AZE", "RUS")]
    assert stream.account.dropped == {"mirrored row": 1}
    assert _import(tmp_path, "icews", rows, "mirrored=keep").frame.height == 2


def test_a_visit_and_its_hosting_are_one_event_but_two_visits_are_two(tmp_path):
    there = _row("icews", 1, code="042")
    hosted = _row("icews", 2, code="043", source="AZE", target="RUS", turned=True)
    back = _row("icews", 3, code="042", source="AZE", target="RUS", turned=True)
    assert _import(tmp_path, "icews", [there, hosted]).frame["code"].to_list() == ["042"]
    assert _import(tmp_path, "icews", [there, back]).frame.height == 2
    assert _import(tmp_path, "icews", [hosted, back]).frame.height == 2


def test_an_act_answered_in_kind_is_not_mirrored(tmp_path):
    rows = [_row("icews", 1), _row("icews", 2, source="AZE", target="RUS", turned=True)]
    assert _import(tmp_path, "icews", rows).frame.height == 2


def test_mirrored_rows_are_paired_one_by_one(tmp_path):
    ahead = [_row("icews", n, code="040") for n in (1, 2)]
    back = [_row("icews", 3, code="040", source="AZE", target="RUS", turned=True)]
    stream = _import(tmp_path, "icews", ahead + back, "reports=off")
    assert stream.frame["source"].to_list() == ["RUS", "RUS"]


def test_lag_and_root(tmp_path):
    late = _changed(_row("gdelt2", 1), 59, b"20180802120000")
    rows = [late, _changed(_row("gdelt2", 2, who=2), 25, b"0"), _row("gdelt2", 3, who=3)]
    stream = _import(tmp_path, "gdelt2", rows)
    assert stream.frame.height == 3
    assert stream.account.notes == {"dated more than 30 days before the report (kept)": 1}
    stream = _import(tmp_path, "gdelt2", rows, "lag=60,root=only")
    assert stream.account.dropped == {"reported too late": 1, "not a root event": 1}
    assert _import(tmp_path, "gdelt2", rows, "lag=61").frame.height == 3


def test_old_gdelt_files_have_no_day_of_report(tmp_path):
    row = _changed(_row("gdelt1-57", 1), 56, b"20300101")
    assert _import(tmp_path, "gdelt1-57", [row], "lag=1").frame.height == 1
    row = _changed(_row("gdelt1-58", 1), 56, b"20300101")
    assert _import(tmp_path, "gdelt1-58", [row], "lag=1").frame.height == 0


@pytest.mark.parametrize("name", ["gdelt2", "icews", "polecat", "acled"])
def test_third_parties(name, tmp_path):
    code = {"polecat": "AID", "acled": "Arrests"}.get(name, "190")
    pairs = [("RUS", "AZE"), ("TUR", "AZE"), ("RUS", "ROU"), ("TUR", "ROU"), ("TUR", "")]
    rows = [_row(name, n, code=code, source=a, target=b, who=n) for n, (a, b) in enumerate(pairs)]
    stream = _import(tmp_path, name, rows, dyads=RUS_AZE)
    assert stream.frame.select("source", "target").rows() == [("RUS", "AZE")]
    assert sum(stream.account.dropped.values()) == 4
    stream = _import(tmp_path, name, rows, "third-parties=keep", dyads=RUS_AZE)
    found = set(stream.frame.select("source", "target").rows())
    assert found == {("RUS", "AZE"), ("TUR", "AZE"), ("RUS", "ROU")}
    assert stream.account.notes["between a country of a dyad and a third one (kept)"] == 2


def test_days_are_kept_from_the_first_to_the_last(tmp_path):
    days = [date(2018, 6, number) for number in (1, 2, 3, 4)]
    rows = [_row("icews", n, day=day) for n, day in enumerate(days)]
    stream = _import(tmp_path, "icews", rows, since=days[1], until=days[2])
    assert stream.frame["day"].to_list() == days[1:3]
    assert stream.account.dropped == {"after --until": 1, "before --since": 1}


def test_places_are_fips_and_actors_cameo_in_one_row(tmp_path):
    # AU is Austria as a place and, as a prefix, Australia to the eye; RS is Russia, not Serbia.
    rows = [_row("gdelt2", 1, source="AUT", target="ROU"), _row("gdelt2", 2)]
    for place, source in (("AUT", "AUT"), ("RUS", "RUS")):
        stream = _import(tmp_path, "gdelt2", rows, places=(place,))
        assert stream.frame["source"].to_list() == [source]
        assert stream.account.dropped == {"took place elsewhere": 1}
    assert _import(tmp_path, "gdelt2", rows, places=("AUS",)).frame.height == 0
    assert "ROU" in _import(tmp_path, "gdelt2", rows).frame["target"].to_list()


def test_codes_stay_text(tmp_path):
    rows = [_row("icews", 1, code="010"), _row("icews", 2, code="10")]
    frame = _import(tmp_path, "icews", rows).frame
    assert frame["code"].to_list() == ["010", "10"]
    assert frame["event_class"].to_list() == ["verbal_cooperation", "verbal_conflict"]
    assert frame["intensity"].to_list() == [0.0, -5.0]


def test_a_code_off_the_scale_is_dropped_or_kept_without_intensity(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("code,weight\n04,1.5\n", encoding="utf-8")
    rows = [_row("icews", 1, code="040"), _row("icews", 2, code="190")]
    stream = _import(tmp_path, "icews", rows, scale=str(table))
    assert stream.frame["intensity"].to_list() == [1.5]
    assert stream.account.dropped == {"code not on the scale": 1}
    assert stream.account.notes == {"weighed by the code above theirs": 1}
    assert stream.scale.startswith("own ")
    stream = _import(tmp_path, "icews", rows, "unscaled=keep", scale=str(table))
    assert stream.frame["intensity"].to_list() == [1.5, None]


def test_intensity_of_accuse_is_turned_where_it_is_above_zero(tmp_path):
    rows = [_changed(_row("polecat", 1, code="ACCUSE"), 4, b"3.0")]
    rows.append(_changed(_row("polecat", 2, code="AID", who=2), 4, b"3.0"))
    rows.append(_changed(_row("polecat", 3, code="ACCUSE-disapprove", who=3), 4, b"-2"))
    stream = _import(tmp_path, "polecat", rows)
    assert dict(stream.frame.select("code", "intensity").rows()) == {
        "ACCUSE": -3.0,
        "ACCUSE-disapprove": -2.0,
        "AID": 3.0,
    }
    assert stream.account.notes == {"intensity of ACCUSE above zero, sign turned": 1}
    assert _import(tmp_path, "polecat", rows, scale="file").frame["intensity"].max() == 3.0
    found = _import(tmp_path, "polecat", rows, scale="file").frame
    assert found.filter(found["code"] == "ACCUSE")["intensity"].to_list() == [3.0]


def test_several_countries_on_one_side_are_not_guessed_at(tmp_path):
    row = _changed(_row("polecat", 1, code="AID"), 8, b"RUS; TUR")
    stream = _import(tmp_path, "polecat", [row])
    assert stream.account.dropped == {"several countries on one side": 1}


@pytest.mark.parametrize(
    ("setting", "pairs"),
    [("listed", [("RUS", "AZE")]), ("both", [("AZE", "RUS"), ("RUS", "AZE")]), ("drop", [])],
)
def test_rows_without_direction(setting, pairs, tmp_path):
    rows = [_row("acled", 1, code="Armed clash")]
    stream = _import(tmp_path, "acled", rows, f"undirected={setting}")
    assert stream.frame.select("source", "target").rows() == pairs
    assert not stream.directed
    assert any("no direction" in warning for warning in stream.warnings)
    assert stream.account.added == ({"written in both directions": 1} if len(pairs) == 2 else {})
    assert stream.account.dropped == ({"no direction": 1} if setting == "drop" else {})


def test_a_stream_comes_back_from_its_file_with_all_it_rests_on(tmp_path):
    stream = _import(tmp_path, "acled", [_row("acled", 1, code="Armed clash")], "lag=9")
    found = read_stream(write_stream(stream, tmp_path / "stream.parquet"))
    assert found.frame.equals(stream.frame)
    for name in ("scale", "format", "directed", "steps", "account", "warnings"):
        assert getattr(found, name) == getattr(stream, name)
