"""Moves made from outside, as a user writes them: MOVE@DAY or MOVE@DAY*SIZE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from suasion.cases.nearest import suggestion
from suasion.crisis import Injection
from suasion.errors import InputError
from suasion.questions.crisis_structure import CaseCrisis

_FORM = re.compile(r"(?P<move>[^@]+)@(?P<day>\d+)(?:\*(?P<size>\d+(?:\.\d+)?))?")


def read_injections(crisis: CaseCrisis, texts: Sequence[str], days: int) -> tuple[Injection, ...]:
    """Return the injections; the move may be short where only one version fits.

    Raises
    ------
    InputError
        Not written in the form, a move that is not there, or a day outside the horizon (C1).
    """
    return tuple(_read(crisis, text, days) for text in texts)


def _read(crisis: CaseCrisis, text: str, days: int) -> Injection:
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise InputError(
            "a move made from outside is not written in its form",
            where="option --inject",
            got=text,
            expected="MOVE@DAY or MOVE@DAY*SIZE",
            fix="write for example detain:RUS@10",
        )
    day, size = int(match["day"]), float(match["size"] or 1.0)
    if day >= days or not size > 0.0:
        raise InputError(
            "a move made from outside falls outside the outlook",
            where="option --inject",
            got=text,
            expected=f"a day from 0 to {days - 1} and a size above 0",
            fix="change the day, or ask for a longer horizon",
        )
    return Injection(
        day=day, move=find_move(crisis, match["move"].strip(), "option --inject"), size=size
    )


def find_move(crisis: CaseCrisis, name: str, where: str) -> str:
    """Return the id of the move that a name means: `detain:RUS>AZE`, `detain:RUS` or `apology`.

    Raises
    ------
    InputError
        None fits, or several do (C1).
    """
    known = [move.id for move in crisis.model.moves]
    if name in known:
        return name
    found = [one for one in known if one.startswith((f"{name}:", f"{name}>", f"{name}/"))]
    if len(found) == 1:
        return found[0]
    same = [one for one in known if one.startswith(name.partition(":")[0] + ":")]
    raise InputError(
        f"'{name}' is several moves" if found else f"unknown move '{name}'",
        where=where,
        got=name,
        expected="one of " + ", ".join(found)
        if found
        else "one of " + ", ".join(same)
        if same
        else "a move of table moves",
        fix="name actor and target, as in detain:RUS>AZE"
        if found
        else suggestion(name, frozenset(known), "see the moves in moves.csv"),
    )
