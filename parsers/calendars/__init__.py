"""The calendar of a unit's work: days, and what is held on each at which hour."""
