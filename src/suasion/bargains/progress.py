"""The progress of an enumeration on disk, so that one that is interrupted can go on."""

from __future__ import annotations

import os
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from suasion.bargains.enumeration import Deals
from suasion.errors import InputError

UNREADABLE = (OSError, ValueError, EOFError, TypeError, AttributeError, BadZipFile)
"""What numpy raises for a file that is cut off, or is none of its archives."""


def save_deals(deals: Deals, path: str | os.PathLike[str]) -> None:
    """Write the progress to a file at once or not at all."""
    target = Path(path)
    partial = target.with_name(target.name + ".part")
    with partial.open("wb") as file:
        np.savez(
            file,
            accepted=deals.accepted,
            accepted_gains=deals.accepted_gains,
            holding=deals.holding,
            holding_gains=deals.holding_gains,
            numbers=[deals.next_code, deals.scored, deals.n_accepted, deals.n_holding],
        )
    partial.replace(target)


def load_deals(path: str | os.PathLike[str]) -> Deals:
    """Return the progress that `save_deals` wrote.

    Raises
    ------
    InputError
        The file is not one that `save_deals` wrote.
    """
    try:
        with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as held:
            numbers = [int(one) for one in held["numbers"]]
            return Deals(
                accepted=held["accepted"],
                accepted_gains=held["accepted_gains"],
                holding=held["holding"],
                holding_gains=held["holding_gains"],
                next_code=numbers[0],
                scored=numbers[1],
                n_accepted=numbers[2],
                n_holding=numbers[3],
            )
    except (*UNREADABLE, KeyError, IndexError) as error:
        raise InputError(
            "the progress of an enumeration cannot be read",
            where=str(path),
            got=str(error),
            expected="a file that save_deals wrote",
            fix="delete it and begin anew",
        ) from error
