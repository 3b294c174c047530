"""Tables as spreadsheets and editors write them, and what cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from suasion.cases import check_case, load_case
from suasion.cases.csvfile import LARGEST_BYTES, read_table_file
from suasion.errors import Fault
from tests.tables import change_text, edit, only_fault, starter

PLAIN = 'id,title,note\n# a remark, "with a quotation mark\na,First,"two\nlines"\n\nb,Second,x\n'


def _table(folder: Path, content: bytes) -> Path:
    path = folder / "t.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("id,title,note", "id,title,note,,").replace("x\n", "x,,\n").encode(),
        PLAIN.replace("First", "  First ").encode(),
        ("# remark before the header\n" + PLAIN).encode(),
    ],
    ids=["plain", "mark", "crlf", "cr", "semicolon", "tab", "padded", "blanks", "remark"],
)
def test_all_read_the_same(tmp_path: Path, content: bytes) -> None:
    table = read_table_file(_table(tmp_path, content))
    assert table.faults == ()
    assert [dict(row.cells) for row in table.rows] == [
        {"id": "a", "title": "First", "note": "two\nlines"},
        {"id": "b", "title": "Second", "note": "x"},
    ]


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    table = read_table_file(_table(tmp_path, PLAIN.encode()))
    assert [row.line for row in table.rows] == [3, 5], "remarks, blanks and long cells are one row"


def _one(path: Path) -> Fault:
    faults = read_table_file(path).faults
    assert len(faults) == 1, faults
    return faults[0]


@pytest.mark.parametrize(
    ("content", "row", "problem", "fix"),
    [
        (b"id,title\na,ok\nb,\xff\n", 3, "not UTF-8", "UTF-8"),
        (b"id,title\ra,ok\rb,\xe9t\xe9\r", 3, "not UTF-8", "UTF-8"),
        ("id,title\na,b\n".encode("utf-16"), None, "not UTF-8", "UTF-8"),
        (b"id,title\na,b\0c\n", 2, "NUL byte", "UTF-8"),
        (b"id,title\na\n", 2, "too few cells", "quotation marks"),
        (b"id,title\na,b,c\n", 2, "too many cells", "quotation marks"),
        (b'id,title\na,"b\nc,d\n', 2, "cannot be read as CSV", "close the quotation mark"),
        (b"", None, "empty", "header"),
        (b"# only a remark\n\n", None, "empty", "header"),
        (b"id,title,id\na,b,c\n", 1, "stands twice", "remove"),
        (b"id,,title\na,b,c\n", 1, "has no name", "name"),
        (b"id,title\na," + b"x" * 200_000 + b"\n", 2, "cannot be read as CSV", "quotation"),
    ],
)
def test_what_cannot_be_read(
    tmp_path: Path, content: bytes, row: int | None, problem: str, fix: str
) -> None:
    fault = _one(_table(tmp_path, content))
    assert (fault.file, fault.row) == ("t.csv", row)
    assert problem in fault.problem
    assert fix in fault.fix


def test_a_table_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    fault = _one(path)
    assert fault.problem == "the file is too large"
    assert (fault.got, fault.expected) == ("200 MB", "at most 64 MB")
    assert LARGEST_BYTES == 64 * 1024 * 1024


def test_a_large_table_in_a_case(tmp_path: Path) -> None:
    case = starter(tmp_path)
    with (case / "numbers.csv").open("r+b") as file:
        file.truncate(200_000_000)
    assert only_fault(case).problem == "the file is too large"


def test_a_link_out_of_the_case(tmp_path: Path) -> None:
    case = starter(tmp_path)
    outside = tmp_path / "outside.csv"
    (case / "numbers.csv").rename(outside)
    os.symlink(outside, case / "numbers.csv")
    fault = only_fault(case)
    assert fault.file == "numbers.csv"
    assert "points outside the case folder" in fault.problem


def test_unknown_tables_are_warned_of(tmp_path: Path) -> None:
    case = starter(tmp_path)
    (case / "stakes.csv").rename(case / "stake.csv")
    (case / "arcs.xlsx").write_bytes(b"PK")
    (case / "README.md").write_text("free", "utf-8")
    report = check_case(case)
    assert report.ok
    by_file = {warning.file: warning for warning in report.warnings}
    assert set(by_file) == {"stake.csv", "arcs.xlsx", "issues.csv"}
    assert "'stakes'" in by_file["stake.csv"].fix
    assert by_file["arcs.xlsx"].fix == "save it as CSV"


@pytest.mark.parametrize(
    ("spoil", "column", "problem"),
    [
        (("seed = 7", "seed = 1.5"), "seed", "no whole number"),
        (("seed = 7", "seed = -1"), "seed", "no whole number"),
        (('as_of = "2024-12-31"', 'as_of = "2025-12-31"'), "as_of", "outside the window"),
        (('as_of = "2024-12-31"', 'as_of = "2024-12-32"'), "as_of", "impossible"),
        (('["2024-01-01", "2024-12-31"]', '["2024-12-31", "2024-01-01"]'), "window", "reversed"),
        (('["2024-01-01", "2024-12-31"]', '["2024-12-31"]'), "window", "not two days"),
        (('["ARD", "BEL"]', '["ARD", "ARD"]'), "dyad", "not two actors"),
        (('["ARD", "BEL"]', '["ARD", "BELL"]'), "dyad", "unknown actor"),
        (("currency_year = 2024", "currency_yaer = 2024"), "currency_yaer", "unknown key"),
        (("season = 120", "season = -1"), "horizons.season", "no number of days"),
        (('price_unit = "USD/tcm"', 'price_unit = "USD/t"'), "markets.gas.price_unit", "wrong"),
        (('unit = "bcm" ', 'unit = "bmc" '), "markets.gas.unit", "unknown unit"),
        (('"label" ', '"lable" '), "markets.gas.origin_rule", "unknown origin rule"),
        (('kind = "flow" ', 'kind = "flwo" '), "observables[0].kind", "unknown kind"),
        (('"direct-line"]', '"direct-lin"]'), "observables[0].arcs", "unknown arc"),
        (('title = "Gas into', 'title = "../../x'), "observables[0].title", "outside the case"),
    ],
)
def test_heading(tmp_path: Path, spoil: tuple[str, str], column: str, problem: str) -> None:
    case = starter(tmp_path)
    change_text(case, "case.toml", lambda text: text.replace(*spoil))
    found = [fault for fault in check_case(case).faults if problem in fault.problem]
    assert [(fault.file, fault.column) for fault in found] == [("case.toml", column)]
    assert found[0].fix
    lines = (case / "case.toml").read_text("utf-8").splitlines()
    assert found[0].row is not None
    assert column.rsplit(".", maxsplit=1)[-1].split("[", maxsplit=1)[0] in lines[found[0].row - 1]


@pytest.mark.parametrize("key", ["title", "window", "as_of", "dyad", "currency_year", "seed"])
def test_missing_key(tmp_path: Path, key: str) -> None:
    case = starter(tmp_path)
    change_text(
        case,
        "case.toml",
        lambda text: "\n".join(
            line for line in text.split("\n") if not line.startswith(f"{key} =")
        ),
    )
    fault = next(f for f in check_case(case).faults if f.column == key)
    assert fault.problem == f"the key '{key}' is missing"
    assert fault.fix.startswith(f"add {key} = ")


def test_no_toml(tmp_path: Path) -> None:
    case = starter(tmp_path)
    change_text(case, "case.toml", lambda text: text.replace("seed = 7", "seed = = 7"))
    fault = only_fault(case)
    assert fault.problem == "the file is no TOML"
    assert fault.row is not None


def test_dates_may_be_toml_dates(tmp_path: Path) -> None:
    case = starter(tmp_path)
    plain = load_case(case)
    change_text(case, "case.toml", lambda text: text.replace('"2024-12-31"  ', "2024-12-31  "))
    assert load_case(case).meta == plain.meta


def test_bans_in_view_of_an_origin_rule(tmp_path: Path) -> None:
    case = starter(tmp_path)
    change_text(
        case,
        "case.toml",
        lambda text: text.replace('unit = "bcm"', 'bans = ["BEL:ARD"]\nunit = "bcm"'),
    )
    assert load_case(case).meta.markets["gas"].bans == (("BEL", "ARD"),)
    change_text(case, "case.toml", lambda text: text.replace("BEL:ARD", "BEL:ART"))
    assert "unknown label" in only_fault(case).problem


def test_digest_is_of_what_the_files_say(tmp_path: Path) -> None:
    case = starter(tmp_path)
    before = load_case(case).digest
    path = case / "arcs.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_case(case).digest == before
    edit(case, "arcs", "terminal", title="Terminal")
    assert load_case(case).digest != before


def test_what_is_no_file(tmp_path: Path) -> None:
    case = starter(tmp_path)
    (case / "numbers.csv").unlink()
    (case / "numbers.csv").mkdir()
    assert only_fault(case).problem == "the table is no file"
    (case / "numbers.csv").rmdir()
    os.symlink(case / "gone.csv", case / "numbers.csv")
    assert only_fault(case).problem == "the table is no file"
