"""Workbooks: sheets of cells -> lines and grids."""
