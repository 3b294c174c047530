"""Parts of the section on deals: words, figures, charts and tables."""
