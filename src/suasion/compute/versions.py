"""What a process runs, so that work goes only to workers that would say the same (C5)."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

SUFFIXES = (".py", ".csv", ".toml")
"""Files of the package that results may depend on."""
SOLVERS = ("numpy", "highspy", "numba")
"""Distributions whose versions may change a figure."""
SHORT = 8


@cache
def own_versions() -> tuple[tuple[str, str], ...]:
    """Return the versions that results depend on, of this process, by name.

    That of suasion ends with a digest of its files: two checkouts may bear one number.

    Examples
    --------
    >>> [name for name, _ in own_versions()]
    ['python', 'suasion', 'numpy', 'highspy', 'numba']
    """
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        ("python", python),
        ("suasion", f"{import_module('suasion').__version__}+{_digest()[:SHORT]}"),
        *((name, _version(name)) for name in SOLVERS),
    )


def _version(name: str) -> str:
    # Loaded when asked: it brings the libraries of e-mail, and most commands ask no cluster.
    metadata = import_module("importlib.metadata")
    try:
        return str(metadata.version(name))
    except metadata.PackageNotFoundError:
        return "not installed"


def _digest() -> str:
    """Return one digest of all files of the package that results may depend on."""
    folder = Path(__file__).resolve().parent.parent
    found = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file():
            found.update(path.relative_to(folder).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()
