"""The report: one file for people, made from the results of a run. An edge: nothing imports it."""
