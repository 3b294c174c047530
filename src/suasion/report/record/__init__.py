"""Parts of the section on the record: likelihoods, differences of accounts, hindcasts."""
