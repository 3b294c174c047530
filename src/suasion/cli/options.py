"""Options that several commands share, and how they become a request."""

from __future__ import annotations

from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import suasion
from suasion.compute import make_executor
from suasion.errors import InputError

if TYPE_CHECKING:
    from suasion import Request

CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="Name of a shipped case, or a folder.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DAY", help="Day to look from, as 2025-07-15.")
]
Account = Annotated[
    str | None, typer.Option("--account", metavar="ID", help="Account whose values to use.")
]
Seed = Annotated[int | None, typer.Option("--seed", help="Random seed; the case's own by default.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Processes; all processors by default."),
]
Cluster = Annotated[
    str | None,
    typer.Option("--cluster", metavar="ADDRESS", help="Dask cluster, as tcp://HOST:8786."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to a file instead.")]


def open_executor(workers: int | None, cluster: str | None, *, small: bool = False) -> Executor:
    """Return where chunks run; a small job stays in this process unless one of both is given."""
    alone = small and workers is None and cluster is None
    return make_executor(1 if alone else workers, cluster)


def make_request(
    *, as_of: str | None, account: str | None, seed: int | None, draws: int
) -> Request:
    """Return the request that the options describe; `InputError` where the day is none."""
    # Asked of the package, which loads it then: commands without a request need no cases.
    return suasion.Request(as_of=parse_day(as_of), account=account, seed=seed, draws=draws)


def parse_day(text: str | None) -> date | None:
    """Return the day, or None where none is given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "the as-of day is not a day",
            where="option --as-of",
            got=text,
            expected="a day as YYYY-MM-DD",
            fix="write it as 2025-07-15",
        ) from None
