"""Parcels: what holds papers and is none itself (archives, mails, packets of the exchange between
offices)."""
