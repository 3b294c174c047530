"""Named substreams of one seed: where every random number comes from (C6)."""

from suasion.streams.substreams import Streams

__all__ = ["Streams"]
