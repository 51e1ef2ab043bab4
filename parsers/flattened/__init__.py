"""Tables that lost their grid: lines of a text, cell after cell, put back into rows and columns."""
