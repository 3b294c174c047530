"""Whose folder it is: what an ensemble is of, written down, held against what is asked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import asdict, evolve, fields, frozen

from suasion.comparison.ensemble_files import CHUNK, UNFINISHED, write_file
from suasion.errors import InputError

MANIFEST = "ensemble.json"
FORMAT = "suasion ensemble 1"
LIBRARIES = ("suasion", "highspy", "numba", "numpy")
"""What the numbers hang on beside the case: other versions may round otherwise."""
GROWS = ("case", "accounts", "draws", "blocks", "blocks_done")
"""What may differ between a folder and what is asked of it."""


@frozen(kw_only=True)
class Manifest:
    """What an ensemble is of, and how far it is: `ensemble.json`."""

    format: str = FORMAT
    versions: tuple[str, ...]
    """Of the program and of the libraries that compute."""
    case: str
    digest: str
    """Of what the case shows as of the day."""
    as_of: str
    seed: int
    days: int
    paths: int
    """Paths of each draw."""
    injections: tuple[str, ...]
    block: int = CHUNK
    """Draws in a file; the last may hold fewer."""
    accounts: tuple[str, ...]
    """`shared` stands for the figures that all accounts share."""
    draws: int
    """Of each account."""
    columns: tuple[str, ...]
    """Of the table of paths."""
    figures: int
    """Figures of each draw."""
    blocks: int
    blocks_done: int
    """When the last run began or was done; one that was stopped leaves more."""


def library_versions() -> tuple[str, ...]:
    """Return name and version of what the numbers hang on."""
    return tuple(f"{name} {version(name)}" for name in LIBRARIES)


def join_ensemble(folder: Path, asked: Manifest, order: Sequence[str]) -> Manifest:
    """Return what the folder is to hold: what is asked, and the accounts that it holds already.

    Parameters
    ----------
    folder : Path
        New, empty, or with an ensemble of the same case, day, seed, days, paths.
    asked : Manifest
    order : sequence of str
        All accounts of the case in their order.

    Raises
    ------
    InputError
        The folder is a file, has no place, holds other things or another ensemble, or one of
        more draws (C1).
    """
    held = read_manifest(folder)
    if held is None:
        return asked
    found = differences(held, asked)
    if found:
        raise _another(folder, "; ".join(found))
    if held.draws > asked.draws:
        raise _refused(
            "the ensemble in the folder has more draws",
            folder,
            f"{asked.draws} draws asked, {held.draws} there",
            f"ask for {held.draws} draws or more, or name another folder",
        )
    both = {*held.accounts, *asked.accounts}
    return evolve(asked, accounts=tuple(name for name in order if name in both))


def differences(held: Manifest, asked: Manifest) -> tuple[str, ...]:
    """Return in what two ensembles differ, but for what may grow."""
    pairs = ((each.name, getattr(held, each.name), getattr(asked, each.name)) for each in _fixed())
    return tuple(
        f"{name}: {_text(there)} there, {_text(here)} asked"
        for name, there, here in pairs
        if there != here
    )


def _fixed() -> tuple[Any, ...]:
    return tuple(each for each in fields(Manifest) if each.name not in GROWS)


def _text(value: object) -> str:
    return (", ".join(value) or "none") if isinstance(value, tuple) else str(value)


def read_manifest(folder: Path) -> Manifest | None:
    """Return what the folder holds; None where it is new or empty.

    Raises
    ------
    InputError
        It is a file, it has no place, or no ensemble is what it holds (C1).
    """
    if folder.exists() and not folder.is_dir():
        raise _refused("the output is a file", folder, "a file", "name another folder")
    if not folder.absolute().parent.is_dir():
        gone = f"{folder.absolute().parent} is not there"
        raise _refused("the folder has no place", folder, gone, "make the outer folder first")
    place = folder / MANIFEST
    if place.is_file():
        return _parsed(folder, place.read_text(encoding="utf-8"))
    if folder.is_dir() and any(one.name != UNFINISHED for one in folder.iterdir()):
        raise _foreign(folder, f"a folder with other things in it and no {MANIFEST}")
    return None


def _parsed(folder: Path, text: str) -> Manifest:
    try:
        content: dict[str, Any] = json.loads(text)
        for name, value in content.items():
            content[name] = tuple(value) if isinstance(value, list) else value
        return Manifest(**content)
    except (ValueError, TypeError, AttributeError):
        raise _foreign(folder, f"{MANIFEST}, but not as this version writes it") from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write what an ensemble is of; `ComputationError` where the disk is full (C13)."""
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n"
    write_file(folder, folder / MANIFEST, text.encode())


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Make the folder, and keep other runs from writing to it at the same time.

    Where the system or the disk knows no locks, two runs are not kept apart; both write the
    same files, each whole.

    Raises
    ------
    InputError
        Another run writes there, or the folder cannot be made or written (C1).
    """
    try:
        folder.mkdir(exist_ok=True)
        (folder / UNFINISHED).mkdir(exist_ok=True)
    except OSError as error:
        raise _refused(
            "the folder cannot be written", folder, str(error.strerror), "name another folder"
        ) from None
    with _locked(folder):
        try:
            yield
        finally:
            _clear(folder / UNFINISHED)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    if os.name != "posix":
        yield
        return
    locks = import_module("fcntl")
    handle = os.open(folder, os.O_RDONLY)
    try:
        locks.flock(handle, locks.LOCK_EX | locks.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise _refused(
            "another run writes to the folder", folder, "a folder in use", "wait until it is done"
        ) from None
    try:
        yield
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    """Remove what this run or one that was killed left half written."""
    for left in sorted(folder.iterdir()) if folder.is_dir() else ():
        left.unlink()
    if folder.is_dir():
        folder.rmdir()


def _another(folder: Path, got: str) -> InputError:
    return _refused(
        "the folder holds another ensemble",
        folder,
        got,
        "name another folder with --out, or ask for the same",
    )


def _foreign(folder: Path, got: str) -> InputError:
    return _refused("the folder holds no ensemble", folder, got, "name another folder with --out")


def _refused(problem: str, folder: Path, got: str, fix: str) -> InputError:
    return InputError(
        problem,
        where=f"option --out, {folder}",
        got=got,
        expected="a new folder, an empty one, or one with the same ensemble",
        avoided="tables of different ensembles would have been mixed",
        fix=fix,
    )
