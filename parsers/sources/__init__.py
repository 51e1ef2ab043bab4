"""Where the values of a finished plan stand in the paper: each aligned with the printed words."""
