"""Reading one table as spreadsheets and editors write it (C1, C12).

UTF-8 with or without byte-order mark; line ends LF, CRLF or CR; comma, semicolon or tab,
told from the header; quoted cells over several lines; rows whose first cell begins with
`#` are remarks. Everything else is a fault.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from suasion.errors import Fault

LARGEST_BYTES = 64 * 1024 * 1024
SEPARATORS = ",;\t"


@frozen(kw_only=True)
class RawRow:
    """One row as text by column name, with its number as a spreadsheet counts it."""

    line: int
    cells: Mapping[str, str]


@frozen(kw_only=True)
class RawTable:
    """One table as text, with what was wrong in it."""

    file: str
    header: tuple[str, ...] = ()
    header_line: int = 1
    rows: tuple[RawRow, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def read_table_file(path: Path) -> RawTable:
    """Read one CSV file into text cells; what is wrong comes back as faults, nothing raises."""
    text = read_text(path, LARGEST_BYTES)
    lines = text if isinstance(text, Fault) else _records(path.name, text)
    if isinstance(lines, Fault):
        return RawTable(file=path.name, faults=(lines,))
    filled = [(number, cells) for number, cells in lines if _is_row(cells)]
    if not filled:
        fault = _whole(path.name, "the table is empty", "", "a header row", "write the header")
        return RawTable(file=path.name, faults=(fault,))
    header_line, header = filled[0]
    names = tuple(_trimmed_end(header))
    rows, faults = _named_cells(path.name, names, filled[1:])
    return RawTable(
        file=path.name,
        header=names,
        header_line=header_line,
        rows=tuple(rows),
        faults=(*_header_faults(path.name, header_line, names), *faults),
    )


def _named_cells(
    name: str, names: tuple[str, ...], records: list[tuple[int, list[str]]]
) -> tuple[list[RawRow], list[Fault]]:
    rows, faults = [], []
    for number, cells in records:
        is_padded = len(cells) > len(names) and not any(cells[len(names) :])
        kept = cells[: len(names)] if is_padded else cells
        if len(kept) == len(names):
            rows.append(RawRow(line=number, cells=dict(zip(names, kept, strict=True))))
        else:
            faults.append(_width_fault(name, number, len(kept), len(names)))
    return rows, faults


def read_text(path: Path, largest: int) -> str | Fault:
    """Return the text of a file with LF line ends, or the fault that prevents it."""
    try:
        size = path.stat().st_size
        if size > largest:
            return _whole(
                path.name,
                "the file is too large",
                f"{size / 1e6:.0f} MB",
                f"at most {largest // (1024 * 1024)} MB",
                "leave out what the case does not need; event data in bulk is not part of a case",
            )
        content = path.read_bytes()
    except OSError as error:
        return _whole(
            path.name, "the file cannot be read", str(error.strerror), "a readable file", "check it"
        )
    return _decoded(path.name, content)


def _decoded(name: str, content: bytes) -> str | Fault:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        fix = "save it again as CSV UTF-8"
        return _whole(name, "the file is not UTF-8", "UTF-16", "UTF-8", fix)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        got = f"byte {content[error.start]:#04x}"
        return _bad_text(name, before, "the file is not UTF-8", got)
    if "\0" in text:
        before = text[: text.index("\0")]
        return _bad_text(name, before, "the file holds a NUL byte", "byte 0x00")
    return _unix_lines(text)


def _unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bad_text(name: str, before: str, problem: str, got: str) -> Fault:
    return Fault(
        file=name,
        row=_unix_lines(before).count("\n") + 1,
        column=None,
        problem=problem,
        got=got,
        expected="plain text in UTF-8",
        fix="save the file again as UTF-8 (in a spreadsheet: CSV UTF-8)",
    )


def _records(name: str, text: str) -> list[tuple[int, list[str]]] | Fault:
    masked = _without_remarks(text)
    reader = csv.reader(io.StringIO(masked, newline=""), delimiter=_separator(masked), strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            records.append((number, [cell.strip() for cell in cells]))
    except csv.Error as error:
        return Fault(
            file=name,
            row=len(records) + 1,
            column=None,
            problem="the row cannot be read as CSV",
            got=str(error),
            expected="cells in which every opened quotation mark is closed",
            fix='close the quotation mark, or write "" for a mark inside a quoted cell',
        )
    return records


def _without_remarks(text: str) -> str:
    """Blank out remark lines, so that a quotation mark in one cannot open a cell."""
    kept, is_inside = [], False
    for line in text.split("\n"):
        if not is_inside and line.startswith("#"):
            kept.append("#")
            continue
        if line.count('"') % 2:
            is_inside = not is_inside
        kept.append(line)
    return "\n".join(kept)


def _separator(text: str) -> str:
    for line in text.split("\n"):
        if line.strip(' ,;\t"') and not line.lstrip(' "').startswith("#"):
            return max(SEPARATORS, key=line.count)
    return ","


def _is_row(cells: list[str]) -> bool:
    return any(cells) and not cells[0].startswith("#")


def _trimmed_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _header_faults(name: str, line: int, header: tuple[str, ...]) -> list[Fault]:
    faults = []
    for position, column in enumerate(header):
        if not column:
            problem, got = "a column has no name", f"column {position + 1}"
        elif column in header[:position]:
            problem, got = "a column stands twice", column
        else:
            continue
        faults.append(
            Fault(
                file=name,
                row=line,
                column=column or None,
                problem=problem,
                got=got,
                expected="one name for each column",
                fix="name the column, or remove it",
            )
        )
    return faults


def _width_fault(name: str, line: int, width: int, expected: int) -> Fault:
    much = "many" if width > expected else "few"
    return Fault(
        file=name,
        row=line,
        column=None,
        problem=f"the row has too {much} cells",
        got=f"{width} cells",
        expected=f"{expected} cells, as in the header",
        fix="put a text that holds the separator in quotation marks; keep empty cells",
    )


def _whole(name: str, problem: str, got: str, expected: str, fix: str) -> Fault:
    return Fault(
        file=name, row=None, column=None, problem=problem, got=got, expected=expected, fix=fix
    )
