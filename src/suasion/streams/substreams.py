"""Named substreams: a stream depends on the seed and its own name, and on nothing else (C6).

Adding a figure, turning rows around or drawing in another process changes no number of
any other stream. A longer draw begins with the shorter one.
"""

from __future__ import annotations

import hashlib

import numpy as np
from attrs import field, frozen
from attrs.validators import instance_of
from numpy.typing import NDArray


@frozen
class Streams:
    """The random numbers of a run, by name.

    Model
        key = blake2b("seed/name"), 128 bits; numbers from the counter-based generator
        Philox 4x64 with that key.

    Examples
    --------
    >>> streams = Streams(0)
    >>> bool((streams.uniform("a", 9)[:4] == streams.uniform("a", 4)).all())
    True

    References
    ----------
    [Salmon2011] J. K. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3",
    SC11 (2011), section 4.
    """

    seed: int = field(validator=instance_of(int))
    """Any whole number; 0 is a seed like every other."""

    def generator(self, name: str) -> np.random.Generator:
        """Return a fresh generator at the beginning of the named stream."""
        digest = hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=16).digest()
        key = np.frombuffer(digest, dtype="<u8").astype(np.uint64)
        return np.random.Generator(np.random.Philox(key=key))

    def uniform(self, name: str, n: int) -> NDArray[np.float64]:
        """Return the first n numbers of the named stream, each in [0, 1)."""
        return self.generator(name).random(n)
