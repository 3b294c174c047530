"""Opening event files: plain, gzip or zip, streamed, and bounded against bombs.

What a file is is read from its first bytes, not from its name. A packed file that ends in the
middle gives all rows up to there and says so; one whose checksum is wrong is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from attrs import field, frozen

from suasion.errors import InputError

RATIO = 100
"""Most bytes out for each byte in; event files pack five to fifteen to one."""
ALWAYS_ALLOWED = 64 << 20
"""Bytes out below which the ratio is not looked at."""
N_MEMBERS = 10_000
PIECE = 1 << 18
FOREIGN = {
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"(\xb5/\xfd": "zstandard",
    b"7z\xbc\xaf": "7-zip",
    b"PAR1": "Parquet",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"\xd0\xcf\x11\xe0": "an old office file",
}
"""First bytes of what is not read, and what it is."""


@frozen(kw_only=True)
class Member:
    """One table of rows within a file: the file itself, or a member of a zip."""

    path: Path
    inner: str = ""
    """Name within a zip; empty: the file is the table."""
    torn: list[str] = field(factory=list)
    """Filled while reading where the file ends in the middle."""

    @property
    def name(self) -> str:
        """Return the name that stands in `source_row`."""
        return f"{self.path.name}/{self.inner}" if self.inner else self.path.name


def list_members(path: Path) -> tuple[Member, ...]:
    """Return the tables of a file, in order.

    Raises
    ------
    InputError
        The file cannot be read, is packed in a way that is not read, or is a bomb (C1).
    """
    try:
        with path.open("rb") as stream:
            first = stream.read(8)
        if not first.startswith(b"PK"):
            _refuse_foreign(path, first)
            return (Member(path=path),)
        with zipfile.ZipFile(path) as archive:
            return _members(path, archive)
    except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
        raise _unreadable(path, str(error)) from None


def _members(path: Path, archive: zipfile.ZipFile) -> tuple[Member, ...]:
    infos = [
        info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith(("__MACOSX/", "."))
    ]
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > N_MEMBERS or unpacked > limit(path.stat().st_size):
        raise _bomb(path, f"{len(infos)} files of {unpacked} bytes together")
    if not infos or any(info.flag_bits & 1 for info in infos):
        raise _unreadable(path, "the zip holds no file, or needs a password")
    return tuple(Member(path=path, inner=info.filename) for info in infos)


def _refuse_foreign(path: Path, first: bytes) -> None:
    for start, kind in FOREIGN.items():
        if first.startswith(start):
            raise _unreadable(path, f"this is {kind}")


def limit(n_packed: int) -> int:
    """Return how many bytes a packed file of so many bytes may unpack to."""
    return max(ALWAYS_ALLOWED, RATIO * n_packed)


@contextmanager
def open_member(member: Member) -> Iterator[BinaryIO]:
    """Yield the bytes of a table, unpacked as they are read.

    Raises
    ------
    InputError
        The packed bytes are damaged, or unpack to more than the limit.
    """
    path = member.path
    try:
        with path.open("rb", buffering=0) as raw:
            if member.inner:
                with zipfile.ZipFile(path) as archive, archive.open(member.inner) as inner:
                    guard = _Unpacked(path, inner.read)
                    yield io.BufferedReader(guard, PIECE)
            elif raw.read(2) == b"\x1f\x8b":
                raw.seek(0)
                yield io.BufferedReader(_Unpacked(path, _gunzip(raw, member)), PIECE)
            else:
                raw.seek(0)
                yield io.BufferedReader(raw, PIECE)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _unreadable(path, str(error) or type(error).__name__) from None


class _Unpacked(io.RawIOBase):
    """Unpacked bytes, counted against the limit."""

    def __init__(self, path: Path, read: Callable[[int], bytes]) -> None:
        self._path, self._read = path, read
        self._left = limit(path.stat().st_size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._read(len(buffer))
        self._left -= len(piece)
        if self._left < 0:
            raise _bomb(self._path, f"more than {RATIO} bytes for each packed byte")
        buffer[: len(piece)] = piece
        return len(piece)


def _gunzip(raw: io.FileIO, member: Member) -> Callable[[int], bytes]:
    """Return a reader of gzip bytes that marks the member where they end in the middle."""
    unpacker = zlib.decompressobj(31)
    waiting = b""

    def read(n: int) -> bytes:
        nonlocal unpacker, waiting
        while True:
            if unpacker.eof:
                waiting = unpacker.unused_data.lstrip(b"\0") or raw.read(PIECE).lstrip(b"\0")
                if not waiting:
                    return b""
                unpacker = zlib.decompressobj(31)
            packed = waiting or raw.read(PIECE)
            piece = unpacker.decompress(packed, n)
            waiting = unpacker.unconsumed_tail
            if piece:
                return piece
            if not packed and not unpacker.eof:
                member.torn.append("the packed file ends in the middle")
                return b""

    return read


def _unreadable(path: Path, got: str) -> InputError:
    return InputError(
        "an event file cannot be read",
        where=str(path),
        got=got,
        expected="a table of text; plain, gzip or zip",
        fix="fetch the file again, or unpack it and convert it to UTF-8 text first",
    )


def _bomb(path: Path, got: str) -> InputError:
    return InputError(
        "a packed file unpacks to far too much",
        where=str(path),
        got=got,
        expected=f"at most {RATIO} bytes for each packed byte",
        avoided="the machine would have been filled",
        fix="unpack it yourself where you trust it, and import the plain file",
    )
