"""Draw the picture of the README from a run: `python -m tests.docs.picture rus-aze-2025-report`.

Hurt and cost of the levers between the two sides of the dyad over years, with 90 % intervals.
"""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt
import polars as pl

from tests.conftest import ROOT

PICTURE = ROOT / "docs" / "assets" / "leverage.svg"
SIDES = ("RUS", "AZE")
N_LEVERS = 12
WORDS = (("hurt", "target"), ("cost", "sender"))
FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif"


def read_leverage(folder: Path) -> pl.DataFrame:
    """Return the strongest levers between the two sides over years, in million USD a year."""
    table = pl.read_parquet(folder / "tables" / "leverage.parquet")
    chosen = (
        table.filter(
            (pl.col("horizon") == "years")
            & pl.col("sender").is_in(SIDES)
            & pl.col("target").is_in(SIDES)
        )
        .sort("hurt_usd_per_year", descending=True)
        .head(N_LEVERS)
    )
    parts = [
        chosen.select(
            lever=pl.col("title"),
            order=pl.col("hurt_usd_per_year"),
            whose=pl.lit(f"{word}: loss of the {whom}"),
            value=pl.col(f"{word}_usd_per_year") / 1e6,
            low=pl.col(f"{word}_low") / 1e6,
            high=pl.col(f"{word}_high") / 1e6,
        )
        for word, whom in WORDS
    ]
    return pl.concat(parts)


def draw(table: pl.DataFrame) -> alt.LayerChart:
    """Return the chart: a mark for the central value, a line for the interval."""
    names = [f"{word}: loss of the {whom}" for word, whom in WORDS]
    colour = alt.Color("whose:N", title=None).scale(domain=names, range=["#b5482b", "#3d6a8a"])
    shape = alt.Shape("whose:N", title=None).scale(domain=names, range=["circle", "square"])
    base = alt.Chart(table).encode(
        y=alt.Y("lever:N", title=None, sort=alt.SortField("order", order="descending")),
        yOffset=alt.YOffset("whose:N", sort=names),
    )
    lines = base.mark_rule(strokeWidth=2).encode(x=_money("low:Q"), x2="high:Q", color=colour)
    marks = base.mark_point(filled=True, size=55, opacity=1).encode(
        x=_money("value:Q"), color=colour, shape=shape
    )
    return (
        (lines + marks)
        .properties(width=440, height=alt.Step(13), background="white")
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelLimit=360, labelFontSize=12, titleFontSize=12, titleFontWeight="normal"
        )
        .configure_legend(orient="top", labelFontSize=12, labelLimit=260)
    )


def _money(name: str) -> alt.X:
    """Return the axis of money: even about zero, by powers of ten farther out."""
    return alt.X(
        name,
        title="million USD a year while the lever is pulled, over years (90 % interval)",
        scale=alt.Scale(type="symlog", constant=50),
        axis=alt.Axis(values=[-100, 0, 100, 300, 1000, 3000], format=",.0f"),
    )


def main() -> None:
    """Draw the picture from the folder of a run."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.docs.picture FOLDER-OF-A-RUN")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    draw(read_leverage(Path(sys.argv[1]))).save(PICTURE)
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
