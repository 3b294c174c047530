"""What somebody probably meant: the nearest of the words that there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], count: int = 1) -> tuple[str, ...]:
    """Return up to `count` known words that resemble `word`, the nearest first."""
    words = sorted(set(known))
    lowered = {candidate.lower(): candidate for candidate in reversed(words)}
    exact = lowered.get(word.lower())
    close = difflib.get_close_matches(word.lower(), list(lowered), n=count, cutoff=0.5)
    found = [lowered[candidate] for candidate in close]
    inside = [name for name in words if word and word.lower() in name.lower()]
    merged = dict.fromkeys(([exact] if exact else []) + found + inside)
    return tuple(merged)[:count]


def suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a remedy that names the nearest known word, or the remedy `otherwise`."""
    found = nearest(word, known)
    return f"did you mean '{found[0]}'? Otherwise {otherwise}" if found else otherwise
