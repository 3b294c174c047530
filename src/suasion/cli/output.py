"""Writing answers: JSON that any reader takes, and files that appear whole or not at all."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import asdict, has

from suasion.errors import InputError


def to_plain(value: Any) -> object:
    """Return the value in the types of JSON: NaN and infinities become null."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if has(type(value)):
        return to_plain(asdict(value, recurse=False))
    if isinstance(value, Sequence | set | frozenset):
        return [to_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def emit(text: str, out: Path | None) -> None:
    """Print the text, or write it whole to a file."""
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    else:
        write_whole(out, text if text.endswith("\n") else text + "\n")


def emit_json(value: object, out: Path | None) -> None:
    """Print the value as JSON, or write it whole to a file."""
    emit(json.dumps(to_plain(value), ensure_ascii=False, indent=1, allow_nan=False), out)


def require_place(path: Path | None) -> None:
    """Refuse a file that cannot be written, before the work whose answer it is to hold.

    Raises
    ------
    InputError
        A folder is there, or the outer folder is not (C1).
    """
    if path is None:
        return
    if path.is_dir():
        raise InputError(
            "the output is a folder",
            where=str(path),
            got="a folder",
            expected="a file that can be written",
            fix="name a file",
        )
    if not path.parent.is_dir():
        raise InputError(
            "the folder of the output is not there",
            where=str(path),
            got=str(path.parent),
            expected="a folder that exists",
            fix="make the folder or name another",
        )


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that it appears complete or not at all."""
    require_place(path)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
