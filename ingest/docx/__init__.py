"""Word documents, read from their XML: numbering, styles, runs, tables."""
