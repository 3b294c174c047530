"""Whether a crisis model is sound: names that lead somewhere, kinds that exist, fields that fit.

Numbers are checked by `suasion.crisis.number_checks`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from suasion.crisis.model import (
    CLASSES,
    COUPLINGS,
    EFFECTS,
    FORMS,
    GATES,
    ONE,
    Coupling,
    CrisisModel,
    Effect,
    Move,
    Term,
    Weighted,
)
from suasion.crisis.patterns import unknown
from suasion.errors import InputError

WHERE = "suasion.crisis.check_model"
MOST_LEVERS = 16
"""Stocks of one term of form levers: its table has 2^n values."""


def require_known(word: str, known: Sequence[str], what: str, where: str) -> None:
    """Raise InputError unless `word` is one of the known; the message names the nearest.

    Examples
    --------
    >>> require_known("anger", ["anger", "trust"], "stock", "a term")
    """
    if word not in known:
        raise unknown(word, known, what, where)


def check_model(model: CrisisModel) -> None:
    """Raise unless the rows of a model fit together.

    Parameters
    ----------
    model : CrisisModel

    Raises
    ------
    InputError
        An id given twice or not writable in an edge; an unknown stock, move, actor or kind; a row
        that changes a driven stock; a range upside down; a fill without any limit (C1).
    """
    stocks = tuple(stock.id for stock in model.stocks)
    for what, ids in _names(model):
        _require_single(what, ids)
    _check_stocks(model, stocks)
    for coupling in model.couplings:
        _check_coupling(coupling, stocks)
    for move in model.moves:
        _check_move(move, model, stocks)
    for term in model.terms:
        _check_term(term, stocks)
    for urge in model.urges:
        require_known(urge.move, [move.id for move in model.moves], "move", f"urge {urge.id}")
        _check_sum(urge.of, stocks, f"urge {urge.id}")
    _check_driven(model)


def _names(model: CrisisModel) -> Iterator[tuple[str, list[str]]]:
    yield "stock", [row.id for row in model.stocks]
    yield "coupling", [row.id for row in model.couplings]
    yield "move", [row.id for row in model.moves]
    yield "term", [row.id for row in model.terms]
    yield "urge", [row.id for row in model.urges]
    yield "decider", [row.actor for row in model.deciders]
    yield "driven stock", list(model.driven)


def _require_single(what: str, ids: list[str]) -> None:
    for name, count in Counter(ids).items():
        if count > 1 or not name or "->" in name or name != name.strip():
            raise InputError(
                f"id of a {what} that cannot be used",
                where=f"{what} {name!r}",
                got=f"given {count} times" if count > 1 else repr(name),
                expected="one row; an id without '->' and without blanks at its ends",
                fix="give each row its own id",
            )


def _check_stocks(model: CrisisModel, stocks: tuple[str, ...]) -> None:
    for stock in model.stocks:
        if stock.id == ONE or not stock.low < stock.high or stock.low != stock.low:
            raise InputError(
                f"stock '{stock.id}' cannot be",
                where=WHERE,
                got=f"id {stock.id}, low {stock.low:g}, high {stock.high:g}",
                expected="low below high, and not the id 1, which stands for the number one",
                fix="correct its range or its id",
            )
    for name in model.driven:
        require_known(name, stocks, "stock", "driven")


def _check_coupling(coupling: Coupling, stocks: tuple[str, ...]) -> None:
    where = f"coupling {coupling.id}"
    require_known(coupling.kind, COUPLINGS, "kind of coupling", where)
    if coupling.source != ONE or coupling.kind in ("fades", "turns"):
        require_known(coupling.source, stocks, "stock", where)
    if coupling.kind != "fades":
        require_known(coupling.target, stocks, "stock", where)
    for name in coupling.by:
        require_known(name, (*stocks, ONE), "stock", where)
    if (coupling.kind == "fades") == bool(coupling.target) or (
        coupling.source == coupling.target and coupling.kind != "adds"
    ):
        raise InputError(
            "coupling with ends that do not fit its kind",
            where=where,
            got=f"{coupling.kind} from {coupling.source} to {coupling.target or 'nothing'}",
            expected="fades has no target; turns and follows have one that is not their source",
            fix="correct the target or the kind",
        )


def _check_move(move: Move, model: CrisisModel, stocks: tuple[str, ...]) -> None:
    where = f"move {move.id}"
    require_known(move.klass, CLASSES, "class of moves", where)
    for effect in move.effects:
        _check_effect(effect, model, stocks, f"{where}, effect {effect.id}")
    for name, sign, _ in move.requires:
        require_known(name, stocks, "stock", where)
        require_known(sign, GATES, "comparison", where)
    for actor in move.consent:
        require_known(actor, model.actors, "actor", where)


def _check_effect(effect: Effect, model: CrisisModel, stocks: tuple[str, ...], where: str) -> None:
    require_known(effect.kind, EFFECTS, "kind of effect", where)
    require_known(effect.stock, stocks, "stock", where)
    for name in effect.by:
        require_known(name, (*stocks, ONE), "stock", where)
    if effect.limit:
        require_known(effect.limit, stocks, "stock", where)
    high = next(stock.high for stock in model.stocks if stock.id == effect.stock)
    no_limit = effect.kind == "fill" and not effect.limit and high == float("inf")
    if no_limit or (effect.limit and effect.kind != "fill"):
        raise InputError(
            "limit that does not fit the kind of effect",
            where=where,
            got=f"{effect.kind} up to {effect.limit or 'no limit'}, range up to {high:g}",
            expected="fill has a limit, or its stock a highest value; the others have none",
            fix="name a stock in limit, or give the stock a high",
        )


def _check_term(term: Term, stocks: tuple[str, ...]) -> None:
    where = f"term {term.id}"
    require_known(term.form, FORMS, "form of a term", where)
    _check_sum(term.of, stocks, where)
    if term.times:
        _check_sum(term.times, stocks, where)
    if term.form == "levers" and len(term.of) > MOST_LEVERS:
        raise InputError(
            "too many levers in one term",
            where=where,
            got=str(len(term.of)),
            expected=f"at most {MOST_LEVERS}",
            fix="join levers that are used together",
        )


def _check_sum(of: Weighted, stocks: tuple[str, ...], where: str) -> None:
    if not of:
        raise InputError(
            "a weighted sum of nothing",
            where=where,
            got="no stocks",
            expected="at least one stock",
            fix="name a stock, or 1 for the number one",
        )
    for name, coefficient in of:
        require_known(name, (*stocks, ONE), "stock", where)
        if not abs(coefficient) < float("inf"):
            raise InputError(
                f"coefficient of '{name}' is no number",
                where=where,
                got=f"{coefficient}",
                expected="a finite number",
                fix="correct it",
            )


def _check_driven(model: CrisisModel) -> None:
    changed = {end: f"coupling {row.id}" for row in model.couplings for end in row.ends}
    changed |= {effect.stock: f"move {move.id}" for move, effect in model.effects}
    for name in model.driven:
        if name in changed:
            raise InputError(
                f"'{name}' is driven from outside, and a row of the model changes it too",
                where=changed[name],
                got=f"driven, and changed by {changed[name]}",
                expected="one or the other",
                fix="take it out of the driven stocks, or drop the row",
            )
