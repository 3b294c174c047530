"""A crisis model with the numbers of one draw, looked up by id."""

from __future__ import annotations

from attrs import field, frozen

from suasion.crisis.model import CrisisModel, CrisisNumbers, Floats, Move
from suasion.crisis.multiplicity import idle_moves


@frozen(kw_only=True, eq=False)
class Rule:
    """A model with the numbers of one draw, by id."""

    model: CrisisModel
    numbers: CrisisNumbers
    moves: dict[str, Move] = field(init=False)
    amounts: dict[str, list[float]] = field(init=False)
    """By move, in the order of its effects."""
    idle: frozenset[str] = field(init=False)
    tables: dict[str, Floats] = field(init=False)
    """Values of levers by term."""

    @moves.default
    def _moves(self) -> dict[str, Move]:
        return {move.id: move for move in self.model.moves}

    @amounts.default
    def _amounts(self) -> dict[str, list[float]]:
        left = iter(self.numbers.amount.tolist())
        return {move.id: [next(left) for _ in move.effects] for move in self.model.moves}

    @idle.default
    def _idle(self) -> frozenset[str]:
        idle = idle_moves(self.model, self.numbers)
        return frozenset(m.id for m, is_idle in zip(self.model.moves, idle, strict=True) if is_idle)

    @tables.default
    def _tables(self) -> dict[str, Floats]:
        names = [term.id for term in self.model.lever_terms]
        return dict(zip(names, self.numbers.lever_values, strict=True))
