"""How the reader of printed Vietnamese lines is made: drawing, wear, training, export and
measuring."""
