"""Writing a small case that runs and whose remarks teach the format (`suasion new`)."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from importlib import resources
from pathlib import Path

from suasion.cases.locate import list_cases
from suasion.errors import InputError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "shipped", "starter", "case", "suasion"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)]
)


def new_case(name: str, directory: str | Path = ".") -> Path:
    """Write a small complete case into `directory/name` and return that folder.

    It has two sides and a transit state, a gas market, ties, levers, a build and two
    accounts, checks without a fault and runs. It appears complete or not at all.

    Parameters
    ----------
    name : str
        Name of the case and its folder: letters, digits, - and _.
    directory : str or Path
        Existing folder that it is written into.

    Returns
    -------
    Path
        The folder of the case.

    Raises
    ------
    InputError
        The name cannot be used, the folder exists already, or `directory` is no folder
        that can be written to (C1).

    Examples
    --------
    >>> import tempfile
    >>> sorted(path.name for path in new_case("example", tempfile.mkdtemp()).iterdir())[:4]
    ['account_map.csv', 'accounts.csv', 'actors.csv', 'arcs.csv']
    """
    _require_name(name)
    parent = Path(directory)
    target = parent / name
    _require_place(parent, target)
    try:
        _write(name, parent, target)
    except OSError as error:
        raise InputError(
            f"the case cannot be written to '{target}'",
            got=str(error.strerror or error),
            expected="a folder that can be written to",
            fix="choose another folder, or free some space",
        ) from error
    return target


def _require_place(parent: Path, target: Path) -> None:
    if not parent.is_dir():
        raise InputError(
            f"there is no folder '{parent}'",
            got=str(parent),
            expected="a folder that exists",
            fix="make the folder first",
        )
    if os.path.lexists(target):
        raise InputError(
            f"'{target}' exists already",
            got=str(target),
            expected="a name that is not taken",
            avoided="a case would have been written over",
            fix="choose another name, or move the folder away",
        )


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise InputError(
            f"'{name}' cannot be the name of a case",
            got=name,
            expected="letters, digits, - and _, beginning with a letter or digit",
            fix="choose a name such as my-case; give the folder with the directory option",
        )
    if name in list_cases():
        raise InputError(
            f"'{name}' is the name of a shipped case",
            got=name,
            expected="a name of your own",
            avoided="'suasion run' would have run the shipped one",
            fix="choose another name",
        )


def _write(name: str, parent: Path, target: Path) -> None:
    draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
    try:
        folder = draft / name
        folder.mkdir()
        for template in sorted(_templates(), key=lambda path: path.name):
            text = template.read_text("utf-8")
            if template.suffix == ".toml":
                text = text.replace("{name}", name)
            (folder / template.name).write_text(text, "utf-8", newline="\n")
        folder.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _templates() -> list[Path]:
    folder = Path(str(resources.files("suasion.cases"))) / "starter"
    return [path for path in folder.iterdir() if path.suffix in (".csv", ".toml")]
