"""Parts of the section on what to look at next: what each observation would tell, and to whom."""
