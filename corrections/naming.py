"""What the file of corrections beside a plan is called."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".corrections.json"


def corrections_path(plan: Path) -> Path:
    """Where the corrections of a plan stand, whatever format the plan has.

    >>> str(corrections_path(Path("out/kh.json"))), str(corrections_path(Path("out/kh.pdf.json")))
    ('out/kh.corrections.json', 'out/kh.pdf.corrections.json')
    """
    return plan.with_name(f"{plan.stem}{SUFFIX}")


def is_corrections(name: str) -> bool:
    """Is it the name of a file of corrections?"""
    return name.endswith(SUFFIX)
