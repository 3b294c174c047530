"""A path told as a story: each move with what made it likely and what it changed."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from suasion.crisis.acts import Act
from suasion.crisis.checking import check_model
from suasion.crisis.model import CrisisModel, CrisisNumbers
from suasion.crisis.number_checks import check_numbers
from suasion.crisis.plain import (
    State,
    apply_move,
    choice_probabilities,
    end_of_day,
    start_of,
    term_worths,
)
from suasion.crisis.rule import Rule

MOST_NAMED = 3
"""Terms and stocks named for one move."""


@frozen(kw_only=True)
class Reason:
    """A term that a move makes worth more to its actor."""

    term: str
    change: float
    """In choice units of the actor."""


@frozen(kw_only=True)
class Change:
    """A stock that a move changed."""

    stock: str
    before: float
    after: float


@frozen(kw_only=True)
class StoryLine:
    """One move of a path."""

    day: int
    time: float
    move: str
    injected: bool
    gain: float
    """V(after) - V(before) of the actor, in choice units; the cap is not applied."""
    chance: float
    """Of this move, given an occasion to act; 0 for one who does not decide."""
    because: tuple[Reason, ...]
    """Up to three terms with the largest positive change, largest first."""
    changed: tuple[Change, ...]
    """Up to three stocks that it changed most: by share of their range where they have one, else
    against what they were, at least 1."""


def tell(
    model: CrisisModel, numbers: CrisisNumbers, acts: Sequence[Act], days: int
) -> tuple[StoryLine, ...]:
    """Return the story of a path.

    Told by the plain rule, not by the loop that drew the path: slow, for a few paths.

    Parameters
    ----------
    model : CrisisModel
    numbers : CrisisNumbers
        Those of the path.
    acts : sequence of Act
        As `acts_of` gives them.
    days : int

    Raises
    ------
    InputError
        A model or numbers that are not sound (C1).
    """
    check_model(model)
    check_numbers(model, numbers)
    rule = Rule(model=model, numbers=numbers)
    state, lines = start_of(rule), []
    for day in range(days):
        for act in (act for act in acts if act.day == day):
            after = apply_move(rule, state, act.move, act.size)
            lines.append(_line(rule, act, state, after))
            state = after
        state = end_of_day(rule, state, day)
    return tuple(lines)


def _line(rule: Rule, act: Act, before: State, after: State) -> StoryLine:
    actor = rule.moves[act.move].actor
    old, new = term_worths(rule, before, actor), term_worths(rule, after, actor)
    changes = {term: new[term] - old[term] for term in old}
    likely = sorted((term for term in changes if changes[term] > 0.0), key=lambda t: -changes[t])
    decides = any(decider.actor == actor for decider in rule.model.deciders)
    chances = choice_probabilities(rule, before, actor) if decides else {}
    return StoryLine(
        day=act.day,
        time=act.time,
        move=act.move,
        injected=act.injected,
        gain=sum(changes.values()),
        chance=chances.get(act.move, 0.0),
        because=tuple(Reason(term=t, change=changes[t]) for t in likely[:MOST_NAMED]),
        changed=_changed(rule, before, after),
    )


def _changed(rule: Rule, before: State, after: State) -> tuple[Change, ...]:
    sizes = {}
    for stock in rule.model.stocks:
        span = stock.high - stock.low
        scale = span if span < float("inf") else max(1.0, abs(before[stock.id]))
        sizes[stock.id] = abs(after[stock.id] - before[stock.id]) / scale
    most = sorted((name for name in sizes if sizes[name] > 0.0), key=lambda name: -sizes[name])
    return tuple(Change(stock=s, before=before[s], after=after[s]) for s in most[:MOST_NAMED])
