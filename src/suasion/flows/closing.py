"""One program with items closed by bounds: solved warm, each optimum kept as a witness.

A *witness* is an optimum of the program with some items open: what it uses, what it would
use if it were open (closed items with a column of negative reduced cost), what each item
adds to the value, and the residual of its certificate. It proves the value of every other
set of open items that contains what it uses and nothing of what it wants: there its
amounts are feasible, and its duals are feasible and complementary; so no solve is needed.
"""

from __future__ import annotations

import numpy as np
from attrs import frozen

from suasion.errors import ComputationError
from suasion.flows.highs_model import Bounds, Model, is_optimal, load_model
from suasion.flows.layout import Floats, Marks, tally
from suasion.flows.market_numbers import Numbers
from suasion.flows.openings import Items
from suasion.flows.program import Program
from suasion.flows.solver import Scales, find_scales, scale

TOL_USE = 1e-9
"""Scaled amount or reduced cost below which a column counts as unused or unwanted."""


@frozen(kw_only=True, eq=False)
class Witness:
    """An optimum with some items open; sets of items are bit sets."""

    uses: int
    wants: int
    worth: Floats
    """What each item adds to the value, MUSD/yr."""
    residual: float
    """Largest relative residual: primal and dual feasibility, duality gap."""


class ClosingSolver:
    """One HiGHS instance of a program whose items are closed by bounds of zero."""

    def __init__(self, program: Program, figures: Numbers, items: Items) -> None:
        self._program, self._figures, self._items = program, figures, items
        self._scales: Scales = find_scales(figures)
        self._full = scale(figures, self._scales)
        self._model: Model = load_model(program.matrix, self._full)
        self._upper = self._full.upper.copy()
        self._row_lower = self._full.row_lower.copy()
        self._none = np.zeros(program.columns.count)
        self.opened: Marks = np.ones(items.count, dtype=np.bool_)

    def solve(self, opened: Marks) -> Witness:
        """Return the optimum with exactly these items open, from the last basis."""
        upper, row_lower = self._close(opened)
        self.opened = opened
        self._model.run()
        if not is_optimal(self._model):
            self._model.clearSolver()
            self._model.run()
        if not is_optimal(self._model):
            raise ComputationError(
                f"market '{self._program.name}' has no optimum for a coalition",
                where="suasion.flows.coalition_values",
                got=str(self._model.modelStatusToString(self._model.getModelStatus())),
                expected="an optimal solution",
                fix="solve the whole market first: its error names what is unbounded",
            )
        solution = self._model.getSolution()
        x, y = np.array(solution.col_value), np.array(solution.row_dual)
        bounds = Bounds(
            cost=self._full.cost,
            upper=upper,
            row_lower=row_lower,
            row_upper=self._full.row_upper,
        )
        return self._witness(bounds, opened, x, y)

    def _close(self, opened: Marks) -> tuple[Floats, Floats]:
        columns, rows = self._program.columns, self._program.rows
        upper = np.where(opened[self._items.of_column], self._full.upper, 0.0)
        at = np.flatnonzero(upper != self._upper).astype(np.int32)
        if at.size:
            self._model.changeColsBounds(at.size, at, self._none[at], upper[at])
        row_lower = self._full.row_lower
        if rows.obligation.stop > rows.obligation.start:
            row_lower = row_lower.copy()
            n_pairs = rows.obligation.stop - rows.obligation.start
            row_lower[rows.obligation] = tally(
                rows.contract_pair, upper[columns.shortfall], n_pairs
            )
            at = np.flatnonzero(row_lower != self._row_lower).astype(np.int32)
            if at.size:
                self._model.changeRowsBounds(at.size, at, row_lower[at], self._full.row_upper[at])
        self._upper, self._row_lower = upper, row_lower
        return upper, row_lower

    def _witness(self, bounds: Bounds, opened: Marks, x: Floats, y: Floats) -> Witness:
        items, matrix = self._items, self._program.matrix
        d = bounds.cost - matrix.transposed_times(y)
        self._raise_prices(opened, y, d)
        money = self._scales.amount * self._scales.value
        worth = tally(items.of_column, -bounds.cost * x, items.count)
        used = np.zeros(items.count, dtype=np.bool_)
        used[items.of_column[x > TOL_USE]] = True
        wanted = np.zeros(items.count, dtype=np.bool_)
        wanted[items.of_column[d < -TOL_USE]] = True
        first = items.count - len(self._program.contracts)
        owes = y[self._program.rows.obligation] > TOL_USE
        used[first:] |= owes[self._program.rows.contract_pair]
        wanted[first:] = True
        return Witness(
            uses=as_bits(used & opened),
            wants=as_bits(wanted & ~opened),
            worth=worth * money,
            residual=residual(self._program, bounds, x, y, d),
        )

    def _raise_prices(self, opened: Marks, y: Floats, d: Floats) -> None:
        """Let closed consumers ask the highest price that their deliveries allow.

        The dual of a closed consumer's intake is free; at this choice it wants to be
        open only if it would buy.
        """
        columns, rows = self._program.columns, self._program.rows
        n_consumers = len(self._program.consumers)
        room = np.full(n_consumers, np.inf)
        np.minimum.at(room, columns.delivery_consumer, d[columns.delivery])
        first = self._items.count - len(self._program.contracts) - n_consumers
        room[opened[first : first + n_consumers] | np.isinf(room)] = 0.0
        y[rows.intake] += room
        d[columns.delivery] -= room[columns.delivery_consumer]
        d[columns.demand] += room[columns.demand_consumer]


def as_marks(bits: int, count: int) -> Marks:
    """Return a bit set as marks."""
    packed = np.frombuffer(bits.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(packed, count=count, bitorder="little").astype(np.bool_)


def as_bits(marks: Marks) -> int:
    """Return marks as a bit set."""
    return int.from_bytes(np.packbits(marks, bitorder="little").tobytes(), "little")


def residual(program: Program, bounds: Bounds, x: Floats, y: Floats, d: Floats) -> float:
    """Return the largest relative violation of primal and dual feasibility and the gap."""
    activity = program.matrix.times(x)
    amount = float(x.max(initial=0.0)) or 1.0
    primal = max(
        float(np.max(-x, initial=0.0)),
        float(np.max(x - bounds.upper, initial=0.0)),
        float(np.max(bounds.row_lower - activity, initial=0.0)),
        float(np.max(activity - bounds.row_upper, initial=0.0)),
    )
    value = float(np.abs(bounds.cost).max(initial=0.0)) or 1.0
    rows = program.rows
    dual = max(
        float(np.max(-d[np.isinf(bounds.upper)], initial=0.0)),
        float(np.max(y[rows.capacity], initial=0.0)),
        float(np.max(-y[rows.obligation], initial=0.0)),
    )
    finite = np.where(np.isfinite(bounds.upper), bounds.upper, 0.0)
    capacity = bounds.row_upper[rows.capacity]
    bound = float(np.minimum(d, 0.0) @ finite)
    bound += float(y[rows.capacity] @ np.where(np.isfinite(capacity), capacity, 0.0))
    bound += float(y[rows.obligation] @ bounds.row_lower[rows.obligation])
    gross = float(np.abs(bounds.cost) @ np.abs(x)) or value * amount
    gap = abs(float(bounds.cost @ x) - bound)
    return max(primal / amount, dual / value, gap / gross)
