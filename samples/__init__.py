"""Fictional plans written by us, and the script that builds their files from one YAML source
each."""
