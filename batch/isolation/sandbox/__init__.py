"""Walls around a process that reads a stranger's paper: what it may open, write and speak to, for
itself and for all that it starts (Tesseract, Poppler, LibreOffice).

Linux alone offers them to a program without rights: Landlock for files (`landlock`), seccomp for
the network and for calls that no reader needs (`seccomp`). What a kernel does not offer is left
out, and told (`offered`); reading goes on.
"""
