"""A `Plan` in, a format out."""
