"""Games of many draws, in chunks on any executor; and what each build changes in them.

Players and blocs are those of the central figures, so that draws can be compared. A draw
whose market has no optimum, or whose shares do not prove themselves, stays in as failed (C8).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, Future
from functools import lru_cache

from attrs import field, frozen

from suasion.cases import Case
from suasion.errors import ComputationError
from suasion.questions.power_cast import Cast
from suasion.questions.power_concepts import Division, divide
from suasion.questions.power_games import (
    Array,
    IdleGames,
    add_games,
    idle_games,
    network,
    open_builds,
    play_trade,
    timely_builds,
)
from suasion.questions.sampling import Request, Sample, Values, take_sample

CHUNK = 2
"""Draws in a chunk: each takes a second or so."""
EVERY_BUILD = "all"
"""Name of all builds of a market taken together."""


@frozen(kw_only=True)
class Asked:
    """What a power question asks of one draw."""

    case: Case
    request: Request
    horizon: str
    cast: Cast
    markets: tuple[str, ...]
    """Markets to play in; with several, also the game on all together."""
    rules: tuple[str, ...]
    with_builds: bool


@frozen(kw_only=True, eq=False)
class OptionChange:
    """What one build as an option adds to each player's share, MUSD/yr."""

    market: str
    build: str
    shapley: Array
    nucleolus: Array
    whole: float
    """What it adds to what all make together."""
    solves: int
    residual: float


@frozen(kw_only=True, eq=False)
class Drawn:
    """The answer of one draw, or why there is none."""

    failure: str = ""
    divisions: Mapping[tuple[str, str], Division] = field(factory=dict)
    """By market and rule."""
    options: tuple[OptionChange, ...] = ()


def start_draws(executor: Executor, asked: Asked) -> tuple[Future[list[Drawn]], ...]:
    """Hand over every draw, in chunks, in order, whoever does them (C5)."""
    count = asked.request.draws
    return tuple(
        executor.submit(run_chunk, asked, begin, min(begin + CHUNK, count))
        for begin in range(0, count, CHUNK)
    )


def run_chunk(asked: Asked, begin: int, end: int) -> list[Drawn]:
    """Return the answers of the draws from begin to below end."""
    sample = _sample(_Keyed(asked))
    return [_answer(asked, sample, values) for values in sample.draws[begin:end]]


def _answer(asked: Asked, sample: Sample, values: Values) -> Drawn:
    try:
        return answer(asked, sample.view, values)
    except ComputationError as error:
        return Drawn(failure=str(error))


def answer(asked: Asked, view: Case, values: Values) -> Drawn:
    """Return the divisions of every game asked for, on some figures.

    Raises
    ------
    ComputationError
        A market has no optimum, or an optimum or a share is not certified (C7).
    """
    standing = timely_builds(view, values, asked.horizon)
    idle = [_idle_games(asked, view, values, name, standing) for name in asked.markets]
    divisions: dict[tuple[str, str], Division] = {}
    for rule in asked.rules:
        if rule == "idle":
            games = [one.play(standing & one.builds) for one in idle]
        else:
            markets = [network(view, values, asked.horizon, m, standing) for m in asked.markets]
            games = [play_trade(one, asked.cast) for one in markets]
        for played in [*games, add_games(games)] if len(games) > 1 else games:
            divisions[played.market, rule] = divide(played, asked.cast)
    options: tuple[OptionChange, ...] = ()
    if asked.with_builds and "idle" in asked.rules:
        options = tuple(
            change
            for one in idle
            for change in _options(asked, one, standing, divisions[one.market, "idle"])
        )
    return Drawn(divisions=divisions, options=options)


def _idle_games(
    asked: Asked, view: Case, values: Values, name: str, standing: frozenset[str]
) -> IdleGames:
    """Return the games on a market, with every build as an option if options are asked for."""
    whole = frozenset(open_builds(view, name))
    builds = whole if asked.with_builds else whole & standing
    return idle_games(view, values, asked.horizon, asked.cast, name, builds)


def _options(
    asked: Asked, games: IdleGames, standing: frozenset[str], base: Division
) -> list[OptionChange]:
    """Return what each build changes: with it against without it, all else as it stands."""
    there, found = standing & games.builds, []
    known = {there: base}
    everything = (EVERY_BUILD,) if len(games.builds) > 1 else ()
    for build in (*sorted(games.builds), *everything):
        one = games.builds if build == EVERY_BUILD else frozenset({build})
        for builds in (there | one, there - one):
            if builds not in known:
                known[builds] = divide(games.play(builds), asked.cast)
        found.append(_change(build, known[there | one], known[there - one]))
    return found


def _change(build: str, with_it: Division, without: Division) -> OptionChange:
    shares = [(one.alone + one.gains["shapley", ""]) for one in (with_it, without)]
    cores = [(one.alone + one.gains["nucleolus", ""]) for one in (with_it, without)]
    return OptionChange(
        market=with_it.played.market,
        build=build,
        shapley=shares[0] - shares[1],
        nucleolus=cores[0] - cores[1],
        whole=with_it.whole - without.whole,
        solves=with_it.played.solves,
        residual=max(with_it.played.residual, without.played.residual),
    )


@frozen(eq=False)
class _Keyed:
    """What is asked, compared by the sample that it draws from."""

    asked: Asked

    @property
    def key(self) -> tuple[object, ...]:
        """Return what two questions with one sample have in common."""
        return (self.asked.case.digest, self.asked.request)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and self.key == other.key


@lru_cache(maxsize=2)
def _sample(keyed: _Keyed) -> Sample:
    return take_sample(keyed.asked.case, keyed.asked.request)
