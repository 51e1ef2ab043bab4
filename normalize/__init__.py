"""Text in, text or values out. Knows Vietnamese and its offices, dates and figures; knows nothing
about pages."""
