"""What a solved bargain says: one point for each solution, and the frontier they lie on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from attrs import frozen

from suasion.bargains.pareto import Floats, Places
from suasion.errors import InputError

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


@frozen(kw_only=True, eq=False)
class Point:
    """One solution of a bargain: what each actor gets, and by which outcome or lottery.

    It can be used as the vector of gains (``np.asarray(point)``, ``point[0]``, ``len(point)``,
    ``list(point)``) and, where it is one outcome, as the index of it (``gains[point]``).

    Examples
    --------
    >>> import numpy as np
    >>> point = Point(gains=np.array([12.0, 5.0]), index=0, lottery=((0, 1.0),), ties=(0,))
    >>> np.array([[12.0, 5.0], [14.0, 4.0]])[point].tolist(), list(point), len(point)
    ([12.0, 5.0], [12.0, 5.0], 2)
    """

    gains: Floats
    """Gain of each actor in the unit that was passed in; expected gain of a lottery."""
    index: int | None
    """Row of the outcome; None for a lottery over two of them."""
    lottery: tuple[tuple[int, float], ...]
    """(row, probability), probabilities above 0 that add up to 1; one pair for an outcome."""
    ties: tuple[int, ...]
    """Rows on the frontier with the same objective within `TOL_TIES`, rising."""

    def __len__(self) -> int:
        return int(self.gains.size)

    def __getitem__(self, actor: int) -> float:
        return float(self.gains[actor])

    def __iter__(self) -> Iterator[float]:
        return iter(self.gains.tolist())

    def __array__(
        self, dtype: npt.DTypeLike | None = None, copy: bool | None = None
    ) -> npt.NDArray[np.float64]:
        return np.array(self.gains, dtype=dtype) if copy else np.asarray(self.gains, dtype=dtype)

    def __index__(self) -> int:
        if self.index is None:
            raise InputError(
                "a lottery over outcomes is not one outcome",
                where="suasion.bargains.Point",
                got=" and ".join(f"row {row} with {p:.4g}" for row, p in self.lottery),
                expected="a solution that is one outcome",
                fix="use its gains or its lottery, or solve the bargain without lotteries",
            )
        return self.index


@frozen(kw_only=True, eq=False)
class BargainSolutions:
    """The frontier of a bargain and four solutions; a solution is None where no deal is one.

    ``solutions["nash"]`` is the same as ``solutions.nash``.
    """

    pareto: Places
    """Rows of the outcomes not dominated, also those worse than no deal for somebody; with
    lotteries those at the corners of the frontier. Sorted by the first actor's gain."""
    nash: Point | None
    kalai_smorodinsky: Point | None
    egalitarian: Point | None
    utilitarian: Point | None

    def __getitem__(self, name: str) -> Point | Places | None:
        if name == "pareto":
            return self.pareto
        if name not in SOLUTIONS:
            raise InputError(
                f"there is no solution '{name}'",
                where="suasion.bargains.BargainSolutions",
                got=name,
                expected=f"pareto or one of {', '.join(SOLUTIONS)}",
                fix="correct the name",
            )
        point: Point | None = getattr(self, name)
        return point
