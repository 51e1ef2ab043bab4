"""Phrases of time as values: dates, periods, deadlines."""
