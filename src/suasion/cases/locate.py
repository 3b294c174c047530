"""Where cases lie: shipped ones by name, others by folder."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from suasion.cases.nearest import suggestion
from suasion.errors import InputError


def shipped_folder() -> Path:
    """Return the folder of the shipped cases."""
    return Path(str(resources.files("suasion.cases"))) / "shipped"


def list_cases() -> tuple[str, ...]:
    """Return the names of the shipped cases, sorted.

    Returns
    -------
    tuple of str
        Names that `load_case` takes.

    Examples
    --------
    >>> all(name == name.lower() for name in list_cases())
    True
    """
    folder = shipped_folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.parent.name for path in folder.glob("*/case.toml")))


def find_case(name_or_path: str | Path) -> Path:
    """Return the folder of a case: a shipped name, or a path to a folder.

    Raises
    ------
    InputError
        Neither a shipped case nor a folder (C1).
    """
    text = str(name_or_path)
    shipped = list_cases()
    if text in shipped:
        return shipped_folder() / text
    path = Path(text)
    if path.name == "case.toml" and path.is_file():
        path = path.parent
    if not text or not _is_folder(path):
        raise InputError(
            f"there is no case '{text}'",
            got=text,
            expected="the name of a shipped case or a folder with case.toml",
            fix=suggestion(text, shipped, "run 'suasion cases', or 'suasion new NAME'"),
        )
    _require_readable(path)
    return path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _require_readable(path: Path) -> None:
    if not os.access(path, os.R_OK | os.X_OK):
        raise InputError(
            f"the folder '{path}' cannot be read",
            got=str(path),
            expected="a folder that you may read",
            fix="change its permissions",
        )
