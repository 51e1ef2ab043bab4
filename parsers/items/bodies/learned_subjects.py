"""Bodies with which a clause opens, before a verb that no vocabulary holds: their names end where a
word follows that the corpus shows to be a verb ("Công ty Môi trường đô thị Phú Khê | chạy xe", "Ban
Quản lý chợ Đông | kẻ lại vạch", "Các doanh nghiệp viễn thông | bó gọn cáp"). Behind a proper name a
word needs to be a verb less often than behind small letters, where a name may go on."""

from __future__ import annotations

from functools import lru_cache

from kehoach.normalize.offices.cell import Cell
from kehoach.parsers.items.bodies.between_times import says_what_is_done
from kehoach.parsers.items.bodies.called_by_work import opens_right_before, words_from
from kehoach.parsers.items.bodies.learned_verbs import (
    DOES,
    are_one_word,
    share_of_opening,
    verb_share,
)
from kehoach.parsers.items.bodies.subject_ends import known_subject
from kehoach.parsers.items.words.beginnings import begins

LEARNED = 0.7
"""How sure a task is whose lead ends before such a verb."""
BEHIND_NAME, BEHIND_CAPITAL, BEHIND_SMALL = 0.2, 0.5, 0.8
"""So often must a word be a verb behind a proper name of two words or the level of a unit, behind
one capital, behind small letters."""
BEHIND_WORK, SIZE_OF_WORK = 0.65, 4
"""And behind the four words that tell at what a body works: "xúc tiến du lịch"."""
MAX_WORDS = 16
"""Of such names."""
MAX_LETTERS = 240
MIN_WORDS = 2
_NO_BODIES = ("never_bodies", "venues", "not_body_openings", "capacities_behind_comma")


def learned_subject(text: str) -> tuple[str, str]:
    """The bodies, and the rest; ("", "") for none.

    >>> learned_subject("Công ty Môi trường đô thị Phú Khê chạy xe gom rác từ 18 giờ.")
    ('Công ty Môi trường đô thị Phú Khê', 'chạy xe gom rác từ 18 giờ.')
    >>> learned_subject("Các doanh nghiệp viễn thông bó gọn cáp thừa.")[0]
    'Các doanh nghiệp viễn thông'
    >>> learned_subject("Công ty Môi trường đô thị Phú Khê."), learned_subject("Kẻ vạch ở chợ.")
    (('', ''), ('', ''))
    >>> learned_subject("Trung tâm Xúc tiến du lịch thiết kế gian hàng.")[0]
    'Trung tâm Xúc tiến du lịch'
    """
    cell = Cell(text[:MAX_LETTERS])
    if not cell.is_marked or not _opens(cell):
        return "", ""
    end = _end(cell, behind_names=True) or _end(cell, behind_names=False)
    if not end:
        return "", ""
    return cell.printed(0, end), text[cell.words[end].begin :]


@lru_cache(maxsize=1024)
def rests_on_corpus(lead: str, text: str) -> bool:
    """Did nothing but the corpus tell where the bodies end with which a text opens?

    >>> rests_on_corpus("Công ty Điện Phú Khê", "Công ty Điện Phú Khê bẻ cành vướng dây.")
    True
    >>> rests_on_corpus("Công an xã", "Công an xã bẻ cành vướng dây.")
    False
    """
    told, rest = learned_subject(text)
    if not told or told != lead or says_what_is_done(rest):
        return False
    return not known_subject(text)[0]


def surely_ends(name: str, rest: str) -> bool:
    """Does a name end with a capital, or what a body works at, or the verb behind it go on with
    "lại", "gọn"? Else it may go on with what its bodies do by trade, where the vocabulary knows the
    verb behind that ("Các hộ nuôi vịt | chạy đồng | khai báo")."""
    last, following = name.rpartition(" ")[2], rest.partition(" ")[2]
    if last[:1].isupper() or begins(following, "particles_of_verbs") is not None:
        return True
    if following[:1].isdecimal() and share_of_opening(rest) >= DOES:
        return True  # "Tổ Khoa học xã hội | làm | 06 bài giảng"
    cell = Cell(f"{name} {rest}")
    return bool(name) and _is_behind_object(cell, len(name.split()))


