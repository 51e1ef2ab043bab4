"""What the report runs in a browser: its style, its script, its words, and copies of the libraries
that it stands on (`libraries.yaml` tells which, with their licences beside them)."""
