"""Checks of a whole case, each a function from the case to what it found."""

from suasion.cases.checks import (
    accounts,
    amounts,
    bargains,
    dates,
    heading,
    levers,
    network,
    references,
    rests,
    statements,
)
from suasion.cases.checks.findings import Check, Checked, checked

FAULTS: tuple[Check, ...] = (
    references.check_duplicates,
    references.check_references,
    references.check_markets_named,
    references.check_parameter_chains,
    heading.check_heading,
    heading.check_observables,
    rests.check_provenance,
    rests.check_reasons,
    statements.check_relations,
    statements.check_derivation,
    dates.check_order,
    dates.check_foresight,
    network.check_same_market,
    network.check_complete,
    network.check_labels,
    network.check_reach,
    network.check_contracts,
    amounts.check_suppliers,
    amounts.check_parameter_units,
    amounts.check_ties,
    levers.check_instruments,
    levers.check_horizons,
    levers.check_item_markets,
    levers.check_scenarios,
    accounts.check_targets,
    accounts.check_claims,
    accounts.check_one_value,
    bargains.check_options,
    bargains.check_constraints,
    bargains.check_stakes,
    bargains.check_interactions,
    bargains.check_factors,
    bargains.check_bargainers,
)
"""Checks that find faults; a case with one is not loaded."""

WARNINGS: tuple[Check, ...] = (
    rests.warn_unclear,
    statements.warn_one_sided,
    statements.warn_unused,
    dates.warn_never_seen,
    dates.warn_known_before_statements,
    network.warn_refused_labels,
    heading.warn_labels,
    amounts.warn_worth,
    amounts.warn_gross,
    amounts.warn_surplus,
    levers.warn_no_say,
    accounts.warn_foreign_statements,
    bargains.warn_no_bargainers,
    bargains.warn_silent_third,
)
"""Checks that find what is right as it stands but hardly meant."""

__all__ = ["FAULTS", "WARNINGS", "Check", "Checked", "checked"]
