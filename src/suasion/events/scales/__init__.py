"""Scales: the weight that a code has on a named, versioned table."""

from suasion.events.scales.tables import Scale, list_scales, load_scale

__all__ = ["Scale", "list_scales", "load_scale"]
