"""The rule of `suasion.crisis` in numpy, vectorised over paths: a peer for benchmarks.

Written as one would without a compiler: paths are the rows of an array and go through the days
together; the n-th occasions of a day are gathered by decider; each move is tried on all its paths
at once, with only those effects and terms that matter. Random numbers are numpy's own.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.crisis.model import ONE, CrisisModel, CrisisNumbers, Effect, Move, Term, Weighted
from suasion.crisis.multiplicity import idle_moves

Floats = NDArray[np.float64]
Read = Callable[[str], Floats]
"""From the id of a stock to its value on each path."""
STEEPEST = 50.0
LEAST = 1e-9
GATES = {">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less}


@frozen(kw_only=True, eq=False)
class Tried:
    """A move with all that its gain takes."""

    row: int
    move: Move
    odds: float
    effects: tuple[tuple[Effect, float], ...]
    """Those that reach a term."""
    terms: dict[str, tuple[int, ...]]
    """Of the actor and of each who must not lose: terms that read a changed stock."""
    urges: tuple[tuple[Weighted, float], ...]


class NumpyCrisis:
    """A model with the numbers of one draw."""

    def __init__(self, model: CrisisModel, numbers: CrisisNumbers) -> None:
        self.model, self.numbers = model, numbers
        self.place = {stock.id: at for at, stock in enumerate(model.stocks)}
        self.place[ONE] = len(model.stocks)
        self.low = np.array([stock.low for stock in model.stocks])
        self.high = np.array([stock.high for stock in model.stocks])
        self.driven = [self.place[name] for name in model.driven]
        self.tables = dict(
            zip((t.id for t in model.lever_terms), numbers.lever_values, strict=True)
        )
        self.effects = self._effects()
        self.nests = [self._nests(at) for at in range(len(model.deciders))]

    def _effects(self) -> list[list[tuple[Effect, float]]]:
        amounts = iter(self.numbers.amount.tolist())
        return [[(effect, next(amounts)) for effect in move.effects] for move in self.model.moves]

    def _nests(self, decider: int) -> list[list[Tried]]:
        actor, idle = self.model.deciders[decider].actor, idle_moves(self.model, self.numbers)
        nests: dict[str, list[Tried]] = {}
        for row, move in enumerate(self.model.moves):
            if move.actor == actor and self.numbers.pace[row] > 0.0 and not idle[row]:
                odds = float(self.numbers.pace[row] / self.numbers.attention[decider])
                nests.setdefault(move.klass, []).append(self._tried(row, move, odds))
        return list(nests.values())

    def _tried(self, row: int, move: Move, odds: float) -> Tried:
        stocks = {effect.stock for effect in move.effects}
        parties = (move.actor, *(each for each in move.consent if each != move.actor))
        terms = {
            actor: tuple(
                at
                for at, term in enumerate(self.model.terms)
                if term.actor == actor and stocks & _reads(term)
            )
            for actor in parties
        }
        wanted = {
            name for own in terms.values() for at in own for name in _reads(self.model.terms[at])
        }
        kept = []
        for effect, amount in reversed(self.effects[row]):
            if effect.stock in wanted:
                kept.append((effect, amount))
                wanted |= {*effect.by, effect.limit}
        urges = tuple(
            (urge.of, float(strength))
            for urge, strength in zip(self.model.urges, self.numbers.strength, strict=True)
            if urge.move == move.id
        )
        return Tried(
            row=row, move=move, odds=odds, effects=tuple(kept[::-1]), terms=terms, urges=urges
        )

    def run(self, paths: int, days: int, seed: int) -> tuple[NDArray[np.int64], Floats]:
        """Return how often each path saw each move, and its stocks at the end."""
        rng = np.random.default_rng(seed)
        x = np.ones((len(self.place), paths))
        x[:-1] = self.numbers.initial[:, None]
        x[self.driven] = self.numbers.drive[0][:, None]
        counts = np.zeros((paths, len(self.model.moves)), dtype=np.int64)
        for day in range(days):
            self._live(x, counts, rng)
            self._close(x, day)
        return counts, x[:-1].T

    def _live(self, x: Floats, counts: NDArray[np.int64], rng: np.random.Generator) -> None:
        """Let all occasions of a day pass: the first of each path, then the second, and so on."""
        many = rng.poisson(self.numbers.attention, (x.shape[1], len(self.nests)))
        path = np.repeat(np.arange(x.shape[1]), many.sum(axis=1))
        decider = np.repeat(np.tile(np.arange(len(self.nests)), x.shape[1]), many.ravel())
        order = np.lexsort((rng.random(len(path)), path))
        path, decider = path[order], decider[order]
        turn = np.arange(len(path)) - np.searchsorted(path, path)
        for now in range(int(turn.max(initial=-1)) + 1):
            for which in range(len(self.nests)):
                there = path[(turn == now) & (decider == which)]
                if len(there) and self.nests[which]:
                    self._decide(x, there, which, counts, rng)

    def _decide(
        self,
        x: Floats,
        there: NDArray[np.int64],
        which: int,
        counts: NDArray[np.int64],
        rng: np.random.Generator,
    ) -> None:
        state = x[:, there]
        smooth, cap = float(self.numbers.nest[which]), float(self.numbers.cap[which])
        base: dict[int, Floats] = {}
        rows, weights = [], []
        for nest in self.nests[which]:
            odds = np.zeros((len(nest), len(there)))
            mass = np.zeros_like(odds)
            for at, tried in enumerate(nest):
                held = self._open(state, tried.move)
                if not held.any():
                    continue
                gain, held = self._gain(state, tried, base, held)
                leaning = cap * np.tanh(gain / cap)
                for of, strength in tried.urges:
                    leaning += strength * self._sum(of, lambda name: state[self.place[name]])
                power = np.clip(leaning / smooth, -STEEPEST, STEEPEST)
                odds[at] = tried.odds * held
                mass[at] = odds[at] * np.exp(power)
            whole, sums = odds.sum(axis=0), mass.sum(axis=0)
            safe = np.where(whole > 0.0, whole, 1.0)
            weight = whole * (sums / safe) ** smooth
            weights.append(weight * mass / np.where(sums > 0.0, sums, 1.0))
            rows += [tried.row for tried in nest]
        levels = np.cumsum(np.concatenate([np.ones((1, len(there))), *weights]), axis=0)
        chosen = (rng.random(len(there)) * levels[-1] >= levels).sum(axis=0)
        for number in np.unique(chosen[chosen > 0]):
            acting, row = there[chosen == number], rows[number - 1]
            self._act(x, acting, row)
            counts[acting, row] += 1

    def _open(self, state: Floats, move: Move) -> NDArray[np.bool_]:
        held = np.ones(state.shape[1], dtype=bool)
        for name, sign, value in move.requires:
            held &= GATES[sign](state[self.place[name]], value)
        return held

    def _gain(
        self, state: Floats, tried: Tried, base: dict[int, Floats], held: NDArray[np.bool_]
    ) -> tuple[Floats, NDArray[np.bool_]]:
        after = self._after(state, tried.effects)

        def then(name: str) -> Floats:
            return after[name] if name in after else state[self.place[name]]

        gains = {}
        for actor, terms in tried.terms.items():
            gains[actor] = np.zeros(state.shape[1])
            for at in terms:
                if at not in base:
                    base[at] = self._worth(at, lambda name: state[self.place[name]])
                gains[actor] += self._worth(at, then) - base[at]
        for actor in tried.move.consent:
            held = held & (gains[actor] >= -LEAST)
        return gains[tried.move.actor], held

    def _after(self, state: Floats, effects: tuple[tuple[Effect, float], ...]) -> dict[str, Floats]:
        """Return the stocks that effects change, on each path."""
        after: dict[str, Floats] = {}

        def read(name: str) -> Floats:
            return after[name] if name in after else state[self.place[name]]

        for effect, amount in effects:
            at, old = self.place[effect.stock], read(effect.stock)
            if effect.kind == "set":
                new = np.full_like(old, amount)
            else:
                much: Floats | float = amount
                for name in effect.by:
                    much = much * read(name)
                share = np.minimum(np.maximum(much, 0.0), 1.0)
                if effect.kind == "add":
                    new = old + much
                elif effect.kind == "settle":
                    new = old * (1.0 - share)
                else:
                    top = read(effect.limit) if effect.limit else self.high[at]
                    new = old + share * np.maximum(top - old, 0.0)
            after[effect.stock] = np.minimum(np.maximum(new, self.low[at]), self.high[at])
        return after

    def _sum(self, of: Weighted, read: Read) -> Floats:
        found: Floats | float = 0.0
        for name, coefficient in of:
            found = found + coefficient * read(name)
        return np.asarray(found)

    def _worth(self, at: int, read: Read) -> Floats:
        term, scale = self.model.terms[at], self.numbers.weight[at]
        if term.times:
            scale = scale * np.maximum(self._sum(term.times, read), 0.0)
        if term.form == "levers":
            bits = [
                (read(name) >= 0.5).astype(np.int64) << k for k, (name, _) in enumerate(term.of)
            ]
            return scale * self.tables[term.id][sum(bits)]
        z = self._sum(term.of, read)
        if term.form == "saturating":
            z = z / (1.0 + np.abs(z))
        elif term.form == "square":
            z = z * z
        elif term.form == "rupture":
            hazard, slope, discount = self.numbers.shape[at]
            z = -hazard / (hazard + discount * np.exp(-slope * np.maximum(z, 0.0)))
        return scale * z

    def _act(self, x: Floats, acting: NDArray[np.int64], row: int) -> None:
        for name, value in self._after(x[:, acting], tuple(self.effects[row])).items():
            x[self.place[name], acting] = value

    def _close(self, x: Floats, day: int) -> None:
        change = np.zeros((len(x) - 1, x.shape[1]))
        for row, rate in zip(self.model.couplings, self.numbers.rate.tolist(), strict=True):
            share: Floats | float = rate
            if row.by:
                product: Floats | float = 1.0
                for name in row.by:
                    product = product * x[self.place[name]]
                share = rate * np.minimum(np.maximum(product, 0.0), 1.0)
            source, target = self.place[row.source], self.place.get(row.target, -1)
            flow = share * (x[source] - x[target] if row.kind == "follows" else x[source])
            if row.kind in ("fades", "turns"):
                change[source] -= flow
            if row.kind != "fades":
                change[target] += flow
        x[:-1] = np.clip(x[:-1] + change, self.low[:, None], self.high[:, None])
        x[self.driven] = self.numbers.drive[day + 1][:, None]


def _reads(term: Term) -> set[str]:
    return {name for name, _ in (*term.of, *term.times)}
