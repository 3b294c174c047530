"""Whole lines in blocks: what is read at once, whatever the size of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

LONGEST_LINE = 1 << 20
"""Bytes. A line that goes on for longer beyond its block is damage, or a file without line ends."""


def read_blocks(stream: BinaryIO, size: int) -> Iterator[tuple[bytes, int]]:
    r"""Yield blocks of whole lines of about so many bytes, each with the lines dropped after it.

    The last line of the file may lack its line end. A line that is too long is left out (1 where
    that was so, else 0), so that memory stays bounded whatever the file holds.

    Examples
    --------
    >>> import io
    >>> list(read_blocks(io.BytesIO(b"a\nbb\nc"), 2))
    [(b'a\n', 0), (b'bb\n', 0), (b'c', 0)]
    """
    while block := stream.read(size):
        n_long = 0
        if not block.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE)
            block += rest
            if len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
                block = block[: block.rfind(b"\n") + 1]
                n_long = 1
                _skip_line(stream)
        if block or n_long:
            yield block, n_long


def _skip_line(stream: BinaryIO) -> None:
    piece = stream.readline(LONGEST_LINE)
    while piece and not piece.endswith(b"\n"):
        piece = stream.readline(LONGEST_LINE)
