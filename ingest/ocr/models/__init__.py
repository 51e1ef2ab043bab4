"""The weights of the network that reads lines of scans (docs/line-reader.md)."""
