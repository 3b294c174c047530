"""Robustness: one result under every choice of scale, lag, source and part of the time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl
from attrs import frozen

from suasion.errors import SuasionError
from suasion.events.scales import Scale
from suasion.events.variants import keep_days, keep_source, merge_repeats, rescale

Summary = Callable[[pl.DataFrame], Mapping[str, float]]
"""From a stream to named numbers, such as a mean or an F statistic."""
AS_IS, ALL = "as it is", "all"
"""Labels of what is not varied."""
FACTORS = ("scale", "lag", "source", "subperiod")
CHOICE = {
    "scale": "the scale",
    "lag": "how many days late a report may come",
    "source": "whose reports are used",
    "subperiod": "which part of the time is looked at",
}
ROW_TYPES = {
    **{name: pl.String() for name in FACTORS},
    "events": pl.Int64(),
    "result": pl.String(),
    "value": pl.Float64(),
    "problem": pl.String(),
}
SENSITIVITY_TYPES = {
    "result": pl.String(),
    "choice": pl.String(),
    "lowest": pl.Float64(),
    "highest": pl.Float64(),
    "share": pl.Float64(),
}


@frozen(kw_only=True)
class Choices:
    """What may be chosen; the first of each is that of the stream itself."""

    scales: tuple[Scale, ...] = ()
    """Other scales; the stream's own intensities always stand beside them."""
    lags: tuple[int, ...] = (0,)
    """Days within which the same act by the same actor counts as a late report."""
    sources: tuple[str, ...] = ()
    """Names of `list_sources`, each alone; all together always stand beside them."""
    subperiods: Mapping[str, tuple[date, date]] = {}
    """First and last day by name, as `split_days` gives; the whole always stands beside them."""


@frozen(kw_only=True, eq=False)
class Robustness:
    """A result under every choice, and which choice moves it."""

    rows: pl.DataFrame
    """`scale, lag, source, subperiod, events, result, value, problem`: one row a variant and
    result; where it could not be had the value is missing and the problem says why (C8)."""
    sensitivity: pl.DataFrame
    """`result, choice, lowest, highest, share`: means by level of each choice, and the share of
    the variance over all variants that lies between its levels."""
    sentences: tuple[str, ...]
    """One for each result, in words."""


def run_robustness(events: pl.DataFrame, summary: Summary, choices: Choices) -> Robustness:
    """Return a summary of a stream under every combination of choices.

    Model
        All combinations of scale x lag x source x subperiod; repeats are merged before the
        time is cut. Share of a choice: variance of the means of its levels, weighted by their
        numbers, over the variance of all values (a main effect; the shares need not add up).

    Parameters
    ----------
    events : polars.DataFrame
        A stream.
    summary : callable
        From a stream to numbers by name. What it raises of the error family is kept as the
        problem of that variant.
    choices : Choices
        What is varied.

    Returns
    -------
    Robustness
        Tidy rows, the sensitivity to each choice, a sentence for each result.

    Examples
    --------
    >>> from datetime import timedelta
    >>> days = [date(2018, 1, 1) + timedelta(days=k) for k in range(4)]
    >>> events = pl.DataFrame({"day": days, "source": "RUS", "target": "AZE", "code": "112",
    ...     "intensity": [-2.0, -2.0, 4.0, 4.0], "reports": 1})
    >>> net = lambda stream: {"mean intensity": float(stream["intensity"].mean())}
    >>> halves = {"first": (days[0], days[1]), "second": (days[2], days[3])}
    >>> answer = run_robustness(events, net, Choices(subperiods=halves))
    >>> answer.rows["value"].to_list()
    [1.0, -2.0, 4.0]
    >>> print(answer.sentences[0])
    mean intensity is 1 and lies between -2 and 4 over 3 variants; its sign is the same in 2 of \
3; what moves it most is which part of the time is looked at (100 % of its variance)
    """
    rows: list[dict[str, object]] = []
    for labels, variant in list_variants(events, choices):
        rows += [{**labels, **row} for row in _results(variant, summary)]
    table = pl.DataFrame(rows, schema=ROW_TYPES)
    names = table["result"].drop_nulls().unique(maintain_order=True).to_list()
    sensitivity = pl.DataFrame(
        [row for name in names for row in _effects(table, name)], schema=SENSITIVITY_TYPES
    )
    sentences = tuple(_sentence(table, sensitivity, name) for name in names)
    return Robustness(rows=table, sensitivity=sensitivity, sentences=sentences)


