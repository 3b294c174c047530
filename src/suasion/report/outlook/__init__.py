"""Parts of the section on where the crisis is going: words, fans, charts, tables, paths told."""
