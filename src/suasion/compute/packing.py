"""Chunks as bytes, with what many chunks share sent once.

The chunks of one question carry the same case; the shipped one is 1.5 MB, which takes 25 ms to
write and 70 ms to read, as much as a small chunk takes to work out. So an argument that is a
frozen record, and large, becomes a part with a name of its own: written once, sent once to each
worker, read once there. Only frozen records are, since a list may change between two chunks.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Any, Generic, TypeVar

import attrs
from attrs import frozen

T = TypeVar("T")

LARGE_BYTES = 32_768
"""Size from which an argument is sent once; below, sending it again costs less than a look."""
KEPT_PARTS = 8
"""Large arguments that a worker keeps: as many questions may take turns without sending again."""
_FROZEN: object = attrs.make_class("_Frozen", [], frozen=True).__setattr__


@frozen(kw_only=True)
class Part:
    """One argument as bytes; its name is empty where it is not worth keeping."""

    name: str
    blob: bytes


@frozen(kw_only=True)
class Packed:
    """A chunk as bytes: function and named arguments, and each of the others."""

    body: bytes
    parts: tuple[Part, ...]


class Recent(Generic[T]):
    """What was used last, by name; of more than `size` the longest unused is let go.

    Two that are asked for the same names in the same order hold the same, so that a sender knows
    what a receiver has without asking.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[object, T] = OrderedDict()

    def find(self, name: object) -> T | None:
        """Return what goes by the name, or None; it counts as used now."""
        if name not in self._held:
            return None
        self._held.move_to_end(name)
        return self._held[name]

    def keep(self, name: object, value: T) -> None:
        """Hold a value under a name."""
        self._held[name] = value
        self._held.move_to_end(name)
        if len(self._held) > self._size:
            self._held.popitem(last=False)


class Packer:
    """What turns chunks into bytes; large frozen arguments are written once."""

    def __init__(self) -> None:
        self._lock = Lock()
        # The argument is held with its part, since a number of `id` is used again after it.
        self._written: Recent[tuple[object, Part]] = Recent(KEPT_PARTS)

    def pack(
        self, fn: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Packed:
        """Return the chunk as bytes; an argument that cannot be pickled raises what pickle says."""
        with self._lock:
            parts = tuple(self._part(arg) for arg in args)
        return Packed(body=pickle.dumps((fn, kwargs)), parts=parts)

    def _part(self, arg: object) -> Part:
        if not is_frozen_record(arg):
            return Part(name="", blob=pickle.dumps(arg))
        found = self._written.find(id(arg))
        if found is not None:
            return found[1]
        blob = pickle.dumps(arg)
        if len(blob) < LARGE_BYTES:
            return Part(name="", blob=blob)
        part = Part(name=sha256(blob).hexdigest(), blob=blob)
        self._written.keep(id(arg), (arg, part))
        return part


def is_frozen_record(value: object) -> bool:
    """Return whether a value is a record whose fields cannot be set.

    Examples
    --------
    >>> from suasion.compute.packing import Part
    >>> is_frozen_record(Part(name="case", blob=b""))
    True
    >>> is_frozen_record([1, 2])
    False
    """
    setter: object = type(value).__setattr__
    return setter is _FROZEN
