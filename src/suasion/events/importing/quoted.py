"""Rows of quoted tables (ACLED), whose fields may hold separators, quotes and line ends.

A quote that never closes would swallow the rest of the file. A row may therefore run over few
lines only; where its quotes do not close within them, its first line is counted as damaged and
reading goes on with the next. The same where a row of several lines has the wrong width: its
quotes belong to different rows.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator

from suasion.events.importing import reasons

MOST_LINES = 40
MOST_BYTES = 1 << 17
QUOTE = b'"'


class RowReader:
    """Takes lines, gives rows cut into fields with the line on which each begins."""

    def __init__(
        self,
        separator: str,
        fits: Callable[[list[bytes]], bool],
        tally: Counter[str],
    ) -> None:
        self._separator = separator
        self._fits = fits
        self._line = 1
        self._tally = tally
        self._waiting: list[bytes] = []
        self.n_rows = 0
        """Rows met so far: given, blank or damaged."""

    def take(self, lines: list[bytes], skipped: int) -> Iterator[tuple[int, list[bytes]]]:
        """Yield the rows that end within these lines; what is open waits for more lines.

        `skipped` lines were left out before them: a row that was open is not whole any more.
        """
        if skipped:
            self._drop(reasons.QUOTES, len(self._waiting))
            self._line += len(self._waiting) + skipped
            self._waiting = []
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
        n_lines = len(self._waiting)
        is_whole = text.count(QUOTE) % 2 == 0
        row = self._cut(text) if is_whole else None
        if row is not None and (n_lines == 1 or self._fits(row)):
            self._waiting = []
            yield from self._give(row, n_lines)
        elif is_whole or at_end or n_lines > MOST_LINES or len(text) > MOST_BYTES:
            self._drop(reasons.QUOTES, 1)
            self._line += 1
            again, self._waiting = self._waiting[1:], []
            for line in again:
                self._waiting.append(line)
                yield from self._settle(at_end=False)

    def _give(self, row: list[bytes], n_lines: int) -> Iterator[tuple[int, list[bytes]]]:
        line = self._line
        self._line += n_lines
        if any(field.strip() for field in row):
            self.n_rows += 1
            yield line, row
        else:
            self._drop(reasons.BLANK, 1)

    def _cut(self, text: bytes) -> list[bytes] | None:
        """Return the fields of a row, or None where its quotes make no sense."""
        try:
            # Latin-1 gives each byte a letter and back; what is no UTF-8 survives it.
            lines = [f"{line}\n" for line in text.decode("latin-1").split("\n")]
            fields = next(csv.reader(lines, delimiter=self._separator), [])
        except csv.Error:
            return None
        return [field.encode("latin-1") for field in fields]
