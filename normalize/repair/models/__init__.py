"""The weights of the tagger that puts diacritics back (docs/diacritics-tagger.md)."""
