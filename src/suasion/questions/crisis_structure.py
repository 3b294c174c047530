"""From the tables of a case to the structure of its crisis: the same for all draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from suasion.cases import Case
from suasion.cases.records import Row
from suasion.cases.sums import ONE
from suasion.crisis import (
    Coupling,
    CrisisModel,
    Decider,
    Effect,
    Move,
    Stock,
    Term,
    Urge,
    kept_model,
)
from suasion.errors import InputError
from suasion.questions.crisis_versions import Version, find_versions

Weighted = tuple[tuple[str, float], ...]
TABLES = ("stocks", "moves", "effects", "terms", "deciders")
"""Tables that a crisis cannot do without."""
ENGINE_FORMS = {"deal": "linear"}
"""Forms of the case whose worth is computed beforehand and that the engine knows otherwise."""


@frozen(kw_only=True, eq=False)
class CaseCrisis:
    """The structure of a case's crisis and the rows that its parts come from."""

    view: Case
    model: CrisisModel
    stocks: tuple[Row, ...]
    couplings: tuple[Row, ...]
    effects: tuple[Row, ...]
    """The row of each effect, in the order of `CrisisNumbers.amount`."""
    versions: tuple[Version, ...]
    terms: tuple[Row, ...]
    urges: tuple[Row, ...]
    deciders: tuple[Row, ...]

    @property
    def move_places(self) -> Mapping[str, int]:
        """Return the place of each move by its id."""
        return {move.id: at for at, move in enumerate(self.model.moves)}


def read_crisis(view: Case) -> CaseCrisis:
    """Return the crisis of a case as of a day.

    Raises
    ------
    InputError
        The case has no crisis on that day: a table is missing or empty (C1).
    """
    missing = [name for name in TABLES if not view.rows(name)]
    if missing:
        raise InputError(
            "the case has no crisis to run on that day",
            where=", ".join(f"{name}.csv" for name in missing),
            got="no rows",
            expected="stocks, moves, effects, terms and deciders",
            fix="add the tables as docs/reference/case-format.md describes them",
        )
    return _Reader(view=view, stocks=frozenset(row.id for row in view.rows("stocks"))).read()


@frozen(kw_only=True, eq=False)
class _Reader:
    """What reading needs to know all along."""

    view: Case
    stocks: frozenset[str]

    def read(self) -> CaseCrisis:
        """Return the whole."""
        deciding = {row.text("actor") for row in self.view.rows("deciders")}
        versions, moves, effects = self._moves(deciding)
        terms = [(row, self._term(row)) for row in self.view.rows("terms")]
        kept_terms = [(row, term) for row, term in terms if term is not None]
        urges = [pair for row in self.view.rows("urges") for pair in self._urges(row, versions)]
        return CaseCrisis(
            view=self.view,
            model=self._model(moves, kept_terms, urges),
            stocks=self.view.rows("stocks"),
            couplings=self.view.rows("couplings"),
            effects=effects,
            versions=versions,
            terms=tuple(row for row, _ in kept_terms),
            urges=tuple(row for row, _ in urges),
            deciders=self.view.rows("deciders"),
        )

    def _model(
        self,
        moves: Sequence[Move],
        terms: Sequence[tuple[Row, Term]],
        urges: Sequence[tuple[Row, Urge]],
    ) -> CrisisModel:
        driven = dict.fromkeys(row.text("stock") for row in self.view.rows("drivers"))
        return kept_model(
            CrisisModel(
                stocks=[_stock(row) for row in self.view.rows("stocks")],
                couplings=[_coupling(row) for row in self.view.rows("couplings")],
                moves=moves,
                terms=[term for _, term in terms],
                urges=[urge for _, urge in urges],
                deciders=[Decider(actor=row.text("actor")) for row in self.view.rows("deciders")],
                driven=tuple(driven),
            )
        )

    def _moves(
        self, deciding: set[str]
    ) -> tuple[tuple[Version, ...], tuple[Move, ...], tuple[Row, ...]]:
        """Return the versions that do something, their moves, and the rows of their effects."""
        rows: dict[str, list[Row]] = {}
        for row in self.view.rows("effects"):
            rows.setdefault(row.text("move"), []).append(row)
        versions, moves, effects = [], [], []
        for version in find_versions(self.view):
            own = [
                (row, effect)
                for row in rows.get(version.row.id, ())
                if (effect := self._effect(row, version)) is not None
            ]
            if own and version.actor in deciding:
                versions.append(version)
                moves.append(self._move(version, [effect for _, effect in own]))
                effects += [row for row, _ in own]
        return tuple(versions), tuple(moves), tuple(effects)

    def _move(self, version: Version, effects: list[Effect]) -> Move:
        row = version.row
        intensity = row.values.get("intensity")
        return Move(
            id=version.id,
            kind=row.id,
            actor=version.actor,
            target=version.target,
            klass=row.text("class"),
            intensity=intensity if isinstance(intensity, float) else 0.0,
            effects=effects,
            requires=[
                (version.stock(name)[0], operator, value)
                for name, operator, value in row.gates("requires")
                if version.stock(name)[0] in self.stocks
            ],
            consent=[version.target if word == "target" else word for word in row.words("consent")],
        )

    def _effect(self, row: Row, version: Version) -> Effect | None:
        """Return the effect of a row in a version; None where it has none there."""
        if row.text("actor") not in ("", version.actor):
            return None
        stock, _ = version.stock(row.text("stock"))
        by = tuple(version.stock(name)[0] for name in row.words("by"))
        limit = version.stock(row.text("limit"))[0] if row.text("limit") else ""
        if not {stock, *by, *filter(None, (limit,))} <= self.stocks:
            return None
        return Effect(id=row.id, kind=row.text("kind"), stock=stock, by=by, limit=limit)

    def _term(self, row: Row) -> Term | None:
        """Return the term of a row; None where nothing that it values is known yet."""
        of, times = self._known(row.weighted("of")), self._known(row.weighted("times"))
        if not of or (row.weighted("times") and not times):
            return None
        return Term(
            id=row.id,
            actor=row.text("actor"),
            form=ENGINE_FORMS.get(row.text("form"), row.text("form")),
            of=of,
            times=times,
        )

    def _urges(self, row: Row, versions: Iterable[Version]) -> list[tuple[Row, Urge]]:
        of = self._known(row.weighted("of"))
        return [
            (row, Urge(id=f"{row.id}/{version.id}", move=version.id, of=of))
            for version in versions
            if version.row.id == row.text("move")
            and row.text("actor") in ("", version.actor)
            and of
        ]

    def _known(self, sums: Weighted) -> Weighted:
        return tuple((name, factor) for name, factor in sums if name == ONE or name in self.stocks)


def _stock(row: Row) -> Stock:
    low, high = row.values.get("low"), row.values.get("high")
    return Stock(
        id=row.id,
        low=low if isinstance(low, float) else 0.0,
        high=high if isinstance(high, float) else 1.0,
    )


def _coupling(row: Row) -> Coupling:
    return Coupling(
        id=row.id,
        kind=row.text("kind"),
        source=row.text("source"),
        target=row.text("target"),
        by=row.words("by"),
    )
