"""Where the numbers of a path stand, and the lists of places that rows read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import field, frozen

from suasion.crisis.model import ONE, CrisisModel, Weighted
from suasion.crisis.program import Cut
from suasion.crisis.row_order import Range


@frozen(kw_only=True, eq=False)
class Slots:
    """The slots of a program, and its pool of lists laid end to end.

    Stocks come first, by id; then the number one; then the means that pinned readings see.
    """

    model: CrisisModel
    cut: Cut
    places: list[int] = field(factory=list)
    coef: list[float] = field(factory=list)
    """Aligned with the places; 1 where these are no weighted sum."""
    slots: dict[str, int] = field(init=False)
    shadows: dict[str, int] = field(init=False)

    @slots.default
    def _slots(self) -> dict[str, int]:
        names = [*sorted(stock.id for stock in self.model.stocks), ONE]
        return {name: at for at, name in enumerate(names)}

    @shadows.default
    def _shadows(self) -> dict[str, int]:
        names = sorted({stock for _, _, stock in self.cut.reads})
        return {name: len(self.slots) + at for at, name in enumerate(names)}

    def put(self, places: Iterable[int], coef: Sequence[float] = ()) -> Range:
        """Add a list to the pool; return where it begins and ends."""
        begin = len(self.places)
        self.places.extend(places)
        self.coef.extend(coef or [1.0] * (len(self.places) - begin))
        return begin, len(self.places)

    def is_pinned(self, stock: str, table: str, row: int) -> bool:
        """Return whether a row reads the mean of a stock instead of it."""
        return (table, row, stock) in self.cut.reads

    def read(self, stock: str, table: str, row: int) -> int:
        """Return the slot that a row reads for a stock: its own, or that of its mean."""
        if self.is_pinned(stock, table, row):
            return self.shadows[stock]
        return self.slots[stock]

    def put_sum(self, of: Weighted, table: str, row: int, *, keep_order: bool = False) -> Range:
        """Add a weighted sum to the pool, by id so that rounding does not hang on order."""
        pairs = of if keep_order else tuple(sorted(of))
        places = [self.read(name, table, row) for name, _ in pairs]
        return self.put(places, [coefficient for _, coefficient in pairs])

    def put_product(self, by: Sequence[str], table: str, row: int) -> Range:
        """Add a product of stocks to the pool."""
        return self.put([self.read(name, table, row) for name in sorted(by)])
