"""A file in, a `Document` out. Knows pages, words, rulings and cells; knows nothing about plans."""
