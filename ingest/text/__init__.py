"""Plain text: lines as they stand, and tables drawn with bars."""
