"""The world in plain numbers: markets, ties, levers. Frozen records and their invariants."""
