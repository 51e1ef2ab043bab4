"""What the program does without until it is asked for, so that a short paper is read soon."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAPER = ROOT / "samples" / "tuong-thuat" / "tuong-thuat.docx"
LOADED = f"""
import sys
import kehoach
plan = kehoach.extract({str(PAPER)!r})
assert plan.tasks
print(*(name for name in sys.modules if name.startswith("kehoach.parsers.flattened.")))
"""
FLAGS = """
import regex
wanted = regex.compile(r"(?P<a>kế\\s+hoạch) | [^\\p{L}]x", regex.VERBOSE | regex.IGNORECASE)
regex.purge()
from kehoach.process import quicken_patterns
quicken_patterns()
assert type(regex.VERBOSE) is int, regex.VERBOSE
got = regex.compile(wanted.pattern, regex.VERBOSE | regex.IGNORECASE)
assert got is not wanted
assert (got.flags, dict(got.groupindex)) == (wanted.flags, dict(wanted.groupindex))
text = "KẾ  HOẠCH, 1x"
assert got.findall(text) == wanted.findall(text) == ["KẾ  HOẠCH", ""]
assert regex.search("kế", text, flags=regex.RegexFlag.IGNORECASE)
"""


def test_patterns_are_the_same_with_plain_flags() -> None:
    assert run(FLAGS) == ""


def test_readers_of_flattened_tables_wait_until_they_are_asked() -> None:
    loaded = run(LOADED).split()
    assert "kehoach.parsers.flattened.asked" in loaded
    assert "kehoach.parsers.flattened.table" not in loaded
    assert "kehoach.parsers.flattened.decode" not in loaded


def run(code: str) -> str:
    """What a fresh process prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout
