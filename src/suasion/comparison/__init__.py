"""Accounts side by side: what the record can tell, what to look at next."""

from suasion.comparison.record import compute_record
from suasion.comparison.record_rows import RecordAnswer
from suasion.comparison.record_setup import RecordRequest

__all__ = ["RecordAnswer", "RecordRequest", "compute_record"]
