"""Where every number on the page comes from: one entry for each address (C2).

Figures of the case are read from the case. Results get an entry from the tables: what it is,
and the figures it rests on most directly. An entry that the input brings replaces ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from suasion.cases.figures import Figure, figures, parameter_cells
from suasion.cases.records import Row
from suasion.report.deals.traces import deal_entries
from suasion.report.power.traces import power_entries
from suasion.report.view import ReportInput, TraceEntry

_TABLES_OF_ITEMS = {"arcs": "arcs", "suppliers": "suppliers", "contracts": "contracts"}


def trace_entries(view: ReportInput) -> Mapping[str, TraceEntry]:
    """Return the trace entry of every address that the page can link to."""
    case_entries = {entry.address: entry for entry in _entries_of_case(view)}
    index = _by_row(view, case_entries)
    found = {entry.address: entry for entry in _entries_of_results(view, index)}
    return {**found, **case_entries, **{entry.address: entry for entry in view.traces}}


def entry_of_figure(figure: Figure, title: str) -> TraceEntry:
    """Return the entry of one figure of the case."""
    quantity = figure.quantity
    low, high = (quantity.low, quantity.high) if quantity.is_uncertain else (None, None)
    return TraceEntry(
        address=figure.address,
        title=title,
        value=quantity.central,
        low=low,
        high=high,
        unit=figure.unit,
        text=quantity.text,
        statements=figure.statements,
        assumed=figure.assumed or "",
    )


def _entries_of_case(view: ReportInput) -> Iterator[TraceEntry]:
    for figure in figures(view.case).values():
        if figure.is_default:
            continue
        row = view.case.find(figure.table, figure.row)
        name = row.title if row is not None else figure.row
        title = name if figure.table == "parameters" else f"{name}: {figure.column}"
        yield entry_of_figure(figure, title)


def _by_row(view: ReportInput, entries: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the addresses of the figures of each row, parameters that it uses among them."""
    found: dict[str, tuple[str, ...]] = {}
    own = [(address, address) for address in entries]
    used = [(cell, reference.id) for cell, reference in parameter_cells(view.case).items()]
    for cell, address in own + used:
        row = cell.rpartition(".")[0]
        found[row] = tuple(dict.fromkeys((*found.get(row, ()), address)))
    return found


def traceable(view: ReportInput) -> Mapping[str, str]:
    """Return, for each cell of the case that holds a figure, the address that traces it."""
    used = {cell: reference.id for cell, reference in parameter_cells(view.case).items()}
    known = {address: address for address, f in figures(view.case).items() if not f.is_default}
    return {**known, **used}


def _entries_of_results(
    view: ReportInput, index: Mapping[str, tuple[str, ...]]
) -> Iterator[TraceEntry]:
    yield from _lever_entries(view, index)
    yield from _flow_entries(view, index)
    yield from _observable_entries(view, index)
    yield from deal_entries(view, index)
    yield from power_entries(view, index)
    for row in view.rows("claims"):
        yield TraceEntry(
            address=claim_address(str(row["account"]), str(row["row"])),
            title=f"{row['row']}: claim of {row['account']} against the model",
            statements=tuple(str(row["statements"]).replace(";", " ").split()),
            note="The score is the coder's reading of the texts, and never an input.",
        )
    for table in ("scenarios", "binding"):
        for name, title in dict.fromkeys(
            (str(row["scenario"]), str(row["title"])) for row in view.rows(table)
        ):
            yield TraceEntry(
                address=f"{table}.{name}",
                title=title,
                note="The same model solved again; every draw shares its figures with the base.",
            )


def claim_address(account: str, row: str) -> str:
    """Return the address of a claim."""
    return f"claims.{account}.{row}"


def _lever_entries(view: ReportInput, index: Mapping[str, tuple[str, ...]]) -> Iterator[TraceEntry]:
    named = {str(row["lever"]): str(row["title"]) for row in view.rows("leverage")}
    for table in ("closures", "closure_observables", "third_parties"):
        for other in view.rows(table):
            named.setdefault(str(other["lever"]), str(other["lever"]))
    for name, title in named.items():
        rows = [row for part in name.split("+") if (row := view.case.find("levers", part))]
        addresses = [address for row in rows for address in _figures_of_lever(view, row, index)]
        yield TraceEntry(
            address=f"leverage.{name}",
            title=title,
            statements=tuple(dict.fromkeys(s for row in rows for s in row.words("statements"))),
            assumed="; ".join(
                dict.fromkeys(row.text("assumed") for row in rows if row.text("assumed"))
            ),
            depends_on=tuple(dict.fromkeys(addresses)),
            note=_market_note([row.text("market") for row in rows]),
        )


def _figures_of_lever(
    view: ReportInput, lever: Row, index: Mapping[str, tuple[str, ...]]
) -> list[str]:
    keys = [f"levers.{lever.id}"]
    if lever.text("tie"):
        keys.append(f"ties.{lever.text('tie')}")
    items = lever.values.get("items")
    for kind, item in items if isinstance(items, tuple) else ():
        if kind == "groups":
            keys += [f"arcs.{a.id}" for a in view.case_rows("arcs") if a.text("group") == item]
        else:
            keys.append(f"{_TABLES_OF_ITEMS.get(kind, kind)}.{item}")
    return [address for key in keys for address in index.get(key, ())]


def _flow_entries(view: ReportInput, index: Mapping[str, tuple[str, ...]]) -> Iterator[TraceEntry]:
    for row in view.rows("flows"):
        yield TraceEntry(
            address=f"flows.{row['arc']}",
            title=f"{row['title']}: flow",
            depends_on=index.get(f"arcs.{row['arc']}", ()),
            note=_market_note([str(row["market"])]),
        )


def _observable_entries(
    view: ReportInput, index: Mapping[str, tuple[str, ...]]
) -> Iterator[TraceEntry]:
    specs = {spec.name: spec for spec in view.case.meta.observables}
    titles = {str(row["name"]): str(row["title"]) for row in view.rows("observables")}
    for name, title in titles.items():
        spec = specs.get(name)
        arcs = () if spec is None else (*spec.arcs, *spec.minus_arcs)
        yield TraceEntry(
            address=f"observables.{name}",
            title=title,
            depends_on=tuple(a for arc in arcs for a in index.get(f"arcs.{arc}", ())),
            note=_market_note([spec.market] if spec else []),
        )


def _market_note(markets: Sequence[str]) -> str:
    known = sorted({market for market in markets if market})
    if not known:
        return "Computed from the figures below."
    return f"Computed from the whole market ({', '.join(known)}); most directly from these:"
