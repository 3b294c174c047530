"""Figures with units and uncertainty: the numbers that a case is made of (C3, C9, C10)."""

from suasion.quantities.alternatives import Alternative, Form
from suasion.quantities.errors import QuantityError
from suasion.quantities.parsing import parse_quantity, written_unit
from suasion.quantities.quantity import Quantity, exact_quantity
from suasion.quantities.units import canonical_unit, conversion_factor, convert, dimension

__all__ = [
    "Alternative",
    "Form",
    "Quantity",
    "QuantityError",
    "canonical_unit",
    "conversion_factor",
    "convert",
    "dimension",
    "exact_quantity",
    "parse_quantity",
    "written_unit",
]
