"""Pages that were photographed: the sheet is found, laid flat, its lines straightened."""
