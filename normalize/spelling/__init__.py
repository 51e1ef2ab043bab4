"""Slips of the pen: words that are none, doubled or missing words, short forms."""
