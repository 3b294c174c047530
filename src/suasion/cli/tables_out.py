"""Folders of answers: tables as Parquet and CSV, charts as SVG and PNG, one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from suasion.cli.output import write_whole
from suasion.errors import InputError
from suasion.report.series_charts import Drawn, to_png


def write_folder(
    folder: Path, tables: Mapping[str, pl.DataFrame], drawn: Sequence[Drawn], page: str | None
) -> None:
    """Write tables, figures and a page `index.html` into a folder, which is made if need be.

    Raises
    ------
    InputError
        The folder is a file (C1).
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(
            "the output is a file",
            where="option --out",
            got=str(folder),
            expected="a folder, there or not yet there",
            fix="name another folder",
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        write_whole(folder / f"{name}.csv", table.write_csv())
        table.write_parquet(folder / f"{name}.parquet")
    for one in drawn:
        write_whole(folder / f"{one.figure.id}.svg", one.svg)
        (folder / f"{one.figure.id}.png").write_bytes(to_png(one.figure))
    if page is not None:
        write_whole(folder / "index.html", page)
