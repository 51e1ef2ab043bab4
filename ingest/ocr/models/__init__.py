"""The weights of the reader of printed lines, and what they need to be read (docs/line-reader.md)."""
