"""One paper read in another process: what hangs, eats memory or crashes there costs that paper
alone, and is one sentence about it.

Two ways, for two needs. `fork.run_in_fork` (and `fork.forked`, beside other work), for commands
that read a few papers, costs some milliseconds and takes any function. `children.run_in_child`,
for batches, keeps processes, each for many papers: forks of one that has loaded the program and
does nothing else (`nursery`), or started anew where there is none (`processes`). Both ways share
the limits (`bounds`), what a process tells of its work (`replies`), and how one ends (`ending`).
"""
