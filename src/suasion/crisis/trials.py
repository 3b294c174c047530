"""What has to be worked out to know the gain of a move, found once for a model.

Of a move only those effects count that reach a term of its actor or of one who must not lose, at
once or by a later effect of the same move; of a term only the entries that they change.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from suasion.crisis.model import EFFECTS, CrisisModel
from suasion.crisis.row_order import Range, RowOrder
from suasion.crisis.slots import Slots

Row = tuple[int, ...]
FILL = EFFECTS.index("fill")


@frozen(kw_only=True, eq=False)
class Trials:
    """Rows of `suasion.crisis.program.Code` of the same names."""

    tries: list[Row] = field(factory=list)
    trials: list[Row] = field(factory=list)
    parties: list[Range] = field(factory=list)
    touches: list[Row] = field(factory=list)

    @property
    def tables(self) -> tuple[tuple[str, list[Row], int], ...]:
        """Return each table with its name and its number of columns."""
        return (
            ("tries", self.tries, 6),
            ("trials", self.trials, 6),
            ("parties", [*self.parties], 2),
            ("touches", self.touches, 5),
        )


def find_trials(
    model: CrisisModel,
    order: RowOrder,
    slots: Slots,
    terms: Sequence[Row],
    effects: Sequence[Sequence[Row]],
) -> Trials:
    """Return what trying each move takes.

    Parameters
    ----------
    model : CrisisModel
    order : RowOrder
    slots : Slots
        With the terms and effects in its pool; lists are added.
    terms : sequence of rows
        In the order of the program: form, of (2, in pool), times (2, in pool), table.
    effects : sequence of sequences of rows
        Of each move of the program: kind, stock, limit, by (2, in pool), row.
    """
    found = Trials()
    owners = [model.terms[row].actor for row in order.terms]
    for row, own in zip(order.moves, effects, strict=True):
        move = model.moves[row]
        actors = (move.actor, *sorted(set(move.consent)))
        theirs = [[at for at, owner in enumerate(owners) if owner == actor] for actor in actors]
        needed = {slot for group in theirs for at in group for slot in _read(slots, terms[at])}
        kept = _reaching(slots, own, needed)
        changed = {effect[1] for effect in kept}
        begin, first = len(found.trials), len(found.parties)
        found.trials.extend(kept)
        for group in theirs:
            found.parties.append(_touch(found, slots, terms, group, changed))
        parties = first, len(found.parties)
        found.tries.append((begin, len(found.trials), *slots.put(sorted(changed)), *parties))
    return found


def _read(slots: Slots, term: Row) -> list[int]:
    return slots.places[term[1] : term[2]] + slots.places[term[3] : term[4]]


def _reaching(slots: Slots, effects: Sequence[Row], needed: set[int]) -> list[Row]:
    """Return the effects that reach a needed slot, from the last to the first and turned round."""
    kept, wanted = [], set(needed)
    for effect in reversed(effects):
        kind, stock, limit, begin, end, _ = effect
        if stock in wanted:
            kept.append(effect)
            wanted |= {*slots.places[begin:end], *([limit] if kind == FILL else [])}
    return kept[::-1]


def _touch(
    found: Trials, slots: Slots, terms: Sequence[Row], group: Sequence[int], changed: set[int]
) -> Range:
    """Add the terms of one party that read a changed slot; return where they are."""
    begin = len(found.touches)
    for at in group:
        _, *bounds, _ = terms[at]
        if changed.isdisjoint(_read(slots, terms[at])):
            continue
        of, times = _changed(slots, bounds[:2], changed), _changed(slots, bounds[2:], changed)
        found.touches.append((at, *of, *times))
    return begin, len(found.touches)


def _changed(slots: Slots, bounds: Sequence[int], changed: set[int]) -> Range:
    places = [at for at in range(*bounds) if slots.places[at] in changed]
    return slots.put([slots.places[at] for at in places], [slots.coef[at] for at in places])
