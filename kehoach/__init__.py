"""Reads the plans of Vietnamese wards and communes: who does what, by when, with which product,
toward which target."""
