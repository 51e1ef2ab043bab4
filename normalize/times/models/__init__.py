"""The weights of the tagger of times (docs/sentences.md)."""
