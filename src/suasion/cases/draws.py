"""Draws of the figures: one array per address, from streams named after it (C5, C6).

The numbers of a figure depend on the seed and its address alone: not on other rows, their
order, the unit it is written in, or the account. So two accounts, or two what-ifs, differ
only by what was changed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from suasion.cases.accounts import account_values
from suasion.cases.asof import present_view
from suasion.cases.figures import (
    canonical_address,
    cell_unit,
    figures,
    parameter_cells,
    require_cell,
)
from suasion.cases.records import Case
from suasion.quantities import Quantity, conversion_factor
from suasion.streams import Streams

Draws = Mapping[str, NDArray[np.float64]]
Overrides = Mapping[str, Quantity | float]


def draw_figures(
    case: Case,
    n: int,
    *,
    seed: int | None = None,
    account: str | None = None,
    overrides: Overrides | None = None,
) -> Draws:
    """Return n draws of every figure of a case, by address, in canonical units.

    Use `central_figures` for the single central value; a mean of draws is not it.

    Model
        u = stream "figure/ADDRESS", choice = stream "figure/ADDRESS/choice"; the value is
        the figure's inverse distribution at u, of the alternative that choice picks. Cells
        that say `@id` have the parameter's draws, in their own unit.

    Assumptions
        A1 figures are independent of each other, unless they are one parameter.

    Parameters
    ----------
    case : Case
        A case, or its view as of a day.
    n : int
        Number of draws. The first draws of a longer call are the same.
    seed : int or None
        None: the seed of the case; 0 is a seed.
    account : str or None
        Account whose values replace the shared figures.
    overrides : mapping or None
        Values by address that replace all others: quantities, or numbers in canonical units.

    Returns
    -------
    mapping of str to array, shape (n,)
        By address; the unit is that of `figures(case)[address].unit`.

    Raises
    ------
    InputError
        An address or account that the case does not have.

    Reproducibility
        One stream for each uncertain figure, two for a conflict; n numbers of each (C6).

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> draws = draw_figures(case, 4)
    >>> [round(float(value)) for value in draws["belmar_gas_price"]] == [
    ...     round(float(value)) for value in draw_figures(case, 9)["belmar_gas_price"][:4]
    ... ]
    True
    """
    view = present_view(case)
    streams = Streams(view.meta.seed if seed is None else seed)
    used = _quantities(view, account, overrides)
    draws = {address: _drawn(streams, address, value, n) for address, value in used.items()}
    return _with_references(view, draws)


def redraw_figures(case: Case, n: int, overrides: Overrides, *, seed: int | None = None) -> Draws:
    """Return n draws of the figures that are replaced, and of the cells that use them.

    Use it to change a few figures of draws that are already there; the numbers are those that
    `draw_figures` gives with the same overrides.

    Parameters, reproducibility and errors as for `draw_figures`.

    Returns
    -------
    Draws
        Arrays of n by address, for the replaced figures and their users alone.

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> sorted(redraw_figures(case, 2, {"belmar_gas_price": 300.0}))[0]
    'belmar_gas_price'
    """
    view = present_view(case)
    streams = Streams(view.meta.seed if seed is None else seed)
    used = _converted_overrides(view, overrides)
    draws = {address: _drawn(streams, address, value, n) for address, value in used.items()}
    for address, parameter, factor in _references(view):
        if parameter in draws and address not in draws:
            draws[address] = draws[parameter] * factor
    return draws


def central_figures(
    case: Case, *, account: str | None = None, overrides: Overrides | None = None
) -> Mapping[str, float]:
    """Return the central value of every figure, by address, in canonical units.

    Parameters and errors as for `draw_figures`. Central is the first side of a conflict, and
    of that the number, the stated mean, or the median of the interval.

    Examples
    --------
    >>> import tempfile
    >>> from suasion.cases import load_case, new_case
    >>> case = load_case(new_case("example", tempfile.mkdtemp()))
    >>> central_figures(case)["arcs.terminal.capacity"]
    6.0
    """
    view = present_view(case)
    used = _quantities(view, account, overrides)
    central = {
        address: value.central if isinstance(value, Quantity) else float(value)
        for address, value in used.items()
    }
    for address, parameter, factor in _references(view):
        central.setdefault(address, central[parameter] * factor)
    return central


def draw_at(draws: Draws, index: int) -> Mapping[str, float]:
    """Return one draw as plain numbers by address."""
    return {address: float(values[index]) for address, values in draws.items()}


def _quantities(
    view: Case, account: str | None, overrides: Overrides | None
) -> dict[str, Quantity | float]:
    used: dict[str, Quantity | float] = {
        address: figure.quantity for address, figure in figures(view).items()
    }
    if account is not None:
        used.update(account_values(view, account))
    return used | _converted_overrides(view, overrides or {})


def _converted_overrides(view: Case, overrides: Overrides) -> dict[str, Quantity | float]:
    """Return the overrides by canonical address, each in the unit of its cell."""
    used: dict[str, Quantity | float] = {}
    for address, value in overrides.items():
        cell = canonical_address(address)
        row, column = require_cell(view, cell)
        used[cell] = _converted(value, cell_unit(view, row.table, column, row))
    return used


def _converted(value: Quantity | float, unit: str) -> Quantity | float:
    if isinstance(value, Quantity) and unit != "*":
        return value.in_unit(unit)
    return value


def _drawn(streams: Streams, address: str, value: Quantity | float, n: int) -> NDArray[np.float64]:
    if not isinstance(value, Quantity):
        return np.full(n, float(value))
    if not value.is_uncertain:
        return np.full(n, value.central)
    u = streams.uniform(f"figure/{address}", n)
    choice = streams.uniform(f"figure/{address}/choice", n) if value.is_conflict else None
    return value.at(u, choice)


def _references(view: Case) -> list[tuple[str, str, float]]:
    """Return the cells that use a parameter: address, parameter, factor between units."""
    found = []
    for address, reference in parameter_cells(view).items():
        parameter = view.find("parameters", reference.id)
        cell = require_cell(view, address)
        figure = parameter.figure("value") if parameter else None
        if not isinstance(figure, Quantity):
            continue
        unit = cell_unit(view, cell[0].table, cell[1], cell[0])
        factor = 1.0 if unit == "*" else conversion_factor(figure.unit, unit)
        found.append((address, reference.id, factor))
    return found


def _with_references(view: Case, draws: dict[str, NDArray[np.float64]]) -> Draws:
    for address, parameter, factor in _references(view):
        if address not in draws:
            draws[address] = draws[parameter] * factor
    return draws
