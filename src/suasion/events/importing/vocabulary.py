"""The distinct texts of a column, each read once however often it occurs.

A file of millions of rows has a few hundred countries, codes and days. Columns are therefore
kept as numbers of texts, and what a text means (a country, a day, a weight) is worked out once
for each text and looked up for each row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Vocabulary:
    """Texts of one column in the order in which they were met."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[bytes, int] = {}
        self._meanings: dict[Hashable, NDArray[np.float64]] = {}

    def add(self, raw: bytes) -> int:
        """Return the number of a text, new or known; quotes and blanks around it go."""
        number = self._numbers.get(raw)
        if number is None:
            number = self._numbers[raw] = len(self.texts)
            self.texts.append(raw.decode("utf-8", "replace").strip(' "\r\ufeff'))
        return number

    def append(self, raw: bytes) -> None:
        """Take a text up that another table numbers."""
        self.texts.append(raw.decode("utf-8", "replace").strip(' "\r\ufeff'))

    def forget(self) -> None:
        """Begin anew; numbers given before mean nothing any more."""
        self.texts.clear()
        self._numbers.clear()
        self._meanings.clear()

    def look_up(
        self, name: Hashable, meaning: Callable[[str], float], numbers: Ints
    ) -> NDArray[np.float64]:
        """Return what the texts of these numbers mean, each text read once."""
        known = self._meanings.get(name, np.empty(0))
        if known.size < len(self.texts):
            new = [meaning(text) for text in self.texts[known.size :]]
            known = self._meanings[name] = np.concatenate([known, np.array(new, dtype=float)])
        return known[numbers]
