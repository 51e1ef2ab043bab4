"""What a browser gets: pages, styles and modules of our own, as they are."""
