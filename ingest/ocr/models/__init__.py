"""The weights of the reader of printed lines, and what reading with them needs."""
