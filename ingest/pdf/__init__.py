"""PDF: the text layer where it can be trusted, else the page as a picture."""
