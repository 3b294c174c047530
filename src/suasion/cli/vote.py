"""Command `vote`: the power of members of a body that decides by weighted vote."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from attrs import asdict, frozen
from rich.console import Console
from rich.table import Table

from suasion.cli.options import Json, Out
from suasion.cli.output import emit, emit_json
from suasion.errors import EXIT_DONE, InputError
from suasion.games import banzhaf, shapley, weighted_voting


@frozen(kw_only=True)
class MemberPower:
    """What one member's vote decides."""

    member: str
    weight: float
    shapley_shubik: float
    banzhaf: float
    """Chance that its vote decides if each other member is for or against with chance 1/2."""
    banzhaf_normalised: float


def vote_command(
    quota: Annotated[str, typer.Option("--quota", help="Votes that win, as 39.")],
    weights: Annotated[str, typer.Option("--weights", help="Votes by member, as A=4,B=2,C=1.")],
    json: Json = False,
    out: Out = None,
) -> int:
    """Show how often each member's vote decides; exact, for any number of members."""
    members = _parse_weights(weights)
    game = weighted_voting(_number(quota, "--quota"), list(members.values()))
    columns = (shapley(game), banzhaf(game), banzhaf(game, normalised=True))
    rows = [
        MemberPower(
            member=member,
            weight=float(weight),
            shapley_shubik=float(columns[0][at]),
            banzhaf=float(columns[1][at]),
            banzhaf_normalised=float(columns[2][at]),
        )
        for at, (member, weight) in enumerate(members.items())
    ]
    emit_json([asdict(row) for row in rows], out) if json else emit(_render(rows), out)
    return EXIT_DONE


def _render(rows: list[MemberPower]) -> str:
    table = Table(title="Voting power")
    for name in ("member", "votes", "Shapley-Shubik", "Banzhaf", "normalised"):
        table.add_column(name, justify="left" if name == "member" else "right")
    for row in rows:
        figures = (row.shapley_shubik, row.banzhaf, row.banzhaf_normalised)
        table.add_row(row.member, f"{row.weight:g}", *(f"{one:.6g}" for one in figures))
    console = Console(width=100)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def _parse_weights(text: str) -> dict[str, Decimal]:
    members: dict[str, Decimal] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, equals, votes = (one.strip() for one in part.partition("="))
        if not (name and equals) or name in members:
            raise InputError(
                "the weights cannot be read" if not equals else f"member '{name}' is there twice",
                where="option --weights",
                got=part,
                expected="a name and its votes, each member once",
                fix="write them as A=4,B=2,C=1",
            )
        members[name] = _number(votes, "--weights")
    return members


def _number(text: str, option: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(
            "the votes are not a number",
            where=f"option {option}",
            got=text,
            expected="a number such as 39 or 14.2",
            fix="write digits with a point",
        ) from None
