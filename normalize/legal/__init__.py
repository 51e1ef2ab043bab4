"""Legal documents as they are cited: their kind, number, date, issuer and subject."""
