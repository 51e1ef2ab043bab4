"""Plans in the formats of other systems: trackers of tasks, project planners, archives of law,
the exchange of documents between offices."""
