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

PERTURBATION = "dual_simplex_cost_perturbation_multiplier"
"""Costs are not perturbed: it takes more iterations than it saves on networks."""
MOST_ITERATIONS = 50
"""Iterations per row and column after which a solve starts again with perturbation."""
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
        self._program, self._items = program, items
        self._scales: Scales = find_scales(figures)
        self._full = scale(figures, self._scales)
        self._model: Model = load_model(program.matrix, self._full)
        self._model.setOptionValue(PERTURBATION, 0.0)
        size = program.columns.count + program.rows.count
        self._model.setOptionValue("simplex_iteration_limit", MOST_ITERATIONS * size)
        self._upper, self._row_lower = self._full.upper, self._full.row_lower
        self._lower = np.zeros(program.columns.count)
        self._proof = Proof(program, self._full)
        self.opened: Marks = np.ones(items.count, dtype=np.bool_)

    def solve(self, opened: Marks) -> Witness:
        """Return the optimum with exactly these items open, from the last basis."""
        self._close(opened)
        self._model.run()
        if not is_optimal(self._model):
            self._model.clearSolver()
            self._model.setOptionValue(PERTURBATION, 1.0)
            self._model.run()
            self._model.setOptionValue(PERTURBATION, 0.0)
        if not is_optimal(self._model):
            raise ComputationError(
                f"market '{self._program.name}' has no optimum for a coalition",
                where="suasion.flows.coalition_values",
                got=str(self._model.modelStatusToString(self._model.getModelStatus())),
                expected="an optimal solution",
                fix="solve the whole market first: its error names what is unbounded",
            )
        solution = self._model.getSolution()
        return self._witness(np.array(solution.col_value), np.array(solution.row_dual))

    def _close(self, opened: Marks) -> None:
        columns, rows = self._program.columns, self._program.rows
        upper = np.where(opened[self._items.of_column], self._full.upper, 0.0)
        at = (upper != self._upper).nonzero()[0].astype(np.int32)
        if at.size:
            self._model.changeColsBounds(at.size, at, self._lower[at], upper[at])
        if self._program.contracts:
            row_lower = self._full.row_lower.copy()
            n_pairs = rows.obligation.stop - rows.obligation.start
            owed = upper[columns.shortfall]
            row_lower[rows.obligation] = tally(rows.contract_pair, owed, n_pairs)
            at = (row_lower != self._row_lower).nonzero()[0].astype(np.int32)
            if at.size:
                highest = self._full.row_upper[at]
                self._model.changeRowsBounds(at.size, at, row_lower[at], highest)
            self._row_lower = row_lower
        self._upper, self.opened = upper, opened

    def _witness(self, x: Floats, y: Floats) -> Witness:
        items, opened = self._items, self.opened
        d = self._full.cost - self._program.matrix.transposed_times(y)
        self._raise_prices(y, d)
        worth = tally(items.of_column, -self._full.cost * x, items.count)
        used, wanted = np.zeros((2, items.count), dtype=np.bool_)
        used[items.of_column[x > TOL_USE]] = True
        wanted[items.of_column[d < -TOL_USE]] = True
        if self._program.contracts:
            first = items.count - len(self._program.contracts)
            owes = y[self._program.rows.obligation] > TOL_USE
            used[first:] |= owes[self._program.rows.contract_pair]
            wanted[first:] = True
        return Witness(
            uses=as_bits(used & opened),
            wants=as_bits(wanted & ~opened),
            worth=worth * (self._scales.amount * self._scales.value),
            residual=self._proof.residual(x, y, d, self._upper, self._row_lower),
        )

    def _raise_prices(self, y: Floats, d: Floats) -> None:
        """Let closed consumers ask the highest price that their deliveries allow.

        The dual of a closed consumer's intake is free; at this choice it wants to be
        open only if it would buy.
        """
        columns, rows = self._program.columns, self._program.rows
        n_consumers = len(self._program.consumers)
        first = self._items.count - len(self._program.contracts) - n_consumers
        served = self.opened[first : first + n_consumers]
        if served.all():
            return
        room = np.full(n_consumers, np.inf)
        np.minimum.at(room, columns.delivery_consumer, d[columns.delivery])
        room[served | np.isinf(room)] = 0.0
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


class Proof:
    """Residuals of optima of one program under changing bounds."""

    def __init__(self, program: Program, full: Bounds) -> None:
        self._matrix, self._row_upper = program.matrix, full.row_upper
        self._cost = full.cost
        self._value = float(np.abs(full.cost).max(initial=0.0)) or 1.0
        self._least = np.where(np.isfinite(full.row_upper), -np.inf, 0.0)
        self._most = np.where(np.isfinite(full.row_lower), np.inf, 0.0)

    def residual(self, x: Floats, y: Floats, d: Floats, upper: Floats, row_lower: Floats) -> float:
        """Return the largest relative violation of primal and dual feasibility and the gap.

        The gap is |c'x - (sum of duals x bounds)|; a bound that is infinite counts as
        zero, its dual having the wrong sign being a violation.
        """
        activity, unbounded = self._matrix.times(x), np.isinf(upper)
        primal = max(
            _largest(-x),
            _largest(x - upper),
            _largest(activity - self._row_upper),
            _largest(row_lower - activity),
        )
        low = np.minimum(d, 0.0)
        dual = max(_largest(-low[unbounded]), _largest(y - self._most), _largest(self._least - y))
        low[unbounded] = 0.0
        upper = np.where(unbounded, 0.0, upper)
        side = np.where(y < 0.0, self._row_upper, row_lower)
        side[np.isinf(side)] = 0.0
        paid = self._cost * x
        gross = float(np.add.reduce(np.abs(paid))) or self._value * (_largest(x) or 1.0)
        gap = abs(float(np.add.reduce(paid) - low @ upper - y @ side))
        amount = _largest(x) or 1.0
        return max(primal / amount, dual / self._value, gap / gross)


def _largest(values: Floats) -> float:
    return float(np.maximum.reduce(values, initial=0.0))
