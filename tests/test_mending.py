"""Damaged text against the cases of data/normalize, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kehoach.normalize.changes import Edit, Mended, carried_out, taken_back
from kehoach.normalize.ngrams.model import ngrams
from kehoach.normalize.repair.legacy import decoded, decoders, from_bytes
from kehoach.normalize.repair.letters import with_true_letters
from kehoach.normalize.repair.mend import Mender, mended
from kehoach.normalize.repair.names import with_one_spelling
from kehoach.normalize.repair.ocr_words import repaired
from kehoach.normalize.repair.restore import restored, stripped
from kehoach.normalize.repair.said_elsewhere import as_said_elsewhere
from kehoach.normalize.repair.touchup import Reading, touched_up

DATA = Path(__file__).parent / "data/normalize"


def cases(name: str) -> dict[str, Any]:
    """The cases of one file."""
    loaded: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    return loaded


LETTERS, LEGACY, RESTORE, REPAIR, TOUCHUP, RIVALS = (
    cases(name) for name in ("letters", "legacy", "restore", "repair", "touchup", "rivals")
)
ENCODED = [
    (name, seen, meant)
    for name in ("tcvn3", "vni", "viscii", "windows-1258", "utf-8")
    for seen, meant in LEGACY[name].items()
]


def alone(text: str) -> Mended:
    """A text as a paper of its own."""
    return Mended.of(text)


@pytest.mark.parametrize(("seen", "meant"), LETTERS["mended"])
def test_letters(seen: str, meant: str) -> None:
    result = with_true_letters(alone(seen))
    assert result.text == meant
    assert result.undone() == seen


@pytest.mark.parametrize("text", LETTERS["negative"])
def test_letters_stay(text: str) -> None:
    assert with_true_letters(alone(text)).steps == ()


@pytest.mark.parametrize(("name", "seen", "meant"), ENCODED)
def test_old_encoding(name: str, seen: str, meant: str) -> None:
    (result,) = decoded([alone(seen)])
    assert result.text == meant
    assert [step.name for step in result.steps] == [name]
    assert result.undone() == seen


def test_two_encodings_in_one_paper() -> None:
    results = decoded([alone(seen) for seen, _ in LEGACY["mixed"]])
    assert [result.text for result in results] == [meant for _, meant in LEGACY["mixed"]]


@pytest.mark.parametrize("text", LEGACY["negative"])
def test_no_old_encoding(text: str) -> None:
    assert decoded([alone(text)])[0].steps == ()


def test_bytes_of_an_old_encoding_become_text() -> None:
    data = "Kế hoạch cải cách hành chính của phường".encode()
    assert decoded([alone(from_bytes(data))])[0].text == "Kế hoạch cải cách hành chính của phường"


def test_every_old_encoding_has_every_small_letter() -> None:
    letters = set("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
    tables = yaml.safe_load(
        (Path(__file__).parent.parent / "normalize/repair/legacy.yaml").read_text("utf-8")
    )
    for name, table in tables.items():
        (letters_of,) = table.values()
        own = {
            letter for letter in letters if letter not in letters_of
        }  # Latin-1 has them in the same place
        assert all(decoders()[name](letter) == letter for letter in own), name


@pytest.mark.parametrize(
    ("seen", "meant"), [*RESTORE["restored"].items(), *RESTORE["partly"].items()]
)
def test_restored(seen: str, meant: str) -> None:
    (result,) = restored([alone(seen)])
    assert result.text == meant
    assert result.undone() == seen
    assert all(0 < edit.confidence <= 1 for step in result.steps for edit in step.edits)


@pytest.mark.parametrize(("seen", "either"), RESTORE["either"].items())
def test_restored_to_one_of_two_right_words(seen: str, either: list[str]) -> None:
    assert restored([alone(seen)])[0].text in either


@pytest.mark.parametrize("text", RESTORE["kept"])
def test_nothing_to_restore(text: str) -> None:
    assert restored([alone(text)])[0].steps == ()


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("seen", "meant"), RESTORE["known_failures"].items())
def test_known_failures_of_restoration(seen: str, meant: str) -> None:
    assert restored([alone(seen)])[0].text == meant


def test_a_sentence_goes_on_over_lines_and_blank_lines() -> None:
    results = restored(
        [alone(line) for line in ("Van phong Uy ban nhan", "", "dan phuong Song May")]
    )
    assert " ".join(result.text for result in results if result.text).startswith(
        "Văn phòng Ủy ban nhân dân phường"
    )


@pytest.mark.parametrize(
    "said",
    [
        "Thôn {0} mua loa; phát loa trước ngày {0}/4/2031.",
        "Thôn {0} cho cá ăn rau, mua ao nuôi tôm.",
        "Kiểm tra ao số {0}",
    ],
)
def test_unmarked_words_that_stand_in_every_line_stay(said: str) -> None:
    """They are words of their own, however often a list says them."""
    head = ["ỦY BAN NHÂN DÂN XÃ BÃI SẬY", "KẾ HOẠCH", "Việc làm của các thôn trong năm 2031"]
    head += ["Độc lập - Tự do - Hạnh phúc", "Căn cứ Nghị quyết của Hội đồng nhân dân xã"]
    lines = [*head, *(said.format(number) for number in range(1, 41))]
    assert [one.text for one in mended(lines)] == lines


def test_half_a_paper_without_marks_is_restored_beside_such_lines() -> None:
    lines = ["Thôn Bến mua loa trước ngày mười tháng tư"] * 20
    lines += ["Phong Kinh te kiem tra viec thuc hien ke hoach cua cac thon"] * 10
    assert mended(lines)[-1].text == "Phòng Kinh tế kiểm tra việc thực hiện kế hoạch của các thôn"


def test_a_name_in_capitals_over_a_long_table_stays() -> None:
    """Few words have a capital that could bear a mark; those that bear one are no chance."""
    lines = ["ỦY BAN XÃ LAU", "KẾ HOẠCH", *["Phòng Kinh tế kiểm tra mương nước"] * 300]
    assert mended(lines)[0].text == "ỦY BAN XÃ LAU"


def test_a_stripped_line_in_a_sound_paper_is_restored() -> None:
    line = (
        "Ủy ban nhân dân phường ban hành kế hoạch cải cách hành chính, "
        "giao các tổ dân phố thực hiện."
    )
    sound = [line] * 3
    results = restored(
        [alone(line) for line in (*sound, "UY BAN NHAN DAN PHUONG TO CHUC THUC HIEN KE HOACH")]
    )
    assert [bool(result.steps) for result in results] == [False, False, False, True]
    assert results[3].text == "ỦY BAN NHÂN DÂN PHƯỜNG TỔ CHỨC THỰC HIỆN KẾ HOẠCH"


@pytest.mark.parametrize(("seen", "meant"), REPAIR["repaired"].items())
def test_repaired(seen: str, meant: str) -> None:
    (result,) = repaired([alone(seen)], "eng")
    assert result.text == meant
    assert result.undone() == seen


@pytest.mark.parametrize("text", REPAIR["figures"])
def test_figures_are_not_repaired(text: str) -> None:
    assert repaired([alone(text)], "eng")[0].text == text


@pytest.mark.parametrize("text", RESTORE["other_languages"])
def test_other_languages_stay(text: str) -> None:
    assert mended([text])[0].steps == ()


def test_a_foreign_reading_is_found_out() -> None:
    (results, words) = (mended(list(REPAIR["repaired"])), list(REPAIR["repaired"].values()))
    assert {step.name for result in results for step in result.steps} == {"ocr"}
    right = sum(result.text == meant for result, meant in zip(results, words, strict=True))
    assert right >= len(words) - 1


@pytest.mark.parametrize(("sure", "seen", "meant"), TOUCHUP["put_right"])
def test_touched_up(sure: float, seen: str, meant: str) -> None:
    (result,) = touched_up([Reading(alone(seen), ((0, len(seen), sure),))])
    assert result.text == meant
    assert result.undone() == seen


@pytest.mark.parametrize(("sure", "seen"), TOUCHUP["left_alone"])
def test_not_touched_up(sure: float, seen: str) -> None:
    assert touched_up([Reading(alone(seen), ((0, len(seen), sure),))])[0].steps == ()


ELSEWHERE = cases("said_elsewhere")["cases"]


@pytest.mark.parametrize("case", ELSEWHERE, ids=lambda case: case["why"])
def test_a_doubtful_word_is_spelled_as_elsewhere(case: dict[str, Any]) -> None:
    """Lines read surely, then one line in which a word was not: what comes out of that one."""
    surely = [Reading(alone(text), ()) for text in case["surely"]]
    line, doubted = case["read"], case["doubted"]
    first = line.index(doubted)
    doubtful = Reading(alone(line), ((first, first + len(doubted), case["sure"]),))
    result = as_said_elsewhere([*surely, doubtful])[-1].text
    assert result.text == case["meant"]
    assert result.undone() == line


def test_a_name_has_one_spelling() -> None:
    before = [alone("phuong An Tuong").applied("marks", [Edit(10, "Tuong", "Tường")])] * 4
    odd = alone("An Tuong, ngay 6").applied(
        "marks", [Edit(0, "An", "Ấn"), Edit(3, "Tuong", "Tượng")]
    )
    assert with_one_spelling([*before, odd])[-1].text == "An Tường, ngay 6"
    assert (
        with_one_spelling([*before, alone("Ấn Tượng")])[-1].text == "Ấn Tượng"
    )  # the paper's own letters


def test_pieces_are_mended_like_the_whole() -> None:
    lines = [
        "Ke hoach cai cach hanh chinh.",
        "Phong Van hoa - Xa hoi chu tri.",
        "Truoc ngay 30/6/2031.",
    ]
    mender = Mender()
    piecewise = [result.text for line in lines for result in mender.mend([line])]
    assert piecewise == [result.text for result in mended(lines)]


def test_the_model_is_small() -> None:
    folder = Path(__file__).parent.parent / "normalize"
    files = [
        *folder.glob("ngrams/*.np?"),
        folder / "ngrams/words.txt",
        *folder.glob("repair/misread-*.npz"),
    ]
    assert len(files) == 5
    assert sum(path.stat().st_size for path in files) <= 25e6
    tagger = list(folder.glob("repair/models/diacritics.*"))
    assert {path.name for path in tagger} == {"diacritics.onnx", "diacritics.json"}
    assert sum(path.stat().st_size for path in tagger) <= 12e6


def test_chances_add_up() -> None:
    """After one word, the chances of all words make one (rounded to twelfths of a logarithm)."""
    import numpy as np

    model = ngrams()
    everything = np.arange(len(model.words))
    for word in ("hành", "phường", "quý"):
        logs, _ = model.pairs(np.full(len(everything), model.ids[word]), everything)
        assert 0.9 < float(np.exp(logs).sum()) < 1.1


# --- what holds for any text ----------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "Kế",
        "hoạch",
        "ke",
        "hoach",
        "cach",
        "UBND",
        "12/KH-UBND",
        "95%",
        "®",
        "ho¹ch",
        "Keá",
        "é",
        "đ",
        "Ð",
        "2031",
        ",",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))


@given(st.lists(TEXTS, max_size=4))
def test_every_change_can_be_taken_back(lines: list[str]) -> None:
    for line, result in zip(lines, mended(lines), strict=True):
        assert result.original == line
        assert result.undone() == line


@given(st.lists(TEXTS, max_size=4))
def test_figures_and_length_are_kept(lines: list[str]) -> None:
    for result in restored([alone(line) for line in lines]):
        assert regex.sub(r"\D", "", result.text) == regex.sub(r"\D", "", result.original)
        assert stripped(result.text).lower() == stripped(result.original).lower() or len(
            result.text
        ) == len(result.original)


@given(TEXTS)
def test_letters_are_mended_once(text: str) -> None:
    once = with_true_letters(alone(text)).text
    assert with_true_letters(alone(once)).text == once


@given(st.lists(st.sampled_from(list(RESTORE["restored"].values())), min_size=3, max_size=6))
def test_sound_text_stays(lines: list[str]) -> None:
    assert all(result.steps == () for result in mended(lines))


@given(st.text(max_size=40), st.text(max_size=8), st.text(max_size=8), st.integers(0, 40))
def test_edits_go_back_and_forth(text: str, before: str, after: str, at: int) -> None:
    start = min(at, len(text))
    whole = text[:start] + before + text[start:]
    edits = [Edit(start, before, after)]
    assert taken_back(carried_out(whole, edits), edits) == whole


@pytest.mark.parametrize("case", [*RIVALS["first"], *RIVALS["second"]], ids=lambda case: case[0])
def test_what_else_the_reader_saw_is_weighed_with_the_language(case: list[Any]) -> None:
    text, doubted, confidence, others, meant = case
    sure, at = [], 0
    for word in text.split():
        sure.append((at, at + len(word), confidence if word == doubted else 0.999))
        at += len(word) + 1
    (place,) = [first for first, last, _ in sure if text[first:last] == doubted]
    reading = Reading(alone(text), tuple(sure), rivals={place: tuple(others.items())})
    assert [result.text for result in touched_up([reading])] == [meant]
