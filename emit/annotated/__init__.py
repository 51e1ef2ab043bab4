"""Copies of papers with the findings written beside their places."""