def _opens(cell: Cell) -> bool:
    """Does the name of a body, or of many of a kind, open a clause?"""
    if cell.size <= MIN_WORDS or not cell.words[0].is_capital:
        return False
    opening = words_from(cell, 0)
    if begins(opening, "list_words") is not None:
        noun = words_from(cell, 1)
        is_of_bodies = begins(noun, "many_bodies") is not None
        return is_of_bodies and begins(noun, "never_bodies", "sets_of_things") is None
    if begins(opening, *_NO_BODIES) is not None:
        return False
    return cell.opens_body(0) and any(word.is_capital for word in cell.words[1:MAX_WORDS])


def _end(cell: Cell, *, behind_names: bool) -> int:
    """The number of the first word that begins a verb, right behind a proper name or the level of a
    unit, or behind any word; 0 for none before the names end."""
    is_many = begins(words_from(cell, 0), "list_words") is not None
    named = is_many  # another capital behind the first word, or many of a kind
    of_directory = cell.longest_name(0)
    first = of_directory[1] if of_directory is not None else 1
    named |= of_directory is not None
    for index in range(first, min(cell.size - 1, MAX_WORDS)):
        word = cell.words[index]
        gap = word.gap.strip(" ")
        if gap and not (gap in (",", "-", "–") and (word.is_capital or gap != ",")):
            return 0
        if word.is_capital or gap or word.unmarked.isdecimal():
            named = named or word.is_capital
            continue
        least = _least_share(cell, index)
        is_long = index >= MIN_WORDS + (least > BEHIND_NAME)  # "Ban Giám | khảo" is too short
        is_wanted = named and is_long and (least == BEHIND_NAME or not behind_names)
        if is_wanted and _is_verb(cell, index, least):
            return index
        if begins(words_from(cell, index), "words_of_no_name") or _turns_on(cell, index):
            return 0
    return 0


def _turns_on(cell: Cell, index: int) -> bool:
    """ "UBND xã | đề nghị | Ban Quản lý chợ dừng …": does one body turn to another at a word?"""
    asks = begins(words_from(cell, index), "asking_verbs", "duty_addresses", "order_verbs")
    behind = index + len(asks.split()) if asks is not None else cell.size
    behind += begins(words_from(cell, behind), "words_of_giving") is not None
    return behind < cell.size and cell.words[behind].is_capital


def _least_share(cell: Cell, index: int) -> float:
    """How often the word at a place must be a verb, by what stands before it."""
    before = cell.words[index - 1]
    if before.is_capital:
        opens = index > MIN_WORDS and cell.opens_body(index - 2)  # "Thường trực Ban Chỉ | đạo"
        is_proper = index > MIN_WORDS and cell.words[index - 2].is_capital and not opens
        return BEHIND_NAME if is_proper else BEHIND_CAPITAL
    is_level = begins(before.folded, "own_levels") is not None and before.gap == " "
    if index > MIN_WORDS and is_level:
        return BEHIND_NAME
    return BEHIND_WORK if _is_behind_object(cell, index) else BEHIND_SMALL


def _is_behind_object(cell: Cell, index: int) -> bool:
    """ "Trung tâm | Xúc tiến du lịch | thiết kế …": do the words before this one tell what a body
    does, and to what, so that its name may end here?"""
    begin = index - SIZE_OF_WORK
    if (
        begin < 1
        or index >= cell.size
        or not cell.words[begin].is_capital
        or not opens_right_before(cell, begin)
    ):
        return False
    if any(word.is_capital for word in cell.words[begin + 1 : index]):
        return False
    if begins(words_from(cell, begin), "works_with_objects") is None:
        return False
    return begins(words_from(cell, index), "works_in_names", "works_with_objects") is None


def _is_verb(cell: Cell, index: int, least: float) -> bool:
    """Is the word at a place a verb so often, and no part of the word, or phrase, before it?"""
    word, before, behind = cell.words[index], cell.words[index - 1], cell.words[index + 1]
    following = words_from(cell, index)
    if begins(following, "turns_of_work") is not None:
        return least == BEHIND_NAME  # "Trung tâm Văn hóa xã | mỗi tuần một bài"
    if begins(following, *_NO_VERBS) is not None:
        return False
    phrase = begins(words_from(cell, index - 1), "nouns_like_verbs", "many_bodies") or ""
    if " " in phrase or are_one_word(before.folded, word.folded):
        return False
    share = verb_share(word.folded, behind.folded)
    if behind.gap == " " and begins(behind.folded, "particles_of_verbs") is not None:
        share = max(share, BEHIND_SMALL)  # "bó | gọn", "kẻ | lại"
    return share >= least


_NO_VERBS = ("no_verbs", "goes_on_with_names", "nouns_like_verbs", "ends_of_bodies")
