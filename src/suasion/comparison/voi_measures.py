"""How much an observation would tell, from an ensemble of accounts, draws and paths.

Model
    Accounts are as likely as each other. About the account: I(A; Y) = H(Y) - mean H(Y | a) in
    bits, with p(y | a) the share over draws and paths. About a yes or no T: I(T; Y) over all
    paths. About a number T: Var(E[T | Y]), the expected fall of its variance. A number Y is read
    in five classes of equal size. What the same figures give by chance, with accounts (or draws
    of T) mixed up, is taken off as in adjusted mutual information, so that what tells nothing
    comes to 0 and what tells all to all: with few draws anything seems to tell something.

References
----------
[VinhEppsBailey2010] N. X. Vinh, J. Epps, J. Bailey, "Information theoretic measures for
clusterings comparison", Journal of Machine Learning Research 11 (2010), section 4.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from suasion.questions.sampling import HIGH, LOW
from suasion.streams import Streams

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
CLASSES = 5
"""Classes in which a number is read."""
RESAMPLES = 200
SHUFFLES = 40


@frozen(kw_only=True)
class Gain:
    """What an observation would tell."""

    value: float
    """Expected reduction, less what comes by chance; at least 0."""
    low: float
    high: float
    """90 % over draws drawn again."""
    by_chance: float
    prior: float
    """Uncertainty before: entropy in bits, or variance."""


def classes_of(values: Floats) -> Places:
    """Return the class of each value: the value itself where there are few; -1 is not a number.

    Examples
    --------
    >>> classes_of(np.array([0.0, 1.0, np.nan, 1.0])).tolist()
    [0, 1, -1, 1]
    """
    known = ~np.isnan(values)
    levels = np.unique(values[known])
    if len(levels) > CLASSES:
        shares = np.arange(1, CLASSES) / CLASSES
        levels = np.unique(np.quantile(values[known], shares))
        places = np.searchsorted(levels, np.where(known, values, 0.0), side="right")
    else:
        places = np.searchsorted(levels, np.where(known, values, 0.0))
    return np.where(known, places, -1).astype(np.int64)


def entropy(shares: Floats) -> Floats:
    """Return the entropy along the last axis, bits.

    Examples
    --------
    >>> float(entropy(np.array([0.5, 0.5]))), float(entropy(np.array([1.0, 0.0])))
    (1.0, 0.0)
    """
    safe = np.where(shares > 0.0, shares, 1.0)
    return np.asarray(np.abs((shares * np.log2(safe)).sum(axis=-1)))


def shares_of(values: Floats) -> Floats:
    """Return the share of paths in each class, [accounts, draws, classes]."""
    places = classes_of(values)
    return np.stack([(places == at).mean(axis=2) for at in np.unique(places).tolist()], axis=-1)


def about_account(values: Floats, seed: int) -> Gain:
    """Return what an observation tells about which account is right.

    Parameters
    ----------
    values : array, shape (accounts, draws, paths)
    seed : int
    """
    shares = shares_of(values)
    n_accounts, n_draws = shares.shape[:2]
    rng = Streams(seed).generator("voi/account")
    chance = []
    for _ in range(SHUFFLES):
        order = rng.permuted(np.tile(np.arange(n_accounts), (n_draws, 1)), axis=1).T
        chance.append(_account_bits(shares[order, np.arange(n_draws)].mean(axis=1)))
    again = [
        _account_bits(shares[:, rng.integers(0, n_draws, n_draws)].mean(axis=1))
        for _ in range(RESAMPLES)
    ]
    return _gain(_account_bits(shares.mean(axis=1)), again, chance, float(np.log2(n_accounts)))


def _account_bits(by_account: Floats) -> float:
    return float(entropy(by_account.mean(axis=0)) - entropy(by_account).mean())


def expected_posterior(values: Floats) -> float:
    """Return the probability that the right account will have after looking, on average.

    Examples
    --------
    >>> told = np.array([0.0, 1.0])[:, None, None] * np.ones((2, 3, 4))
    >>> expected_posterior(told), expected_posterior(np.ones((2, 3, 4)))
    (1.0, 0.5)
    """
    by_account = shares_of(values).mean(axis=1)
    whole = by_account.sum(axis=0)
    return float((by_account**2 / np.where(whole > 0.0, whole, 1.0)).sum() / len(by_account))


def about_outcome(values: Floats, target: Floats, seed: int) -> Gain:
    """Return what an observation tells about an outcome, accounts pooled.

    Parameters
    ----------
    values, target : array, shape (accounts, draws, paths)
        The outcome is a yes or no where it is 0 or 1 everywhere; else its variance is meant.
    seed : int
    """
    n_draws = target.shape[1]
    places = classes_of(values)
    rng = Streams(seed).generator("voi/outcome")
    cells = target.reshape(-1, target.shape[2])
    chance = [_told(places, cells[rng.permutation(len(cells))]) for _ in range(SHUFFLES)]
    again = []
    for _ in range(RESAMPLES // 2):
        taken = rng.integers(0, n_draws, n_draws)
        again.append(_told(places[:, taken], target[:, taken]))
    prior = _uncertainty(target.ravel())
    return _gain(_told(places, target), again, chance, prior)


def is_binary(values: Floats) -> bool:
    """Return whether values are all 0 or 1."""
    return bool(np.isin(values, (0.0, 1.0)).all())


def _uncertainty(target: Floats) -> float:
    if is_binary(target):
        share = float(target.mean())
        return float(entropy(np.array([share, 1.0 - share])))
    return float(target.var())


def _told(places: Places, target: Floats) -> float:
    """Return the expected fall of uncertainty about a target."""
    y, t = places.ravel() + 1, target.ravel()
    counts = np.bincount(y).astype(np.float64)
    sums = np.bincount(y, weights=t)
    kept = counts > 0.0
    weights, means = counts[kept] / len(y), sums[kept] / counts[kept]
    if is_binary(t):
        after = weights @ entropy(np.stack([means, 1.0 - means], axis=-1))
        return _uncertainty(t) - float(after)
    return float(weights @ (means - t.mean()) ** 2)


def _gain(raw: float, again: Sequence[float], chance: Sequence[float], prior: float) -> Gain:
    noise = float(np.mean(chance))
    low, high = np.quantile(again, [LOW, HIGH])
    return Gain(
        value=_beyond(raw, noise, prior),
        # Resampling adds the part of chance once more: what is drawn twice agrees with itself.
        low=_beyond(float(low) - noise, noise, prior),
        high=_beyond(float(high), noise, prior),
        by_chance=noise,
        prior=prior,
    )


def _beyond(raw: float, noise: float, prior: float) -> float:
    """Return what goes beyond chance: 0 where chance gives as much, all where all is told.

    Examples
    --------
    >>> _beyond(2.0, 0.5, 2.0), _beyond(0.5, 0.5, 2.0), _beyond(1.25, 0.5, 2.0)
    (2.0, 0.0, 1.0)
    """
    if prior <= noise:
        return 0.0
    return min(max(prior * (raw - noise) / (prior - noise), 0.0), prior)
