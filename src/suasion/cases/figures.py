"""The figures of a case: every number that a model can use, by address (C2, C9).

The address of a figure is `table.id.column`; of a parameter, its id. A cell that says
`@id` is not a figure of its own: it is the parameter, one random variable for all who use
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from attrs import field, frozen

from suasion.cases.asof import present_view
from suasion.cases.nearest import suggestion
from suasion.cases.provenance import provenance
from suasion.cases.records import Case, ParameterRef, Row
from suasion.errors import InputError
from suasion.quantities import Quantity
from suasion.schema import TABLE_NAMES, table_schema

FORMAT_DEFAULT = "default of the case format"
FACTOR_TABLES = ("stakes", "bargainers", "couplings", "effects", "terms", "urges")
"""Tables whose figures are multiplied by parameters."""
_NOT_FIGURES = ("account_map",)


@frozen(kw_only=True)
class Figure:
    """One number of a case with what it rests on."""

    address: str
    table: str
    row: str
    column: str
    line: int
    quantity: Quantity
    unit: str
    """Unit in which its values are kept."""
    statements: tuple[str, ...]
    assumed: str | None
    """Reason, if it is assumed."""
    users: tuple[str, ...]
    """Addresses of the cells that use it, and of factors, for a parameter."""
    account_primitive: bool
    """Whether accounts may set it."""
    is_default: bool = False
    """Whether the case is silent and the default of the format holds."""


def figure_address(table: str, row_id: str, column: str) -> str:
    """Return the address of a cell: `table.id.column`, and for a parameter its id."""
    if table == "parameters" and column == "value":
        return row_id
    return f"{table}.{row_id}.{column}"


def figures(case: Case) -> Mapping[str, Figure]:
    """Return the figures of a case by address, in the order of tables and rows.

    Cells that the case leaves empty are there where the format has a default
    (`is_default`); they are exact.
    """
    return _figures(_Same(case))


@frozen(eq=False)
class _Same:
    """A case compared by identity: cases do not change, and their digests need not be told."""

    case: Case = field()

    def __hash__(self) -> int:
        return id(self.case)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.case is other.case


@lru_cache(maxsize=8)
def _figures(same: _Same) -> Mapping[str, Figure]:
    view = present_view(same.case)
    users = dict(parameter_users(view))
    for parameter, places in factor_users(view).items():
        users[parameter] = (*users.get(parameter, ()), *places)
    targets = _account_targets(view)
    found: dict[str, Figure] = {}
    for table in TABLE_NAMES:
        if table in _NOT_FIGURES:
            continue
        for row in view.rows(table):
            for column in table_schema(table).quantities:
                quantity = row.figure(column)
                if isinstance(quantity, Quantity):
                    figure = _figure(row, column, quantity, users, targets)
                    found[figure.address] = figure
    return MappingProxyType(found)


def _figure(
    row: Row,
    column: str,
    quantity: Quantity,
    users: Mapping[str, tuple[str, ...]],
    targets: frozenset[str],
) -> Figure:
    address = figure_address(row.table, row.id, column)
    is_default = column not in row.given
    origin = provenance(row, column)
    is_parameter = row.table == "parameters"
    return Figure(
        address=address,
        table=row.table,
        row=row.id,
        column=column,
        line=row.line,
        quantity=quantity,
        unit=quantity.unit,
        statements=() if is_default else origin.statements,
        assumed=FORMAT_DEFAULT if is_default else origin.assumed,
        users=users.get(address, ()) if is_parameter else (),
        account_primitive=bool(row.values.get("account_primitive")) or address in targets,
        is_default=is_default,
    )


def parameter_users(view: Case) -> Mapping[str, tuple[str, ...]]:
    """Return, for each parameter, the addresses of the cells that say `@id`."""
    users: dict[str, list[str]] = {}
    for address, reference in parameter_cells(view).items():
        users.setdefault(reference.id, []).append(address)
    return {parameter: tuple(cells) for parameter, cells in users.items()}


def factor_users(view: Case) -> Mapping[str, tuple[str, ...]]:
    """Return, for each parameter, where it multiplies: `table.id.factors`."""
    users: dict[str, list[str]] = {}
    for table in FACTOR_TABLES:
        for row in view.rows(table):
            for _, parameter in row.factors("factors"):
                users.setdefault(parameter, []).append(f"{table}.{row.id}.factors")
    return {parameter: tuple(places) for parameter, places in users.items()}


def parameter_cells(view: Case) -> Mapping[str, ParameterRef]:
    """Return the cells that take their figure from a parameter, by address."""
    return _parameter_cells(_Same(view))


@lru_cache(maxsize=8)
def _parameter_cells(same: _Same) -> Mapping[str, ParameterRef]:
    view = same.case
    found: dict[str, ParameterRef] = {}
    for table, rows in view.tables.items():
        for row in rows:
            for column in table_schema(table).quantities:
                value = row.figure(column)
                if isinstance(value, ParameterRef):
                    found[figure_address(table, row.id, column)] = value
    return MappingProxyType(found)


def _account_targets(view: Case) -> frozenset[str]:
    return frozenset(
        canonical_address(row.text("target"))
        for row in view.rows("account_map")
        if row.text("kind") == "primitive"
    )


def canonical_address(text: str) -> str:
    """Return the address that is meant: `@id` and `parameters.id.value` are just `id`."""
    text = text.strip().removeprefix("@")
    if text.startswith("parameters.") and text.endswith(".value"):
        return text[len("parameters.") : -len(".value")]
    return text


def cell_unit(view: Case, table: str, column: str, row: Row) -> str:
    """Return the unit in which a cell keeps its figure."""
    figure = row.figure(column)
    if isinstance(figure, Quantity):
        return figure.unit
    unit = table_schema(table).columns[column].unit
    market = view.meta.markets.get(row.text("market"))
    return unit.replace("{unit}", market.unit) if market else unit


def find_cell(view: Case, address: str) -> tuple[Row, str] | None:
    """Return the row and column that an address names, or None.

    Any cell that can hold a figure has an address, also one that the case leaves empty.
    """
    table, _, rest = address.partition(".")
    row_id, _, column = rest.rpartition(".")
    if table in TABLE_NAMES and column in table_schema(table).quantities:
        row = view.find(table, row_id)
        if row is not None:
            return row, column
    parameter = view.find("parameters", address)
    return (parameter, "value") if parameter is not None else None


def require_cell(view: Case, address: str) -> tuple[Row, str]:
    """Return the row and column that an address names.

    Raises
    ------
    InputError
        There is no such cell; the nearest address is named (C1).
    """
    found = find_cell(view, address)
    if found is not None:
        return found
    known = [*figures(view), *parameter_cells(view)]
    raise InputError(
        f"there is no figure '{address}'",
        got=address,
        expected="a parameter, or TABLE.ID.COLUMN",
        fix=suggestion(address, known, "look into the tables, or run 'suasion trace CASE WHAT'"),
    )
