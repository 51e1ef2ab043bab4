"""What a sentence speaks of, by patterns of spaCy: bodies with their part in it, times, figures."""
