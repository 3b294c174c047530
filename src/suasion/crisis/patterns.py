"""Patterns over names, and what somebody probably meant who wrote one that matches nothing.

`*` matches any run of characters, and that is all: `?` and brackets stand for themselves, so
that no name of a move is taken for a rule.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from suasion.errors import InputError


def matches(pattern: str, name: str) -> bool:
    """Return whether a pattern matches the whole of a name; capitals count.

    Examples
    --------
    >>> matches("detain:*>AZE", "detain:RUS>AZE"), matches("detain", "detain:RUS>AZE")
    (True, False)
    """
    return _compiled(pattern).fullmatch(name) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")))


def find(pattern: str, names: Sequence[str], kind: str, where: str) -> tuple[str, ...]:
    """Return the names that a pattern matches, in the order given.

    Parameters
    ----------
    pattern : str
        A name, or a name with `*` in it.
    names : sequence of str
    kind : str
        What the names are, for the message: 'move', 'stock'.
    where : str
        What the pattern stands in, for the message.

    Raises
    ------
    InputError
        Nothing matches; the nearest known name is in the remedy (C1).

    Examples
    --------
    >>> find("debt.*", ["debt.arrests", "trust"], "stock", "a treatment")
    ('debt.arrests',)
    """
    found = tuple(name for name in names if matches(pattern, name))
    if not found:
        raise unknown(pattern, names, kind, where)
    return found


def unknown(pattern: str, names: Iterable[str], kind: str, where: str) -> InputError:
    """Return the error for a pattern that matches no name of its kind."""
    close = nearest(pattern, names)
    return InputError(
        f"no {kind} is called '{pattern}'",
        where=where,
        got=pattern,
        expected=f"a {kind} of the model, or a pattern with * that matches one",
        fix=f"did you mean '{close}'?" if close else f"the model has no {kind} of a like name",
    )


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the known name that resembles a word most, or an empty text."""
    known = sorted(set(names))
    bare = word.replace("*", "").lower()
    lowered = {name.lower(): name for name in reversed(known)}
    close = difflib.get_close_matches(bare, list(lowered), n=1, cutoff=0.4)
    if close:
        return lowered[close[0]]
    inside = [name for name in known if bare and bare in name.lower()]
    return inside[0] if inside else ""
