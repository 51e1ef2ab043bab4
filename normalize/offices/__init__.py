"""Names of public bodies: the directory, and how a phrase becomes a list of them."""
