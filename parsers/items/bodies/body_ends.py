"""How far the names of bodies reach in running words: up to the verb of what they do, or to the end
of their clause."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, lru_cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.places import list_stop
from kehoach.parsers.items.bodies.called_by_work import (
    behind_object_of_work,
    behind_undergone,
    behind_verbs_in_name,
    board_stop,
    charge_stop,
    goes_on_with_work,
    level_stop_of_board,
    many_work_stop,
    named_behind_head,
    stop_at_level,
    stop_before_work,
    unknown_name_stop,
    words_from,
)
from kehoach.parsers.items.bodies.learned_kinds import kind_stop
from kehoach.parsers.items.bodies.learned_verbs import are_one_word, leaves_undone
from kehoach.parsers.items.bodies.named_bodies import MIN_WORDS
from kehoach.parsers.items.bodies.subject_ends import begins_sentence
from kehoach.parsers.items.bodies.tells_which import behind_what_tells_which
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.patterns import compile_regex

MIN_WORDS_OF_SMALL_NAME = 7
"""Of a name of the directory that is one in small letters, too."""
USUAL_LIST, LONGEST_LIST = 2000, 6000
"""Letters of a list of bodies: a hundred names; asked of every "do" of a long line, all that
follows would take minutes."""


@lru_cache(maxsize=1024)
def bodies_end(text: str) -> int:
    """How many first letters of a sentence may name bodies: up to the verb, or to the end of its
    clause. A semicolon parts bodies where another one follows it; no name of the directory is cut.
    """
    end = _bodies_end(text[:USUAL_LIST])
    is_surely_seen = len(text) <= USUAL_LIST or end < USUAL_LIST // 2
    return end if is_surely_seen else _bodies_end(text[:LONGEST_LIST])


def _bodies_end(text: str) -> int:
    cell = Cell(text)
    index = _small_name(cell)
    while index < cell.size:
        word = cell.words[index]
        if index and _is_end(cell, index):
            listed = list_stop(text, cell.words[index - 1].stop) if ":" in word.gap else 0
            if not listed:
                return cell.words[index - 1].stop
            index = bisect_left(cell.words, listed, key=lambda word: word.begin)
        elif index and (places := _between_places().match(text, word.begin)):
            index = bisect_left(cell.words, places.end(), key=lambda word: word.begin)
        elif index == 1 and (stop := _stop_of_council(cell)):
            index = stop
        elif _may_do(cell, index) and _begins_doing(cell, index):
            name_stop = stop_at_level(cell, index) or behind_undergone(cell, index)
            name_stop = name_stop or board_stop(cell, index) or charge_stop(cell, index)
            name_stop = name_stop or many_work_stop(cell, index)
            name_stop = name_stop or level_stop_of_board(cell, index)
            name_stop = name_stop or unknown_name_stop(cell, index)
            name_stop = name_stop or behind_object_of_work(cell, index)
            name_stop = name_stop or behind_what_tells_which(cell, index)
            name_stop = name_stop or behind_verbs_in_name(cell, index)
            name_stop = name_stop or kind_stop(cell, index)
            if not name_stop:
                return word.begin
            index = name_stop
        else:
            begin, index = index, _next_word(cell, index)
            stop = stop_before_work(cell, begin, index) if cell.words[begin].is_capital else 0
            charged = charge_stop(cell, stop) if stop else 0
            if stop and not charged:
                return cell.words[stop].begin
            index = charged or index
    return len(text)


def _stop_of_council(cell: Cell) -> int:
    """Where a name stops whose kind is one word ("Đội | bắt giữ chó thả rông xã"), what it does
    right behind; 0 for another."""
    stop = stop_at_level(cell, 1) if _begins_doing(cell, 1) else 0
    does = stop and stop < cell.size and not cell.words[stop].gap.strip()
    return stop if does and _begins_doing(cell, stop) else 0


def _small_name(cell: Cell) -> int:
    """How many words of a cell are a long name of the directory, written small ("với | tổ chức làm
    nhiệm vụ bồi thường, giải phóng mặt bằng"); 0 where none begins it so."""
    if not cell.size or cell.words[0].is_capital:
        return 0
    found = cell.longest_name(0)
    return found[1] if found is not None and found[1] >= MIN_WORDS_OF_SMALL_NAME else 0


@cache
def _between_places() -> regex.Pattern[str]:
    """ "các tỉnh | từ Vĩnh Lạc đến Sơn Khê"."""
    name = r"\p{Lu}\p{L}*(?:[\s-]\p{Lu}\p{L}*)*"
    return compile_regex(rf"từ\s+(?:{name})\s+(?:đến|tới|trở\s+vào|trở\s+ra)(?:\s+{name})?")


def _may_do(cell: Cell, index: int) -> bool:
    """Are the words before this one enough for the name of a body?"""
    return index >= MIN_WORDS or (index > 0 and cell.is_short_form(0))


def _next_word(cell: Cell, index: int) -> int:
    """The word after this one, or after the name of the directory or the remark in brackets that
    begins with it."""
    word = cell.words[index]
    named = cell.longest_name(index) if word.is_capital else None
    named = None if named is not None and _goes_with_name(cell, index) else named
    if named is None and word.is_capital:
        named = named_behind_head(cell, index)
    index = named[1] if named else index + _size_of_kind(cell, index)
    opens_remark = index < cell.size and "(" in cell.words[index].gap
    if opens_remark and ":" not in cell.words[index].gap:  # "các thôn: (1) Rà soát …" ends
        while index < cell.size and ")" not in cell.words[index].gap:
            index += 1
    return index


def _goes_with_name(cell: Cell, index: int) -> bool:
    """ "Trường Mầm non Hoa | Ban | tổ chức ngày hội": does a word end a proper name, and no name of
    the directory begin with it, since what is done follows?"""
    if index < MIN_WORDS or index + 1 >= cell.size or cell.words[index].gap != " ":
        return False
    before = cell.words[index - 1].is_capital and not cell.opens_body(index - 1)
    is_verb = not cell.words[index + 1].is_capital and begins_duty(words_from(cell, index + 1))
    return before and is_verb and cell.phrase_size("roles", index - 1) == 0


def _size_of_kind(cell: Cell, index: int) -> int:
    """How many words of a cell are one kind of body ("cơ sở đào tạo", in which no verb begins); 1
    where none begins."""
    kind = begins(words_from(cell, index), "many_bodies")
    return len(kind.split()) if kind is not None else 1


def _is_end(cell: Cell, index: int) -> bool:
    """Does the clause end before a word?"""
    gap = cell.words[index].gap
    if ":" in gap or (". " in gap and not cell.words[index - 1].is_capital):
        return True
    if ";" not in gap:
        return False
    return not (cell.opens_body(index) or cell.opens_collective(index))


def _begins_doing(cell: Cell, index: int) -> bool:
    """Does what the bodies do, or when, begin at a word?"""
    word = cell.words[index]
    following = words_from(cell, index)
    if word.is_dashed and begins(following, "manners_behind_dash", "times_behind_dash"):
        return True
    is_half = cell.words[index - 1].is_capital and begins(
        words_from(cell, index - 1), "titles_like_verbs"
    )
    if word.is_capital or is_half:
        return not is_half and begins_sentence(cell, index)
    if begins(following, "verbs_like_nouns") or _leaves_undone(cell, index):
        return True
    if goes_on_with_work(cell, index):
        return False
    nouns = [words_from(cell, at) for at in range(max(0, index - 2), index + 1)]
    if any(begins(noun, "nouns_like_verbs") for noun in nouns[-2:]):
        return False
    if begins(nouns[0], "endings_of_fields"):
        return False  # "các phòng giáo dục và | đào tạo"
    listed = word.follows_comma or begins(cell.words[index - 1].folded, "list_words")
    if listed and (noun := begins(following, "nouns_in_lists")):
        behind = words_from(cell, index + len(noun.split()))
        joins = cell.is_one_of("and_or", index - 1) and not cell.opens_collective(0)
        return joins and begins_duty(behind)  # "Công an xã và | tổ chức tuần tra"
    if begins(following, "ends_of_bodies") is not None:
        return True
    verb = begins(following, *DOING, "body_verbs")
    is_inside = word.gap == " " and are_one_word(cell.words[index - 1].folded, word.folded)
    is_inside = is_inside and not _ends_with_level(cell, index, verb)
    return verb is not None and not is_inside  # "trật | tự kiểm"


def _ends_with_level(cell: Cell, index: int, verb: str | None) -> bool:
    """Does a verb of two words stand behind the level of a unit ("Bộ Chỉ huy Quân sự tỉnh | thành
    lập 03 đoàn"), which with the first of them is another word?"""
    level = begins(cell.words[index - 1].folded, "owning_levels")
    return level is not None and verb is not None and len(verb.split()) > 1


def _leaves_undone(cell: Cell, index: int) -> bool:
    """ "Cán bộ, công chức | không chúc Tết": is a verb denied at a word (no "hàng không")?"""
    if cell.words[index].follows_comma:
        return False  # "… đổi mật khẩu 03 tháng/lần, | không dùng chung"
    if begins(cell.words[index - 1].folded, "syllables_before_not") is not None:
        return False
    return leaves_undone(words_from(cell, index))