def list_variants(
    events: pl.DataFrame, choices: Choices
) -> Iterator[tuple[dict[str, str], pl.DataFrame]]:
    """Yield every variant with its labels; the stream as it is comes first.

    Parameters
    ----------
    events : polars.DataFrame
        A stream.
    choices : Choices
        What is varied.

    Yields
    ------
    (dict, polars.DataFrame)
        The level of each of `FACTORS` (`AS_IS`, or `ALL`, where nothing is varied), and the rows.
    """
    scales: Sequence[Scale | None] = (None, *choices.scales)
    sources: Sequence[str | None] = (None, *choices.sources)
    spans: Sequence[str | None] = (None, *choices.subperiods)
    lags = dict.fromkeys((0, *choices.lags))
    for scale, lag, source, span in itertools.product(scales, lags, sources, spans):
        labels = {
            "scale": scale.label if scale else AS_IS,
            "lag": f"{lag} days" if lag else AS_IS,
            "source": source or ALL,
            "subperiod": span or ALL,
        }
        chosen = keep_source(events, source) if source else events
        chosen = merge_repeats(rescale(chosen, scale) if scale else chosen, lag)
        yield labels, keep_days(chosen, *choices.subperiods[span]) if span else chosen


def _results(variant: pl.DataFrame, summary: Summary) -> list[dict[str, object]]:
    try:
        found = summary(variant)
    except SuasionError as error:
        return [{"events": len(variant), "problem": error.problem}]
    return [
        {
            "events": len(variant),
            "result": name,
            "value": value if math.isfinite(value) else None,
            "problem": None if math.isfinite(value) else "the result is no number",
        }
        for name, value in found.items()
    ]


def _effects(table: pl.DataFrame, name: str) -> Iterator[dict[str, object]]:
    """Yield how far the levels of each choice part a result."""
    known = table.filter((pl.col("result") == name) & pl.col("value").is_not_null())
    if not len(known):
        return
    whole = float(known["value"].to_numpy().var())
    centre = float(known["value"].to_numpy().mean())
    for factor in FACTORS:
        levels = known.group_by(factor, maintain_order=True).agg(pl.col("value").mean(), pl.len())
        if len(levels) > 1:
            gaps = (levels["value"].to_numpy() - centre) ** 2
            between = float((gaps * levels["len"].to_numpy()).sum()) / len(known)
            yield {
                "result": name,
                "choice": factor,
                "lowest": float(levels["value"].to_numpy().min()),
                "highest": float(levels["value"].to_numpy().max()),
                "share": between / whole if whole > 0 else 0.0,
            }


def _sentence(table: pl.DataFrame, sensitivity: pl.DataFrame, name: str) -> str:
    rows = table.filter(pl.col("result") == name)
    values = [value for value in rows["value"].to_list() if value is not None]
    problems = int(table["problem"].is_not_null().sum())
    failed = f"; {problems} variants gave no result" if problems else ""
    first = rows["value"][0]
    if not values:
        return f"{name} could not be had in any variant{failed}"
    if len(values) == 1 or first is None:
        own = "could not be had from the stream itself" if first is None else f"is {first:.3g}"
        return f"{name} {own}; {len(values)} variants were tried{failed}"
    return _spread(name, first, values) + _strongest(sensitivity, name) + failed


def _spread(name: str, first: float, values: Sequence[float]) -> str:
    same = sum(math.copysign(1.0, one) == math.copysign(1.0, first) for one in values)
    kept = f"in all {len(values)}" if same == len(values) else f"in {same} of {len(values)}"
    return (
        f"{name} is {first:.3g} and lies between {min(values):.3g} and {max(values):.3g} over "
        f"{len(values)} variants; its sign is the same {kept}"
    )


def _strongest(sensitivity: pl.DataFrame, name: str) -> str:
    rows = sensitivity.filter(pl.col("result") == name).sort("share", descending=True)
    if not len(rows) or not rows["share"][0] > 0:
        return ""
    share = f"{100 * rows['share'][0]:.0f} % of its variance"
    return f"; what moves it most is {CHOICE[rows['choice'][0]]} ({share})"
