"""Accounts side by side: what the record can tell, what to look at next."""

from suasion.comparison.accounts import AccountsAnswer, compute_accounts
from suasion.comparison.attribution import Shares, share_difference, subset_members
from suasion.comparison.ensemble import EnsembleAnswer, write_ensemble
from suasion.comparison.ensemble_plan import EnsembleRequest
from suasion.comparison.record import compute_record
from suasion.comparison.record_rows import RecordAnswer
from suasion.comparison.record_setup import RecordRequest
from suasion.comparison.voi import compute_value_of_information
from suasion.comparison.voi_rows import LookAnswer

__all__ = [
    "AccountsAnswer",
    "EnsembleAnswer",
    "EnsembleRequest",
    "LookAnswer",
    "RecordAnswer",
    "RecordRequest",
    "Shares",
    "compute_accounts",
    "compute_record",
    "compute_value_of_information",
    "share_difference",
    "subset_members",
    "write_ensemble",
]
