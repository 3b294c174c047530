"""However a table was saved, the case is the same; whatever stands in it, nothing breaks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.cases import case_as_of, check_case, load_case
from suasion.cases.csvfile import read_table_file
from suasion.cases.reading import read_folder
from suasion.errors import SuasionError
from tests.tables import read_table, starter, write_table


def _separated(separator: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        out = io.StringIO()
        csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
        return out.getvalue().encode()

    return change


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "byte-order mark": lambda content: b"\xef\xbb\xbf" + content,
    "CR": lambda content: content.replace(b"\n", b"\r"),
    "CRLF": lambda content: content.replace(b"\n", b"\r\n"),
    "comma by a spreadsheet": _separated(","),
    "semicolon by a spreadsheet": _separated(";"),
    "tab by a spreadsheet": _separated("\t"),
    "mark, CR and no last line end": lambda c: b"\xef\xbb\xbf" + c.replace(b"\n", b"\r").rstrip(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_reads_as_the_plain_one(tmp_path: Path, form: str) -> None:
    plain = load_case(starter(tmp_path))
    saved = tmp_path / "saved" / "toy"
    saved.parent.mkdir()
    starter(saved.parent)
    for path in saved.glob("*.csv"):
        path.write_bytes(FORMS[form](path.read_bytes()))
    heading = saved / "case.toml"
    heading.write_bytes(b"\xef\xbb\xbf" + heading.read_bytes().replace(b"\n", b"\r\n"))
    found = load_case(saved)
    assert found == plain
    assert found.digest == plain.digest
    assert [row.line for row in found.rows("arcs")] == [row.line for row in plain.rows("arcs")]
    assert check_case(saved).warnings == ()


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5),
       st.sampled_from(",;\t"))  # fmt: skip
def test_written_cells_come_back(tmp_path: Path, rows: list[list[str]], separator: str) -> None:
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    kept = [
        row for row in kept if not row[0].strip().startswith("#") and not row[0].startswith("#")
    ]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "title", "note"], *kept])
    path = tmp_path / "t.csv"
    path.write_text(out.getvalue(), "utf-8")
    table = read_table_file(path)
    assert table.faults == ()
    assert [list(row.cells.values()) for row in table.rows] == [
        [cell.strip() for cell in row] for row in kept
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_faulted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    table = read_table_file(path)
    assert table.faults or table.header


TABLES = ("arcs", "suppliers", "consumers", "contracts", "levers", "statements", "account_map",
          "parameters", "builds", "nodes", "actors", "ties", "events")  # fmt: skip
SPOILED = st.sampled_from(
    ["", "@x", "=1", "ARD", "S1", "S2;S1", "10 bcm/yr", "5 to 1", "2024-01-01", "arcs:terminal",
     "ARD:1", "bel-city", "yes", "-1", "direct", "belmar_resolve", "claim", "primitive", "tie",
     "storage", "0 USD/tcm", "label", "terminal", "cost: why not", "1e300 bcm/yr"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None,
          max_examples=30)  # fmt: skip
@given(st.data())
def test_any_spoiled_case_is_checked_to_the_end(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "toy"
    if not folder.exists():
        starter(tmp_path)
    saved = {path: path.read_bytes() for path in folder.iterdir()}
    try:
        for _ in range(data.draw(st.integers(1, 6))):
            table = data.draw(st.sampled_from(TABLES))
            rows = read_table(folder, table)
            row = data.draw(st.integers(1, len(rows) - 1))
            column = data.draw(st.integers(0, len(rows[row]) - 1))
            rows[row][column] = data.draw(SPOILED)
            write_table(folder, table, rows)
        report = check_case(folder)
        assert report.ok == (report.faults == ())
        for fault in (*report.faults, *report.warnings):
            assert fault.problem
            assert fault.expected
            assert fault.fix
        if report.ok:
            load_case(folder)
        else:
            with suppress(SuasionError):
                case_as_of(read_folder(folder).case, "2024-12-31")
    finally:
        for path, content in saved.items():
            path.write_bytes(content)
