"""The language model of syllables, and the search for the likeliest reading."""
