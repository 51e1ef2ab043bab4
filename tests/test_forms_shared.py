"""Papers in the forms they come in, against their controls in `../shared`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bench.legacy import WORD, measured, words_read
from kehoach.normalize.text import clean
from kehoach.pipeline import extract

SHARED = Path(__file__).parents[2] / "shared"
CASES, LEGACY = SHARED / "cases", SHARED / "legacy"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.is_dir(), reason="shared files are not here"),
]
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")


def content(name: str) -> dict[str, Any]:
    """What a paper says, without where it stands there and how it was read."""
    plan = extract(CASES / name).model_dump()
    for told in ("source", "repairs", "findings"):
        del plan[told]
    return _without_places(plan)


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        # How sure a value is may hang on what is told of the form itself (its watermark).
        kept = {key: one for key, one in value.items() if key not in ("spans", "confidence")}
        return {key: _without_places(one) for key, one in kept.items()}
    if isinstance(value, (list, tuple)):
        return [_without_places(one) for one in value]
    return value


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("c33-contents-array.pdf", "base.pdf"),
        ("c28-watermark.pdf", "base.pdf"),
        ("c29-drawn-twice.pdf", "base.pdf"),
        ("c05-plan-in-one-cell.docx", "base.docx"),
        ("c04-letterhead-in-header.docx", "base.docx"),
    ],
)
def test_a_form_says_what_its_control_says(name: str, control: str) -> None:
    mine, other = content(name), content(control)
    for told in (mine, other):
        told.pop("reading", None)  # what was told of the form itself: its watermark
        told.pop("digest", None)
    assert mine == other


@needs_office
@pytest.mark.parametrize("paper", sorted(LEGACY.glob("*.[dr][ot][cf]")), ids=lambda path: path.name)
def test_letters_with_marks_of_legacy_papers(paper: Path) -> None:
    if paper.name == "2004-B6.doc":
        pytest.skip("its transcript has the running foot, too")
    if paper.name == "2004-mauduan.doc":
        pytest.skip("120 pages: bench.legacy measures it")
    truth = paper.with_name(f"{paper.stem}.truth.txt").read_text("utf-8", "replace")
    count, _ = measured(WORD.findall(clean(truth)), words_read(paper))
    assert count.right >= 0.998 * count.letters
