"""Who said what, when and how surely: rules on statements; knows nothing of states."""

from suasion.evidence.relations import find_cycle, missing_mirrors, symmetric_pairs
from suasion.evidence.vocabulary import KINDS, MODALITIES, is_result

__all__ = [
    "KINDS",
    "MODALITIES",
    "find_cycle",
    "is_result",
    "missing_mirrors",
    "symmetric_pairs",
]
