"""The page on the case format, written from the attribute tables."""

from __future__ import annotations

from suasion.schema.tables import REQUIRED_TABLES, Column, TableSchema, all_tables

_HEAD = """# Case format

This page is generated from the attribute tables in `suasion/schema/tables`, which the checks
read too. Do not edit it: run `python docs/generate.py`.

A case is a folder with `case.toml` and CSV tables. `suasion new NAME` writes a small one whose
remarks teach the format; `suasion check CASE` names every fault with file, row and column.
A case may leave out the tables that it does not need, except {required}.

## Files
UTF-8 with or without byte-order mark; line ends LF, CRLF or CR; comma, semicolon or tab, told
from the header. Cells with line breaks stand in quotation marks. A row whose first cell begins
with `#` is a remark. A column may be left out unless it is required. A cell that looks like a
formula, and a path that leaves the folder, are faults: nothing in a case is executed. A table
may have up to 64 MB.

## Types
| type | written as |
|---|---|
| id | letters, digits and `- _ . > : / +`, no blanks |
| text | words; not beginning with `=` or `@` |
| date | `2025-10-31` |
| when | free text with dates in it: `2025`, `2025-10`, `2025-10-14 (inferred)`, `2025-01/2025-03` |
| number | digits with a decimal point, no unit |
| flag | `yes` or `no` |
| quantity | see below |
| one of ... | one of the words |
| id of TABLE, ids of TABLE | one id, or several separated by semicolons |
| label, labels | what a flow is known by; several separated by semicolons |
| shares | `AZE:0.5;GEO:0.5`, summing to one |
| items | `arcs:ID;groups:NAME;suppliers:ID;contracts:ID` |
| market | name of a market in case.toml |

## Quantities
| written | means |
|---|---|
| `10 bcm/yr` | exactly that |
| `10 to 13 bcm/yr` | nine tenths sure that it lies between: lognormal through both ends where both are above zero and the range has no upper bound, otherwise normal, cut off at the range |
| `0.8 +- 0.15` | normal with that standard deviation, cut off at the range |
| `3.3 \\| 4.5 to 5 Mt/yr` | sources conflict: one or the other, equally likely, never averaged |
| `60 %` | 0.6; plain numbers need no unit |
| `@parameter` | the figure is that parameter, one random variable for all who use it |

A unit is a product or quotient of USD, kUSD, MUSD, bnUSD; scm, mcm, tcm (1000 scm), bcm, MMcf;
kg, t, kt, Mt; bbl, kb; TEU; person; km; h, day, month, yr (365 days). No thousands separators;
a decimal point, not a comma. `{{unit}}` below stands for the unit of the row's market.

## What a figure rests on
Every figure rests on `statements`, or it is `assumed` with a reason and an interval (except
exactly 0 or 1, and limits). `assumed` as `cost, tariff: reason` speaks of these columns only.
Without such a list it speaks of the whole row, unless the row names statements.

## Versions and days
As of a day no row with a later `known_from` is visible. Rows may repeat an id with different
`known_from`: the latest known one counts; one whose `valid_from` has not come lets the earlier
one stand until then; one whose `valid_to` has passed is gone.

## case.toml
| key | meaning |
|---|---|
| title | what the case is about |
| window | first and last day, `["2024-12-25", "2025-10-31"]` |
| as_of | the day a run takes unless told otherwise |
| dyad | the two sides, as in actors.csv |
| currency_year | year whose US dollars all money is in |
| seed | whole number from which all random numbers come |
| horizons | table of names and days: `day = 1`, `season = 120`, `years = 1095` |
| markets.NAME | `title`, `unit`, `price_unit`, `origin_rule` (label, contract, net-export) |
| observables | list of `name`, `title`, `market`, `kind` (flow, unit_cost), `arcs`, `minus_arcs`, `exclude_labels`, `labels` |

# Tables
"""


def describe() -> str:
    """Return the page `docs/reference/case-format.md`, written from the attribute tables."""
    required = ", ".join(f"`{name}`" for name in REQUIRED_TABLES)
    parts = [_HEAD.format(required=required)]
    parts += [_table(table) for table in all_tables()]
    return "\n".join(parts)


def _table(table: TableSchema) -> str:
    lines = [
        f"## {table.name}",
        "| column | type | unit | range | required | default | meaning |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_line(column) for column in table.columns.values()]
    return "\n".join(lines) + "\n"


def _line(column: Column) -> str:
    cells = (
        f"`{column.name}`",
        _type(column),
        f"`{column.unit}`" if column.unit else "",
        _range(column),
        "yes" if column.required else "",
        f"`{column.default}`" if column.default else "",
        column.meaning.replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |"


def _type(column: Column) -> str:
    if column.type == "enum":
        return "one of " + ", ".join(f"`{word}`" for word in column.words)
    if column.type in ("ref", "refs", "statements"):
        return f"{'id' if column.type == 'ref' else 'ids'} of {column.target}"
    return column.type


def _range(column: Column) -> str:
    if column.low is None and column.high is None:
        return ""
    low = "" if column.low is None else f"{column.low:g}"
    high = "" if column.high is None else f"{column.high:g}"
    return f"{low}..{high}"
