"""Parts of the section on mechanisms: the chart of effects and the rows that open."""
