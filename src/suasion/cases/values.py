"""Looking up the values of one draw, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from suasion.cases.figures import figure_address
from suasion.cases.records import Case, Row
from suasion.errors import ComputationError
from suasion.quantities import Quantity


@frozen(kw_only=True)
class Values:
    """The numbers of one draw together with the rows they belong to."""

    view: Case
    numbers: Mapping[str, float]
    """By address, in canonical units."""
    horizon: str
    """Word in column names: day, season or years."""

    def get(self, row: Row, column: str) -> float | None:
        """Return the value of a cell; None where the case says nothing about it.

        A value for the address wins (also where the cell is empty: an override), then the
        figure's own central value.
        """
        address = figure_address(row.table, row.id, column)
        if address in self.numbers:
            return self.numbers[address]
        figure = row.figure(column)
        if figure is None:
            return None
        if isinstance(figure, Quantity) and not figure.is_uncertain:
            return figure.central
        raise ComputationError(
            f"the draw has no value for '{address}'",
            where=f"{row.table}.csv row {row.line}, column {column}",
            got=str(figure),
            expected="a value for every figure of the case",
            fix="take the values from draw_figures or central_figures of the same view",
        )

    def need(self, row: Row, column: str) -> float:
        """Return the value of a cell that the format always fills.

        Raises
        ------
        ComputationError
            The draw has no value for it.
        """
        value = self.get(row, column)
        if value is None:
            raise ComputationError(
                f"the figure {column} of '{row.id}' is missing",
                where=f"{row.table}.csv row {row.line}, column {column}",
                expected="a figure",
                fix="fill the cell and check the case",
            )
        return value
