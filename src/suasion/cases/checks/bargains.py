"""Issues, options and stakes: what a bargain needs to be scored at all."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.checks.findings import Checked, row_fault, unknown
from suasion.cases.figures import find_cell
from suasion.cases.records import Row
from suasion.errors import Fault
from suasion.quantities import Quantity

FEWEST_OPTIONS = 2


def check_options(checked: Checked) -> Iterator[Fault]:
    """Find issues with fewer than two options, and issues without one that holds by itself."""
    options = checked.case.rows("options")
    for issue in checked.latest("issues") if checked.has("options") else ():
        own = {row.id: row for row in options if row.text("issue") == issue.id}
        if len(own) < FEWEST_OPTIONS:
            yield row_fault(
                issue,
                "id",
                f"the issue '{issue.id}' has {len(own)} options",
                got=", ".join(own),
                expected="at least two: what holds without a deal, and what could be agreed",
                fix="add the options to options.csv, or take the issue out",
            )
        elif not any(row.values.get("status_quo") for row in options if row.id in own):
            yield row_fault(
                issue,
                "id",
                f"no option of '{issue.id}' is what holds without a deal",
                got="status_quo: no for all of " + ", ".join(own),
                expected="one option with status_quo: yes",
                fix="mark the option that holds now",
            )


def check_constraints(checked: Checked) -> Iterator[Fault]:
    """Find options that can never be chosen, and what rules out having no deal."""
    by_id = {row.id: row for row in checked.latest("options")}
    for row in by_id.values():
        for column in ("requires", "excludes"):
            for name in row.words(column):
                problem = _conflict(row, by_id.get(name), column)
                if problem:
                    yield row_fault(
                        row,
                        column,
                        problem,
                        got=f"{row.id} {column} {name}",
                        expected="options of other issues, and a status quo that can stand",
                        fix=f"take '{name}' out of {column}",
                    )


def _conflict(row: Row, other: Row | None, column: str) -> str:
    if other is None:
        return ""
    if other.id == row.id:
        return "an option names itself"
    if column == "requires" and other.text("issue") == row.text("issue"):
        return "an option requires another of its own issue, so it can never be chosen"
    held, other_held = bool(row.values["status_quo"]), bool(other.values["status_quo"])
    if held and other_held and column == "excludes":
        return "two options that hold without a deal exclude each other"
    if held and not other_held and column == "requires":
        return "what holds without a deal requires something that a deal would have to bring"
    return ""


def check_stakes(checked: Checked) -> Iterator[Fault]:
    """Find stakes that value nothing, or that say twice what they are worth."""
    for row in checked.case.rows("stakes"):
        ways = [name for name in ("value", "scenario") if name in row.given]
        if len(ways) != 1:
            yield row_fault(
                row,
                "value",
                "a stake has two values" if ways else "a stake has no value",
                got=", ".join(ways),
                expected="either a value such as 10 to 40 MUSD/yr, or a scenario",
                fix="fill one of value and scenario",
            )
        in_rupture = row.text("counts") == "rupture"
        if in_rupture == bool(row.text("option")):
            yield row_fault(
                row,
                "option",
                "a loss in a rupture belongs to no option" if in_rupture else "no option is valued",
                got=row.text("option"),
                expected="an option, unless counts is rupture",
                fix="empty option" if in_rupture else "name the option, or set counts to rupture",
            )


def check_factors(checked: Checked) -> Iterator[Fault]:
    """Find factors that are measured in something: a factor is a plain number."""
    for table in ("stakes", "bargainers"):
        for row in checked.case.rows(table):
            for _, name in row.factors("factors"):
                cell = find_cell(checked.case, name)
                figure = cell[0].figure(cell[1]) if cell else None
                if isinstance(figure, Quantity) and figure.unit != "1":
                    yield row_fault(
                        row,
                        "factors",
                        f"the factor '{name}' has a unit",
                        got=figure.unit,
                        expected="a plain number such as a share or a weight",
                        fix="use another parameter, or put the figure into value",
                    )


def check_bargainers(checked: Checked) -> Iterator[Fault]:
    """Find bargainers who are no side of the dyad, and promises that neither side keeps."""
    sides = frozenset(checked.case.meta.dyad)
    if not checked.heading_text:
        return
    for row in checked.case.rows("bargainers"):
        if row.text("actor") not in sides:
            yield unknown(row, "actor", row.text("actor"), sides, "side of the dyad")
    for row in checked.case.rows("options"):
        for name in row.words("kept_by"):
            if name not in sides:
                yield unknown(row, "kept_by", name, sides, "side of the dyad")


def warn_no_bargainers(checked: Checked) -> Iterator[Fault]:
    """Warn of issues that cannot be bargained over: a side has no row or no stake."""
    actors = {row.text("actor") for row in checked.case.rows("bargainers")}
    staked = {row.text("actor") for row in checked.case.rows("stakes")}
    sides = checked.case.meta.dyad if checked.heading_text and checked.case.rows("issues") else ()
    for side in sides:
        if side in actors and side in staked:
            continue
        what = "no row in bargainers.csv" if side not in actors else "no stake in any option"
        yield row_fault(
            checked.case.rows("issues")[0],
            "id",
            f"'{side}' has {what}, so deals cannot be scored",
            got=side,
            expected="a row in bargainers.csv and stakes of each side",
            fix=f"add what is missing of '{side}'",
        )


def warn_silent_third(checked: Checked) -> Iterator[Fault]:
    """Warn of third actors that must agree to an option in which they have no stake."""
    known = {(row.text("option"), row.text("actor")) for row in checked.case.rows("stakes")}
    for row in checked.latest("options"):
        for name in row.words("needs"):
            if (row.id, name) not in known:
                yield row_fault(
                    row,
                    "needs",
                    f"'{name}' must agree but has no stake: it always will",
                    got=name,
                    expected=f"a stake of '{name}' in '{row.id}'",
                    fix="add the stake, or take the actor out of needs",
                )
