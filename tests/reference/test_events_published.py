"""Published tables of CAMEO weights, and the raw ICEWS rows of three days.

Sources: the two tables of CAMEO-Goldstein weights and the raw ICEWS file of the shared folder;
numbers as its reference page states them (276 codes in both tables, five differ; one row between
Russia and Azerbaijan: 2018-06-02, CAMEO 036, +4).
"""

from __future__ import annotations

import csv
from datetime import date

from suasion.events import ImportRequest, Wanted, import_events, load_scale
from suasion.events.dyads import Dyad

DIFFERENT = {
    "016": (-5.0, 3.4),
    "124": (-4.0, -5.0),
    "163": (-8.0, -6.5),
    "164": (-6.5, -7.0),
    "166": (-7.0, -8.0),
}
"""Weights with ICEWS and with GDELT."""


def test_the_two_scales_differ_on_five_codes():
    icews = load_scale("cameo-goldstein-icews").weights
    gdelt = load_scale("cameo-goldstein-gdelt").weights
    both = icews.keys() & gdelt.keys()
    assert len(both) == 276
    found = {code: (icews[code], gdelt[code]) for code in both if icews[code] != gdelt[code]}
    assert found == DIFFERENT


def test_the_shipped_tables_are_the_published_ones(shared_folder):
    columns = {
        "icews": ("icews312", "code", "goldstein"),
        "gdelt": ("gdeltPyR", "cameoCode", "GoldsteinScale"),
    }
    for name, (file, code, weight) in columns.items():
        path = shared_folder / "data" / "goldstein" / f"cameo_goldstein_{file}.csv"
        with path.open(encoding="utf-8", newline="") as stream:
            published = {row[code]: float(row[weight]) for row in csv.DictReader(stream)}
        assert load_scale(f"cameo-goldstein-{name}").weights == published


def test_the_one_row_between_russia_and_azerbaijan(shared_folder):
    path = shared_folder / "data" / "events" / "icews_raw_2018-06-01_03.tab"
    wanted = Wanted(dyads=(Dyad(first="RUS", second="AZE"),))
    stream = import_events([path], ImportRequest(wanted=wanted))
    assert stream.account.rows_in == 3705
    [row] = stream.frame.rows(named=True)
    assert (row["day"], row["source"], row["target"]) == (date(2018, 6, 2), "RUS", "AZE")
    assert (row["code"], row["intensity"], row["reports"]) == ("036", 4.0, 1)
    assert row["event_class"] == "verbal_cooperation"
    line = path.read_text("utf-8").splitlines()[int(row["source_row"].rpartition(":")[2]) - 1]
    assert "\t036\t4\t" in line
    assert "Russian Federation" in line


def test_every_country_of_the_raw_rows_is_known(shared_folder):
    path = shared_folder / "data" / "events" / "icews_raw_2018-06-01_03.tab"
    stream = import_events([path])
    assert "a country that is not known" not in stream.account.dropped
    assert not [reason for reason in stream.account.dropped if reason.startswith("damaged")]


def test_own_intensities_of_icews_are_those_of_its_scale(shared_folder):
    path = shared_folder / "data" / "events" / "icews_raw_2018-06-01_03.tab"
    by_table = import_events([path]).frame
    by_row = import_events([path], ImportRequest(scale="file")).frame
    assert by_table.equals(by_row)
