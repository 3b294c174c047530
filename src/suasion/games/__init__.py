"""Coalition games: values, shares and power, each with what proves it."""

from suasion.games.blocking import blocking_coalitions, minimal_winning
from suasion.games.blocs import owen
from suasion.games.core import LeastCore, is_in_core, least_core
from suasion.games.estimates import SampledValues
from suasion.games.expansion import Game, expand
from suasion.games.game import MOST_PLAYERS, CoalitionGame, from_values, members_of
from suasion.games.kohlberg import Level
from suasion.games.nuclei import NucleolusProof, certify_nucleolus, nucleolus, prenucleolus
from suasion.games.sampling import sampled_banzhaf, sampled_shapley
from suasion.games.shares import excesses
from suasion.games.superadditivity import SuperadditivityGap, superadditivity_gap
from suasion.games.values import (
    Contributions,
    banzhaf,
    banzhaf_fractions,
    dividends,
    marginal_contributions,
    shapley,
    shapley_fractions,
)
from suasion.games.voting import VotingGame, weighted_voting

__all__ = [
    "MOST_PLAYERS",
    "CoalitionGame",
    "Contributions",
    "Game",
    "LeastCore",
    "Level",
    "NucleolusProof",
    "SampledValues",
    "SuperadditivityGap",
    "VotingGame",
    "banzhaf",
    "banzhaf_fractions",
    "blocking_coalitions",
    "certify_nucleolus",
    "dividends",
    "excesses",
    "expand",
    "from_values",
    "is_in_core",
    "least_core",
    "marginal_contributions",
    "members_of",
    "minimal_winning",
    "nucleolus",
    "owen",
    "prenucleolus",
    "sampled_banzhaf",
    "sampled_shapley",
    "shapley",
    "shapley_fractions",
    "superadditivity_gap",
    "weighted_voting",
]
