"""Mappings of common systems."""
