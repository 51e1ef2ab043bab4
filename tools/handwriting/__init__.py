"""The reader of handwritten numbers and its training (docs/handwriting.md)."""
