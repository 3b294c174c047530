"""Issues, options and stakes: what a bargain needs to be scored at all."""

from __future__ import annotations

from collections.abc import Iterator

from suasion.cases.checks.findings import Checked, row_fault
from suasion.cases.figures import FACTOR_TABLES, find_cell
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
                if not problem and column == "requires":
                    problem = _impossible(row, name, by_id)
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


def _impossible(row: Row, name: str, by_id: dict[str, Row]) -> str:
    """Return why an option that requires another can never be chosen."""
    needed = {one: by_id[one] for one in row.words("requires") if one in by_id}
    if name not in needed:
        return ""
    if name in row.words("excludes") or row.id in needed[name].words("excludes"):
        return "an option requires one that it cannot be chosen with"
    issues = [other.text("issue") for other in needed.values()]
    if issues.count(needed[name].text("issue")) > 1:
        return "an option requires two of one issue, so it can never be chosen"
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


def check_interactions(checked: Checked) -> Iterator[Fault]:
    """Find stakes in two options that never come together, and losses in a rupture that do."""
    by_id = {row.id: row for row in checked.latest("options")}
    for row in checked.case.rows("stakes"):
        if row.text("counts") == "rupture":
            for column in ("scenario", "with_option"):
                if row.text(column):
                    yield row_fault(
                        row,
                        column,
                        f"a loss in a rupture does not depend on a {column.split('_')[-1]}",
                        got=row.text(column),
                        expected="a value alone",
                        fix=f"empty {column}",
                    )
            continue
        one, other = by_id.get(row.text("option")), by_id.get(row.text("with_option"))
        if one is not None and other is not None and one.text("issue") == other.text("issue"):
            yield row_fault(
                row,
                "with_option",
                "two options of one issue are never chosen together",
                got=f"{one.id} with {other.id}",
                expected="an option of another issue",
                fix="correct with_option, or value the option itself",
            )


def check_factors(checked: Checked) -> Iterator[Fault]:
    """Find factors that are measured in something: a factor is a plain number."""
    for table in FACTOR_TABLES:
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
    """Find bargainers who are no side, or one twice, and options that the wrong actors bear."""
    sides = frozenset(checked.case.meta.dyad)
    if not checked.heading_text:
        return
    for row in checked.case.rows("bargainers"):
        if row.text("actor") not in sides:
            yield _no_side(row, "actor", row.text("actor"), sides)
    yield from _two_rows(checked)
    for row in checked.case.rows("options"):
        for name in row.words("kept_by"):
            if name not in sides:
                yield _no_side(row, "kept_by", name, sides)
        for name in sides.intersection(row.words("needs")):
            yield row_fault(
                row,
                "needs",
                f"'{name}' is at the table, so nothing happens without it anyhow",
                got=name,
                expected="actors outside the dyad",
                fix=f"take '{name}' out of needs",
            )


def _no_side(row: Row, column: str, name: str, sides: frozenset[str]) -> Fault:
    return row_fault(
        row,
        column,
        f"'{name}' is no side of the dyad",
        got=name,
        expected=" or ".join(sorted(sides)),
        fix="name a side; the two sides are set by dyad in case.toml",
    )


def _two_rows(checked: Checked) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in checked.latest("bargainers"):
        known = first.setdefault(row.text("actor"), row)
        if known is not row:
            yield row_fault(
                row,
                "actor",
                f"'{row.text('actor')}' has two rows",
                got=f"{known.id} and {row.id}",
                expected="one row for each side",
                fix="take one out, or give both the same id and their own known_from",
            )


def warn_no_bargainers(checked: Checked) -> Iterator[Fault]:
    """Warn of issues that cannot be bargained over: a side has no row or no stake."""
    actors = {row.text("actor") for row in checked.case.rows("bargainers")}
    staked = {row.text("actor") for row in checked.case.rows("stakes") if row.text("option")}
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
