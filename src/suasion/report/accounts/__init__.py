"""Parts of the section on where accounts part: results beside one another, shares, sentences."""
