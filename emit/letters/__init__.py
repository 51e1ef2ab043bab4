"""One sheet per ward: what was read of its plans, what is missing or wrong, what to fill in."""
