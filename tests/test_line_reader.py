"""Our own reader of printed lines: the words of worn sample pages against those of the page as it
was born, how lines are found, and what is no line."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pdfplumber
import pytest

from kehoach.errors import PageTimeoutError
from kehoach.ingest.ocr.line_reader import letters_of, read_by_lines
from kehoach.ingest.ocr.lines import Ink, cut_line, find_lines
from kehoach.ingest.ocr.page import READERS, SeenPage, read_page
from kehoach.ingest.ocr.regions import Region
from kehoach.ingest.options import OWN_READER, SCAN_READERS
from tests.scan_maker import Wear, scanned, worn

SAMPLES = Path(__file__).parents[1] / "samples"
PROSE = SAMPLES / "nhiem-vu-chu-cai/nhiem-vu-chu-cai.pdf"
TARGETS = SAMPLES / "quyet-dinh/quyet-dinh.pdf"
TABLE = SAMPLES / "bang-6-cot/bang-6-cot.pdf"
PAPERS = {
    "crooked prose, 150 dpi": (PROSE, 1, 150, Wear(skew=0.9, noise=12, quality=60), 99.0),
    "table, 200 dpi": (TABLE, 4, 200, Wear(skew=-0.6, noise=8, shade=30), 99.0),
    "sealed table, 150 dpi": (TABLE, 4, 150, Wear(noise=8, seal=True), 97.0),
}
SIDE = 40


def words_of_page(pdf: Path, page: int) -> Counter[str]:
    with pdfplumber.open(pdf) as opened:
        words = opened.pages[page - 1].extract_words(x_tolerance=1.5)
    texts = (unicodedata.normalize("NFC", word["text"]) for word in words)
    return Counter(text for text in texts if text.strip("_"))  # rules are drawn as underscores


@cache
def clean_page() -> SeenPage:
    """The first page of prose, clean at 200 dpi, as our own reader sees it."""
    return read_page(scanned(PROSE, 1, 200, Wear()), 200, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAPERS)
def test_words_of_a_worn_page(name: str) -> None:
    pdf, page, dpi, wear, least = PAPERS[name]
    wanted = words_of_page(pdf, page)
    seen = read_page(scanned(pdf, page, dpi, wear), dpi, timeout=120)
    missing = wanted - Counter(word.text for word in seen.words)
    right = 100 * (1 - missing.total() / wanted.total())
    assert right >= least, sorted(missing)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dpi", "wear"),
    [
        (200, Wear(skew=-0.4, noise=5, shade=15, quality=75)),
        (150, Wear(skew=0.8, noise=9, shade=30, seal=True, quality=60)),
    ],
)
def test_signs_of_low_cells_are_read(dpi: int, wear: Wear) -> None:
    """A lone "%" whose rings stand on no common line, "> 95" at the edge of its cell, which
    has no bar as "≥ 97" has, words that hang on a rule ("quầy")."""
    seen = read_page(scanned(TARGETS, 4, dpi, wear), dpi, timeout=120)
    words = [word.text for word in seen.words]
    assert words.count("%") == 7
    signs = [words[words.index(figure) - 1] for figure in ("95", "97", "15")]
    assert signs == [">", "≥", "≤"]
    assert {"quầy", "bản", "điện"} <= set(words)


@pytest.mark.slow
def test_a_lone_figure_has_its_own_box() -> None:
    """ "tháng 7 năm": the network tells the figure before its ink, so that the white before it was
    taken for the white behind."""
    seen = read_page(scanned(PROSE, 1, 200, Wear(skew=-0.4, noise=5, shade=15)), 200, timeout=120)
    (figure,) = [word for word in seen.words if word.text == "7"]
    assert figure.box.width > 0.3 * figure.size


@pytest.mark.slow
def test_a_word_box_holds_the_word() -> None:
    """Boxes stand where the page has the words, within two points (half a letter)."""
    with pdfplumber.open(PROSE) as opened:
        printed = opened.pages[0].extract_words(x_tolerance=1.5)
    seen = clean_page()
    places: dict[str, list[float]] = {}
    for word in seen.words:
        places.setdefault(word.text, []).append(word.box.x0)
    found = off = 0
    for word in printed:
        lefts = places.get(unicodedata.normalize("NFC", word["text"]), [])
        if lefts:
            found += 1
            off += min(abs(left - word["x0"]) for left in lefts) > 2
    assert found > 100
    assert off <= found // 100


def region_of(ink: np.ndarray, letter: float = 12.0) -> Region:
    """A region with the given ink (255 where there is some)."""
    return Region(image=np.asarray(255 - ink, np.uint8), ink=ink, x=0, y=0, letter=letter)


def drawn(*lines: tuple[int, int, int], slope: float = 0.0) -> np.ndarray:
    """Ink of lines of square letters, each (x, y of the base line, number of letters)."""
    ink = np.zeros((300, 900), np.uint8)
    for left, base, count in lines:
        for index in range(count):
            x = left + 18 * index
            y = round(base + slope * x)
            ink[y - 12 : y, x : x + 10] = 255
    return ink


def bases(ink: np.ndarray) -> list[int]:
    return [round(line.base_at(450)) for line in find_lines(Ink(region_of(ink)))]


def test_lines_stand_from_top_to_bottom() -> None:
    assert bases(drawn((20, 200, 30), (20, 60, 40), (20, 130, 35))) == [60, 130, 200]


@pytest.mark.parametrize("slope", [-0.02, 0.0, 0.02])
def test_a_line_keeps_its_slope(slope: float) -> None:
    (line,) = find_lines(Ink(region_of(drawn((20, 150, 45), slope=slope))))
    assert line.slope == pytest.approx(slope, abs=0.002)


def test_a_wide_space_does_not_part_a_line_but_a_column_does() -> None:
    assert bases(drawn((20, 60, 10), (20 + 180 + 40, 60, 10))) == [60]
    assert bases(drawn((20, 60, 10), (20 + 180 + 120, 60, 10))) == [60, 60]


def test_a_mark_belongs_to_the_letter_below_it() -> None:
    """Between two lines, nearer to the one above by some pixels, but a mark of the one below."""
    ink = drawn((20, 60, 30), (20, 100, 30))
    ink[76:79, 60:66] = 255  # 16 below the feet of the upper line, 9 above the lower one's letters
    upper, lower = find_lines(Ink(region_of(ink)))
    assert lower.members.size == upper.members.size + 1


def test_a_far_speck_belongs_to_no_line() -> None:
    ink = drawn((20, 60, 30))
    ink[250:255, 850:855] = 255
    (line,) = find_lines(Ink(region_of(ink)))
    assert line.right < 700


def test_the_ink_of_neighbours_is_cut_away() -> None:
    ink = drawn((20, 60, 30), (20, 82, 30))
    region = region_of(ink)
    measured = Ink(region)
    upper, _ = find_lines(measured)
    picture, _ = cut_line(region, measured, upper)
    dark_rows = np.nonzero((picture < 128).any(axis=1))[0]
    assert dark_rows[-1] - dark_rows[0] < 14


@pytest.mark.parametrize(
    "ink",
    [
        np.zeros((SIDE, SIDE), np.uint8),
        np.full((SIDE, SIDE), 255, np.uint8),
        np.eye(SIDE, dtype=np.uint8) * 255,
    ],
    ids=["nothing", "all ink", "a stroke"],
)
def test_what_is_no_line_is_read_as_nothing(ink: np.ndarray) -> None:
    (reading,) = read_by_lines([region_of(ink)], 200, time.monotonic() + 60)
    assert reading.words == ()


def test_specks_are_no_words() -> None:
    page = np.full((1200, 900, 3), 255, np.uint8)
    rng = np.random.default_rng(3)
    for x, y in rng.integers(20, 880, (60, 2)):
        cv2.circle(page, (int(x), int(y)), int(rng.integers(1, 5)), (40, 40, 40), -1)
    assert read_page(page, 150, timeout=60).words == []


def test_time_is_bounded() -> None:
    region = region_of(drawn((20, 60, 40)))
    with pytest.raises(PageTimeoutError):
        read_by_lines([region], 200, time.monotonic() - 1)


def test_the_same_class_twice_needs_a_blank_between() -> None:
    best = [1, 1, 0, 1, 2, 2]
    scores = np.log(np.full((6, 3), 0.05, np.float32))
    scores[np.arange(6), best] = np.log(0.9)
    assert "".join(letter.text for letter in letters_of(scores, ["", "l", "o"])) == "llo"


def test_each_reader_of_the_options_is_there() -> None:
    assert tuple(READERS) == SCAN_READERS


@pytest.mark.slow
def test_all_readers_read_a_page() -> None:
    page = scanned(PROSE, 1, 200, Wear())
    wanted = words_of_page(PROSE, 1)
    most = {OWN_READER: 0.005}
    for reader in SCAN_READERS:
        ours = reader == OWN_READER
        seen = clean_page() if ours else read_page(page, 200, timeout=120, reader=reader)
        missing = wanted - Counter(word.text for word in seen.words)
        assert missing.total() <= most.get(reader, 0.03) * wanted.total(), reader


@pytest.mark.slow
@pytest.mark.parametrize("skew", [-5.0, 5.0])
def test_a_very_crooked_page_is_not_taken_for_one_on_its_side(skew: float) -> None:
    page = scanned(PROSE, 1, 150, Wear())
    page[page.shape[0] // 2 :] = 255  # half a page is read in half the time, in every direction
    seen = read_page(worn(page, Wear(skew=skew)), 150, timeout=120)
    assert seen.rotation == 0
    assert seen.confidence > 0.9


@pytest.mark.slow
def test_many_short_lines_are_not_taken_for_a_page_on_its_side() -> None:
    """Words one under the other stand in columns as even as lines."""
    page = scanned(PROSE, 1, 150, Wear())
    height, width = page.shape[:2]
    column = np.full_like(page, 255)
    column[:, : width // 5] = page[:, width // 3 : width // 3 + width // 5]
    seen = read_page(column, 150, timeout=120)
    assert (seen.rotation, seen.height > seen.width) == (0, height > width)


@pytest.mark.slow
@pytest.mark.parametrize("ink", [(20, 40, 200), (190, 20, 30)], ids=["blue", "red"])
def test_a_page_printed_in_colour_is_read(ink: tuple[int, int, int]) -> None:
    """A seal is lifted off black print; print that is all coloured is no seal."""
    page = scanned(PROSE, 1, 150, Wear())
    share = page.astype(np.float64) / 255
    coloured = share * 255 + (1 - share) * np.array(ink)
    wanted = words_of_page(PROSE, 1)
    seen = read_page(coloured.astype(np.uint8), 150, timeout=120)
    missing = wanted - Counter(word.text for word in seen.words)
    assert missing.total() <= 0.02 * wanted.total()


def test_two_marks_that_touch_are_no_line() -> None:
    """As high as a low letter, they stand close upon theirs; a low letter of a line above does
    not."""
    ink = drawn((20, 150, 30))
    top = min(np.flatnonzero(ink.any(axis=1)))
    ink[top - 12 : top - 3, 92:102] = 255
    assert len(bases(ink)) == 1
    ink = drawn((20, 150, 30))
    ink[top - 17 : top - 8, 92:102] = 255
    assert len(bases(ink)) == 2
