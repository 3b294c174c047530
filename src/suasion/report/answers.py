"""The answer in a few lines, made from the tables: every number is a figure with its trace."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import polars as pl

from suasion.cases import figures
from suasion.report.record.in_short import predictions_answer, record_answer
from suasion.report.view import AnswerLine, ShownFigure
from suasion.runs.main_job import RunResult

Record = Mapping[str, object]
MOST_LINES = 14
"""Sentences that open the page, at most."""
TOL_LEVEL = 0.01
"""Part by which a cost must exceed a hurt to be called greater."""
TOP_SHARE = 0.5
"""Share of variance from assumed figures above which a lever rests mainly on assumptions."""


def answer_lines(result: RunResult) -> tuple[AnswerLine, ...]:
    """Return the sentences that open the page, those that the tables can bear."""
    return tuple(_lines(result))[:MOST_LINES]


def _lines(result: RunResult) -> Iterator[AnswerLine]:
    first, second = result.case.meta.dyad
    names = {row.id: row.title for row in result.case.rows("actors")}
    for sender, target in ((second, first), (first, second)):
        yield from _strongest(result, names, sender, target)
    yield from _balance(result, names)
    yield from _dearer_to_sender(result, names)
    yield from _third_party(result, names)
    yield from _binding(result)
    yield from _found(result)
    yield from _claims(result)
    yield from _record(result)
    yield from _predictions(result)
    yield from _flips(result)
    yield from _assumed(result)


def _levers(result: RunResult) -> pl.DataFrame:
    return result.tables["leverage"].filter(pl.col("horizon") == result.horizon)


def _money(row: Record, what: str, title: str) -> ShownFigure:
    return ShownFigure(
        title=title,
        value=_number(row[f"{what}_usd_per_year"]),
        low=_number(row[f"{what}_low"]),
        high=_number(row[f"{what}_high"]),
        unit="USD/yr",
        trace=f"leverage.{row['lever']}",
        horizon=str(row["horizon"]),
    )


def _share(value: object, title: str, trace: str = "") -> ShownFigure:
    return ShownFigure(title=title, value=_number(value), unit="share", trace=trace)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _strongest(
    result: RunResult, names: Mapping[str, str], sender: str, target: str
) -> Iterator[AnswerLine]:
    found = _levers(result).filter((pl.col("sender") == sender) & (pl.col("target") == target))
    if found.is_empty():
        return
    row = found.sort("hurt_usd_per_year", descending=True).row(0, named=True)
    yield AnswerLine(
        text=(
            f"The strongest lever of {names.get(sender, sender)} against "
            f"{names.get(target, target)} over {row['horizon']} is “{row['title']}”: it takes "
            "{hurt} from the target ({share} of its output) and {cost} from the sender."
        ),
        figures={
            "hurt": _money(row, "hurt", f"hurt of {row['lever']}"),
            "cost": _money(row, "cost", f"cost of {row['lever']}"),
            "share": _share(
                row["hurt_gdp_share"], "share of the target's product", f"leverage.{row['lever']}"
            ),
        },
    )


def _balance(result: RunResult, names: Mapping[str, str]) -> Iterator[AnswerLine]:
    first, second = result.case.meta.dyad
    found = result.tables["results"].filter(
        (pl.col("account") == "") & (pl.col("result") == "net_leverage")
    )
    by_measure = {row["measure"]: row for row in found.to_dicts()}
    if set(by_measure) != {"money", "gdp share"}:
        return
    yield AnswerLine(
        text=(
            "All levers together, net leverage runs from -1 (all with "
            f"{names.get(first, first)}) to +1 (all with {names.get(second, second)}): "
            "{money} counted in money and {gdp} counted in shares of output. The two measures "
            "need not agree, and both are in use."
        ),
        figures={
            "money": _result(by_measure["money"], "net leverage in money"),
            "gdp": _result(by_measure["gdp share"], "net leverage in shares of output"),
        },
    )


def _result(row: Record, title: str) -> ShownFigure:
    return ShownFigure(
        title=title,
        value=_number(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        unit="index",
    )


def _dearer_to_sender(result: RunResult, names: Mapping[str, str]) -> Iterator[AnswerLine]:
    first, second = result.case.meta.dyad
    found = _levers(result).filter(
        pl.col("sender").is_in([first, second]) & pl.col("target").is_in([first, second])
    )
    if found.is_empty():
        return
    clearly = (1.0 + TOL_LEVEL) * pl.col("hurt_usd_per_year").clip(lower_bound=0.0)
    dear = found.filter(pl.col("cost_usd_per_year") > clearly)
    listed = ", ".join(
        f"“{title}” ({names.get(s, s)})" for title, s in dear["title", "sender"].iter_rows()
    )
    yield AnswerLine(
        text=(
            f"Of {found.height} levers between the two, {dear.height} cost their sender more "
            "money than they take from the target" + (f": {listed}." if listed else ".")
        )
    )


def _third_party(result: RunResult, names: Mapping[str, str]) -> Iterator[AnswerLine]:
    dyad = set(result.case.meta.dyad)
    found = _levers(result).filter(
        ~pl.col("sender").is_in(list(dyad)) & pl.col("target").is_in(list(dyad))
    )
    if found.is_empty():
        return
    row = found.sort("hurt_usd_per_year", descending=True).row(0, named=True)
    yield AnswerLine(
        text=(
            f"Among third parties {names.get(row['sender'], row['sender'])} holds the strongest "
            f"lever on one of the two: “{row['title']}” takes {{hurt}} from "
            f"{names.get(row['target'], row['target'])}."
        ),
        figures={"hurt": _money(row, "hurt", f"hurt of {row['lever']}")},
    )


def _binding(result: RunResult) -> Iterator[AnswerLine]:
    for comparison in result.comparisons:
        if not comparison.constraints:
            continue
        base = comparison.rows[0]
        bound = [c.constraint for c in comparison.constraints if c.scenario == "base" and c.binds]
        same = [row for row in comparison.rows if row.observable == base.observable]
        top = max(same, key=lambda row: row.value)
        told = " and ".join(f"{value:g} ({label})" for label, value in comparison.references)
        unit = _unit(result, base.observable)
        yield AnswerLine(
            text=(
                f"{comparison.title}: {{base}} in the base"
                + (f", held back first by {bound[0]}" if bound else "")
                + f"; at most {{top}} in the scenarios tried, in “{top.title}”"
                + (f". Asked for were {told}." if told else ".")
            ),
            figures={
                "base": _observed(base.observable, base.value, base.low, base.high, unit),
                "top": _observed(base.observable, top.value, top.low, top.high, unit),
            },
        )


def _unit(result: RunResult, observable: str) -> str:
    found = result.tables["observables"].filter(pl.col("name") == observable)
    return str(found["unit"][0]) if found.height else ""


def _observed(name: str, value: float, low: float, high: float, unit: str) -> ShownFigure:
    return ShownFigure(
        title=name,
        value=_number(value),
        low=_number(low),
        high=_number(high),
        unit=unit,
        trace=f"observables.{name}",
    )


def _found(result: RunResult) -> Iterator[AnswerLine]:
    asked = [found for found in result.comparisons if found.kind == "question"]
    rows = [row for found in asked for row in found.expectations]
    if not rows:
        return
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in _VERDICTS}
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in _VERDICTS if counts[verdict])
    yield AnswerLine(
        text=f"Of {len(rows)} outcomes that were expected and put to the model: {told}."
    )


_VERDICTS = ("came out", "did not come out", "cannot tell", "not solved")


def _claims(result: RunResult) -> Iterator[AnswerLine]:
    found = result.tables["claims"].filter(
        (pl.col("verdict") != "not computed") & ~pl.col("claim").str.starts_with("need_")
    )
    if found.is_empty():
        return
    against = found.filter(pl.col("verdict") == "contradicts")
    names = {row.id: row.title for row in result.case.rows("accounts")}
    by_account: dict[str, list[str]] = {}
    for account, row in against["account", "row"].iter_rows():
        claims = by_account.setdefault(names.get(account, account), [])
        name = row.partition(" (")[0]
        if name not in claims:
            claims.append(name)
    told = "; ".join(f"{name} on {', '.join(claims)}" for name, claims in by_account.items())
    yield AnswerLine(
        text=(
            f"Set against the model under their own values, {against.height} of {found.height} "
            "comparisons contradict the account" + (f": {told}." if told else ".")
        )
    )


def _record(result: RunResult) -> Iterator[AnswerLine]:
    titles = {row.id: row.title for row in result.case.rows("accounts")}
    yield from record_answer(result.tables, titles)


def _predictions(result: RunResult) -> Iterator[AnswerLine]:
    yield from predictions_answer(result.tables)


def _flips(result: RunResult) -> Iterator[AnswerLine]:
    found = result.tables["flips"]
    titles = {}
    for address, figure in figures(result.case).items():
        row = result.case.find(figure.table, figure.row)
        titles[address] = f"“{row.title}”" if row else address
    names = sorted({titles.get(str(address), str(address)) for address in found["figure"]})
    text = "No single conflict between sources, if settled, changes which lever is the stronger."
    if names:
        horizons = ", ".join(dict.fromkeys(found["horizon"].to_list()))
        text = (
            f"Settling one of {len(names)} conflicts between sources changes which of two levers "
            f"against the same target is the stronger, at the horizons {horizons}: "
            f"{', '.join(names)}."
        )
    yield AnswerLine(text=text)


def _assumed(result: RunResult) -> Iterator[AnswerLine]:
    found = _levers(result).filter(pl.col("assumed_share").is_finite())
    if found.is_empty():
        return
    mainly = found.filter(pl.col("assumed_share") > TOP_SHARE).height
    yield AnswerLine(
        text=(
            f"For {mainly} of {found.height} levers more than half of the variance of the hurt "
            "comes from assumed figures, not from sourced ones."
        )
    )
