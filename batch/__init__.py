"""A folder of papers: each read in a process of its own, on this machine or on a cluster; then the
tables of all."""
