"""Rows of quoted tables (ACLED), whose fields may hold separators, quotes and line ends.

A quote that never closes would swallow the rest of the file. A row may therefore run over few
lines only; where its quotes do not close within them, its first line is counted as damaged and
reading goes on with the next.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from suasion.events.importing import reasons

MOST_LINES = 40
MOST_BYTES = 1 << 17
QUOTE = b'"'


class RowReader:
    """Takes lines, gives rows cut into fields with the line on which each begins."""

    def __init__(self, separator: str, first_line: int, tally: Counter[str]) -> None:
        self._separator = separator
        self._line = first_line
        self._tally = tally
        self._waiting: list[bytes] = []
        self.n_rows = 0
        """Rows met so far: given, blank or damaged."""

    def take(self, lines: list[bytes], begin: int) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the rows that end within these lines; what is open waits for more lines.

        `begin` is the line of the file on which they begin: where lines were left out before
        it, a row that was open cannot be whole any more.
        """
        if begin != self._line + len(self._waiting):
            self._drop(reasons.QUOTES, len(self._waiting))
            self._waiting, self._line = [], begin
        for line in lines:
            self._waiting.append(line)
            yield from self._settle(at_end=False)

    def finish(self) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the rows that were still open at the end of the file."""
        while self._waiting:
            yield from self._settle(at_end=True)

    def _drop(self, reason: str, n_rows: int) -> None:
        self._tally[reason] += n_rows
        self.n_rows += n_rows

    def _settle(self, *, at_end: bool) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the row that the waiting lines make, if they do."""
        text = b"\n".join(self._waiting)
        if text.count(QUOTE) % 2 == 0:
            n_lines, self._waiting = len(self._waiting), []
            yield from self._row(text, n_lines)
            return
        if at_end or len(self._waiting) > MOST_LINES or len(text) > MOST_BYTES:
            self._drop(reasons.QUOTES, 1)
            self._line += 1
            again, self._waiting = self._waiting[1:], []
            for line in again:
                self._waiting.append(line)
                yield from self._settle(at_end=False)

    def _row(self, text: bytes, n_lines: int) -> Iterator[tuple[int, list[bytes]]]:
        line = self._line
        self._line += n_lines
        if not text.strip():
            self._drop(reasons.BLANK, n_lines)
            return
        words = text.decode("latin-1")
        try:
            fields = next(csv.reader(words.split("\n"), delimiter=self._separator), [])
        except csv.Error:
            self._drop(reasons.QUOTES, 1)
            return
        self.n_rows += 1
        yield line, [field.encode("latin-1") for field in fields]
