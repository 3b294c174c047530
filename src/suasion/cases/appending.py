"""Adding a row to a table of a case: whole or not at all, and only where the case stays sound."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from suasion.cases.checking import load_case
from suasion.cases.csvfile import SEPARATORS, RawTable, read_table_file
from suasion.cases.locate import shipped_folder
from suasion.cases.records import Case
from suasion.errors import CaseError, InputError
from suasion.schema import table_schema


def append_row(
    folder: Path,
    table: str,
    cells: Mapping[str, str],
    require: Callable[[Case], None] | None = None,
) -> Path:
    """Add a row at the end of a table of a case and return the path of the table.

    What stands in the file stays as it is, remarks included. The case with the row is checked
    before anything is written; the file appears whole or not at all.

    Parameters
    ----------
    folder : Path
        Folder of the case; not a shipped one.
    table : str
        Name of a table of the format; its file is made where it is not there.
    cells : mapping of str to str
        Texts by column; columns left out are empty.
    require : callable, optional
        Raises where the case with the row cannot be meant.

    Raises
    ------
    InputError
        The case is a shipped one, the table lacks a column that is filled, or the file cannot be
        written, for example because the disk is full: then it is as it was (C1).
    CaseError
        With the row the case would have faults; nothing is written.
    """
    require_own(folder)
    path = (folder / f"{table}.csv").resolve()
    text = _with_row(path, table, cells)
    try:
        _check(folder, path.name, text, require)
        _write_whole(path, text)
    except OSError as error:
        raise InputError(
            f"{path.name} could not be written; it is as it was",
            where=str(path),
            got=str(error.strerror or error),
            expected="room and leave to write beside the file",
            fix="free some room, or give leave to write there, and ask again",
        ) from error
    return folder / path.name


def require_own(folder: Path) -> None:
    """Raise `InputError` where the case is shipped with the program: those are read only."""
    if folder.resolve().is_relative_to(shipped_folder().resolve()):
        raise InputError(
            f"the case '{folder.name}' is shipped with suasion and is read only",
            where=str(folder),
            got=folder.name,
            expected="a case in a folder of your own",
            avoided="the next update of suasion would have lost what was written",
            fix=f"copy it (cp -r '{folder}' my-case), then name my-case in place of it",
        )


def _with_row(path: Path, table: str, cells: Mapping[str, str]) -> str:
    clean = {name: " ".join(text.split()) for name, text in cells.items() if text.strip()}
    if not path.exists():
        columns = tuple(table_schema(table).columns)
        return _line(columns, ",", "\n") + _line(
            [clean.get(name, "") for name in columns], ",", "\n"
        )
    raw = read_table_file(path)
    _require_columns(raw, clean)
    text = path.read_bytes().decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    separator = _separator(text, raw.header_line)
    gap = "" if text.endswith(("\n", "\r")) else end
    return text + gap + _line([clean.get(name, "") for name in raw.header], separator, end)


def _require_columns(raw: RawTable, cells: Mapping[str, str]) -> None:
    for name in cells:
        if name not in raw.header:
            raise InputError(
                f"{raw.file} has no column '{name}'",
                where=f"{raw.file}, row {raw.header_line}",
                got=", ".join(raw.header),
                expected=f"a column {name}",
                fix=f"add the column {name} to the table; its cells may be empty",
            )


def _separator(text: str, header_line: int) -> str:
    header = text.splitlines()[header_line - 1]
    return max(SEPARATORS, key=header.count)


def _line(cells: list[str] | tuple[str, ...], separator: str, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerow(cells)
    return out.getvalue()


def _check(folder: Path, name: str, text: str, require: Callable[[Case], None] | None) -> None:
    """Raise `CaseError` unless the case is sound with the new table, tried in a copy."""
    with tempfile.TemporaryDirectory() as draft:
        copy = Path(draft) / folder.resolve().name
        copy.mkdir()
        for path in folder.iterdir():
            if path.suffix in (".csv", ".toml") and path.is_file():
                shutil.copyfile(path, copy / path.name)
        (copy / name).write_bytes(text.encode("utf-8"))
        try:
            changed = load_case(copy)
        except CaseError as error:
            raise CaseError(str(folder), error.faults) from None
        if require is not None:
            require(changed)


def _write_whole(path: Path, text: str) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode("utf-8"))
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        else:
            Path(draft).chmod(0o644)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
