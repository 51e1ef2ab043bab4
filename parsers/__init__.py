"""A `Document` in, the parts of a plan out."""
