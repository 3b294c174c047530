"""Random numbers by name: what happens hangs on who, when and what, never on a place in a list.

Each number is a hash of seed, draw, path, day, decider, number of the occasion and what it is
for. So two scenarios differ only by what was changed in them, and any path can be computed
alone. `suasion.crisis.kernel_parts` has the same functions compiled; a test compares them.
"""

from __future__ import annotations

import hashlib
import math

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
NUMBER, TIME, CHOICE, WAIT = 1, 2, 3, 4
"""What a number is for: how many occasions on a day, their times, the choice, the wait."""


def key_of(text: str) -> int:
    """Return the 64-bit key of an id: blake2b of its UTF-8 bytes.

    Examples
    --------
    >>> key_of("detain:RUS>AZE") == key_of("detain:RUS>AZE"), key_of("a") == key_of("b")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def stir(key: int, value: int) -> int:
    """Return a key made of a key and one more value.

    Model
        The output function of splitmix64 on (key xor value) + golden ratio, applied after `key`
        itself was stirred.

    References
    ----------
    [Steele2014] G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number
    generators", OOPSLA (2014), figure 17.
    """
    mixed = ((key ^ (value & MASK)) + STEP) & MASK
    mixed = ((mixed ^ (mixed >> 30)) * FIRST) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * SECOND) & MASK
    return mixed ^ (mixed >> 31)


def root_of(seed: int, draw: int) -> int:
    """Return the key of a draw of numbers; any whole seed, 0 too."""
    return stir(key_of(f"crisis/{seed}"), draw)


def unit(key: int) -> float:
    """Return a number above 0 and below 1, evenly spread over keys.

    Examples
    --------
    >>> 0 < unit(0) < 1e-15, unit(MASK) < 1
    (True, True)
    """
    return ((key >> 12) + 0.5) * 2.0**-52


def gumbel(key: int) -> float:
    """Return a number with the standard Gumbel distribution."""
    return -math.log(-math.log(unit(key)))
