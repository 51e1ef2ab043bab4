"""Pages that are pictures: straightened, cut into regions, read by Tesseract, kept in a cache."""
