"""The plan of a folder import: what it reads and how, so that it can go on and never mixes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from attrs import asdict

from suasion.errors import InputError
from suasion.events.importing.imports import Table
from suasion.events.importing.reading import ImportRequest
from suasion.events.stream import SIDE_FILE
from suasion.events.whole_files import write_text_whole

WORK = ".import"
PLAN = "import.json"
LAYOUT_VERSION = 1
"""Raised when work folders of earlier versions can no longer be gone on with."""


def make_plan(tables: Sequence[Table], request: ImportRequest, by: str) -> dict[str, Any]:
    """Return what an import does, in the types of JSON: files as they are now, and settings."""
    files = []
    for table in tables:
        about = table.member.path.stat()
        files.append([table.member.name, about.st_size, about.st_mtime_ns, table.shape.width])
    plan = {
        "version": LAYOUT_VERSION,
        "polars": pl.__version__,
        "by": by,
        "request": asdict(request),
        "files": files,
    }
    return dict(json.loads(json.dumps(plan, default=str)))


def is_finished(out: Path, plan: dict[str, Any]) -> bool:
    """Return whether the folder holds this very import, done.

    Raises
    ------
    InputError
        It holds another import.
    """
    found = _read(out / PLAN)
    if found is None or not (out / SIDE_FILE).exists():
        return False
    if found != plan:
        raise _other(out, "an import of other files or with other settings")
    if (out / WORK).is_dir():
        shutil.rmtree(out / WORK)
    return True


def begin_work(out: Path, plan: dict[str, Any]) -> Path:
    """Return the work folder of an import, made or as an interrupted run left it.

    Raises
    ------
    InputError
        The folder holds something else, or an import that was begun in another way.
    """
    work = out / WORK
    if out.exists() and not out.is_dir():
        raise _other(out, "a file")
    found = _read(work / PLAN)
    if found is not None and found != plan:
        raise _other(out, "an import that was begun with other files or settings")
    if found is None:
        if out.is_dir() and any(entry.name != WORK for entry in out.iterdir()):
            raise _other(out, "other files")
        if not out.parent.is_dir():
            raise _other(out, "no folder to lie in")
        work.mkdir(parents=True, exist_ok=True)
        write_text_whole(json.dumps(plan), work / PLAN)
    return work


def finish_work(out: Path, plan: dict[str, Any]) -> None:
    """Say that the import is done, and remove its work folder."""
    write_text_whole(json.dumps(plan), out / PLAN)
    shutil.rmtree(out / WORK)


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except ValueError:
        return {}


def _other(out: Path, got: str) -> InputError:
    return InputError(
        "the folder cannot take this import",
        where=str(out),
        got=got,
        expected="a new or empty folder, or one in which this import was begun",
        avoided="events of two imports would have been mixed",
        fix="name another folder, or remove this one",
    )
