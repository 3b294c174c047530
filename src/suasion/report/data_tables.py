"""Tables as the page shows them: headings, figures, and which figures follow the view."""

from __future__ import annotations

from attrs import frozen

from suasion.report.view import ShownFigure


@frozen(kw_only=True)
class Cell:
    """One cell: a figure, or words."""

    figure: ShownFigure | None = None
    text: str = ""
    key: str = ""
    """Key into the table's dataset; the cell follows the view where it has one."""
    links: tuple[str, ...] = ()
    """Ids of statements to link."""
    tone: str = ""
    """Shade of a heat table, 0 to 9."""
    mark: str = ""
    """A sign after the figure."""

    @property
    def is_number(self) -> bool:
        """Decide whether the cell is set as a number."""
        return self.figure is not None or bool(self.key)


@frozen(kw_only=True)
class TableRow:
    """One row with its heading."""

    heading: str
    cells: tuple[Cell, ...]
    key: str = ""
    """Key into the table's dataset; the heading follows the view where it has one."""
    note: str = ""
    trace: str = ""
    """Address that the heading links to."""
    is_hidden: bool = False
    """Whether no figure of it is in view at first."""
    group: str = ""
    """Value of the facet by which the page may leave the row out."""


@frozen(kw_only=True)
class TableView:
    """One table."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    dataset: str = ""
    is_sortable: bool = False
