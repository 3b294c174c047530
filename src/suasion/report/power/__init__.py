"""Parts of the section on power: words, figures, charts and tables."""
