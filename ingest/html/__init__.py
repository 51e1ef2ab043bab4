"""HTML pages: their encoding, their paragraphs, their tables."""
