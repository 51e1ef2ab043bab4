"""Bodies that are called by their work: "Cơ quan quản lý đường thủy | có trách nhiệm …", "Đơn vị
vận hành hệ thống điện | chủ trì, phối hợp với …". No directory holds them, and the verbs in their
names begin no duty; they end where the sentence says in so many words that they lead or answer for
something."""

from __future__ import annotations

from functools import cache, lru_cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.offices.parse import parse_offices
from kehoach.normalize.text import fold
from kehoach.parsers.items.words.beginnings import DOING, LONGEST_PHRASE, begins
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MAX_WORDS = 48
"""Of such a name, or of a list of them."""
OBJECT = 2
"""Words of a work, and of what it is done to ("quản lý | lưu trú")."""
MIN_WORDS_OF_WORK, MAX_WORDS_OF_WORK = 3, 10
"""Of the work by which a council is called, with the level of its unit."""


def called_by_work(text: str) -> tuple[str, str]:
    """The body a clause opens with, and what it says of it; ("", "") where it is not called by its
    work.

    >>> called_by_work("Đơn vị quản lý kho lương chủ trì, phối hợp với Công an xã kiểm kê.")[0]
    'Đơn vị quản lý kho lương'
    >>> called_by_work("Đơn vị chủ trì, phối hợp với Công an xã kiểm kê.")[0]
    ''
    """
    kind = begins(text, "kinds_called_by_work")
    answers = _answers().search(text) if kind is not None else None
    if kind is None or answers is None or len(begins(text, "never_bodies") or "") > len(kind):
        return "", ""  # "Trường hợp …" is no "trường"
    name = _without_manner(text[: answers.start()]).rstrip(" ,")
    is_short = len(name.split()) <= MAX_WORDS
    is_bare = begins(name, "bare_kinds", "kinds_called_by_work") == fold(name)
    if not is_short or is_bare or _not_in_name().search(name) or not parse_offices(name).units:
        return "", ""
    return name, text[len(name) :].lstrip()


def goes_on_with_work(cell: Cell, index: int) -> bool:
    """ "Thư ký Đoàn | giám sát dự thảo báo cáo", "Cơ quan | giám định thông báo kết luận": is the
    verb part of the name of a body that is called by its work, since another verb follows it?"""
    is_called_so = any(
        begins(words_from(cell, index - size, size), "bodies_of_work") is not None
        for size in (1, 2)
        if size <= index
    )
    work = begins(words_from(cell, index), "works_of_bodies") if is_called_so else None
    behind = index + len(work.split()) if work else cell.size
    behind += _size_of_level(cell, behind)
    if behind >= cell.size or cell.words[behind].gap.strip():
        return False
    return begins(words_from(cell, behind), *DOING, "body_verbs") is not None


def behind_object_of_work(cell: Cell, index: int) -> int:
    """ "Phòng Quản lý | lưu trú | thẩm định …", "Trung tâm Xúc tiến | du lịch | tổ chức …": where
    the two words stop that tell what a body works at which is called by that, of which one opens as
    a verb does, what the body does right behind; 0 where they are no part of its name.

    >>> behind_object_of_work(Cell("Phòng Quản lý lưu trú thẩm định hồ sơ"), 3)
    5
    >>> behind_object_of_work(Cell("Phòng Quản lý lưu trú, thẩm định hồ sơ"), 3)
    0
    >>> behind_object_of_work(Cell("Ban Quản lý in phiếu phát cho các hộ"), 3)
    0
    """
    stop = index + OBJECT
    if stop >= cell.size or not opens_right_before(cell, index - OBJECT):
        return 0
    work = words_from(cell, index - OBJECT, OBJECT)
    is_named = cell.words[index - OBJECT].is_capital and begins(work, "works_with_objects") == work
    if not is_named or begins(words_from(cell, index - OBJECT - 1), "works_alone") is not None:
        return 0
    verb = begins(words_from(cell, index), *DOING, "body_verbs") or ""
    if len(verb.split()) > 1 or any(word.gap != " " for word in cell.words[index : stop + 1]):
        return 0
    is_small = not any(word.is_capital for word in cell.words[index : stop + 1])
    return stop if is_small and _does(cell, stop) else 0


def opens_right_before(cell: Cell, index: int) -> bool:
    """Does a noun for bodies, of one word or two, stand right before a word ("Trung tâm | Xúc
    tiến")?"""
    return any(begin >= 0 and cell.opens_body(begin) for begin in (index - 1, index - 2))


def board_stop(cell: Cell, index: int) -> int:
    """Where the work stops by which a board is called whose name ends here: before another body, a
    bracket, or what it does, whatever the work's own words ("Tổ công tác | giải phóng mặt bằng,
    các thôn"); 0 where no such work begins at a word.

    >>> board_stop(Cell("Tổ công tác giải phóng mặt bằng vận động các hộ"), 3)
    7
    >>> board_stop(Cell("Tổ công tác giải phóng mặt bằng, bàn giao đất"), 3)
    0
    """
    sizes = (size for size in (2, 3) if size <= index)
    opens = any(_opens_board(words_from(cell, index - size, size)) for size in sizes)
    work = begins(words_from(cell, index), "works_of_boards") if opens else None
    stop = index + len(work.split()) if work else 0
    if not stop or stop >= cell.size or "(" in cell.words[stop].gap:
        return stop
    is_listed = cell.is_and(stop) or cell.words[stop].follows_comma
    does = begins(words_from(cell, stop), *DOING, "body_verbs") is not None
    return stop if is_listed != does and not cell.words[stop].gap.strip(" ,") else 0


def level_stop_of_board(cell: Cell, index: int) -> int:
    """Where the name of a board stops that is called by whatever work and ends with the level of
    its unit, what it does right behind ("Ban Chỉ đạo | rà soát hộ nghèo xã | phúc tra …"); 0 where
    it is no such name.

    >>> level_stop_of_board(Cell("Ban Chỉ đạo rà soát xã thẩm định hồ sơ"), 3)
    6
    >>> level_stop_of_board(Cell("Ban Chỉ đạo rà soát xã Tân Khê"), 3)
    0
    """
    sizes = (size for size in (2, 3) if size <= index)
    if not any(_opens_board(words_from(cell, index - size, size)) for size in sizes):
        return 0
    for stop in range(index + 2, min(index + MAX_WORDS_OF_WORK, cell.size - 1) + 1):
        word = cell.words[stop - 1]
        if word.gap.strip(" ,") or word.is_capital or begins(word.folded, "not_in_councils"):
            return 0
        level = cell.phrase_size("own_levels", stop - 1)
        if level:
            end = stop - 1 + level
            follows = end < cell.size and not cell.words[end].gap.strip()
            is_verb = follows and not cell.words[end].is_capital and _does(cell, end)
            return end if is_verb else 0
    return 0


def ends_as_board(bodies: str) -> bool:
    """Do words name a board by its work, up to the level of its unit?"""
    cell = Cell(f"{bodies} rà soát")  # what it does ends its name
    stops = (level_stop_of_board(cell, index) for index in range(2, cell.size - 2))
    return any(stop == cell.size - 2 for stop in stops)


def _opens_board(words: str) -> bool:
    return begins(words, "boards_of_work") == words


def charge_stop(cell: Cell, index: int) -> int:
    """Where the words stop that tell what the members of a body look after, before what they do
    ("Các thành viên Ban Chỉ đạo | phụ trách thôn | báo cáo kết quả"); 0 where there are none.

    >>> charge_stop(Cell("Các thành viên Ban Chỉ đạo phụ trách thôn báo cáo kết quả"), 6)
    9
    >>> charge_stop(Cell("Các thành viên Ban Chỉ đạo phụ trách thôn Đông"), 6)
    0
    """
    charge = begins(words_from(cell, index), "charges_of_members")
    is_of_members = begins(words_from(cell, 0), "openings_of_holders") is not None
    stop = index + len(charge.split()) if charge and is_of_members else cell.size
    if stop >= cell.size or cell.words[stop].gap.strip():
        return 0
    return stop if begins(words_from(cell, stop), *DOING, "body_verbs") is not None else 0


def in_charge(bodies: str) -> bool:
    """Do words end with what the members of a body look after?"""
    cell = Cell(bodies)
    ends = (begins(words_from(cell, at), "charges_of_members") for at in range(cell.size))
    return any(charge == words_from(cell, at) for at, charge in enumerate(ends) if charge)


def stop_at_level(cell: Cell, index: int) -> int:
    """Where the name of a body stops that is called by its work and ends with the level of its unit
    ("Hội đồng | xác định mức độ khuyết tật xã | họp xét"), its verb standing at `index`, right
    behind the kind of body; 0 where it is no such name.

    >>> stop_at_level(Cell("Hội đồng xác định mức độ khuyết tật xã họp xét hồ sơ."), 2)
    9
    >>> stop_at_level(Cell("Hội đồng xác định mức độ khuyết tật của các xã."), 2)
    0
    """
    begin = next((at for at in (index - 2, index - 1) if _is_council(cell, at, index)), None)
    if begin is None or not cell.words[begin].is_capital:
        return 0
    for stop in range(index + MIN_WORDS_OF_WORK, min(index + MAX_WORDS_OF_WORK, cell.size) + 1):
        word = cell.words[stop - 1]
        if word.gap.strip(" ,") or begins(word.folded, "not_in_councils"):
            return 0
        if begins(word.folded, "own_levels") and _ends_name(cell, stop):
            return stop
    return 0


def many_work_stop(cell: Cell, index: int) -> int:
    """Where the name of many bodies stops that are called by their work, which begins at `index`:
    before what they do, or behind whose they are; 0 where that is no name.

    >>> many_work_stop(Cell("Các đơn vị quản lý đường bộ bố trí lực lượng"), 3)
    7
    >>> many_work_stop(Cell("Các cơ quan tham mưu, giúp việc của Tỉnh ủy quán triệt"), 3)
    10
    >>> many_work_stop(Cell("Các đơn vị quản lý chặt chẽ hồ sơ, bố trí kho lưu"), 3)
    0
    """
    if not _are_many(cell, index):
        return 0
    at = first = index + _size_of(cell, index, "works_of_many")
    if at == index:
        return 0
    is_one = True
    while at < min(index + MAX_WORDS_OF_WORK, cell.size):
        word = cell.words[at]
        if word.gap.strip(" ,"):
            return 0
        owner = _owner_stop(cell, at)
        if owner:
            return owner
        more = _size_of(cell, at, "works_of_many") if word.follows_comma else 0
        if word.is_capital or (word.follows_comma and not more):
            return 0
        is_one = is_one and not more
        has_object = at > first or first - index > 2
        if is_one and has_object and _does(cell, at):
            return at
        at += more or 1
    return 0


@lru_cache(maxsize=2048)
def many_by_work(bodies: str) -> bool:
    """Do words name many bodies by their work, up to whose they are ("Thủ trưởng các cơ quan tham
    mưu, giúp việc của Tỉnh ủy")?"""
    cell = Cell(bodies)
    return any(many_work_stop(cell, index) == cell.size for index in range(2, cell.size))


def unknown_name_stop(cell: Cell, index: int) -> int:
    """ "Quỹ Hỗ trợ | phát triển | nghiên cứu …": where a work stops with which a name ends that the
    directory does not know, what it does right behind; 0 where no such work begins."""
    work = begins(words_from(cell, index), "works_in_names")
    behind = index + len(work.split()) if work else cell.size
    if behind >= cell.size or cell.words[behind].gap.strip() or cell.words[behind].is_capital:
        return 0
    if begins(words_from(cell, behind), *DOING, "body_verbs") is None:
        return 0
    begin = next((at for at in range(index - 1, -1, -1) if cell.opens_body(at)), index)
    is_unknown = cell.words[begin].is_capital and cell.longest_name(begin) is None
    return behind if begin < index and is_unknown else 0


def named_behind_head(cell: Cell, index: int) -> tuple[str, int] | None:
    """ "Các Sở Tài chính, | Xây dựng | thẩm định …": the name that a word of a list begins, with
    the head that stands once before them all; None for none."""
    gap = cell.words[index].gap
    if not index or not (set(",:;") & set(gap) or cell.is_one_of("and_or", index - 1)):
        return None
    head = 1 if cell.size > 1 and cell.is_one_of("plural", 0) else 0
    if head >= index or not cell.opens_body(head):
        return None
    return cell.longest_name(index, prefix=cell.words[head].unmarked)


def behind_undergone(cell: Cell, index: int) -> int:
    """ "các chi bộ | được giám sát | gửi báo cáo": where the words stop that tell which bodies they
    are, what these do following; 0 where there are none."""
    undergone = begins(words_from(cell, index), "undergone")
    if undergone is None:
        return _behind_what_is_given(cell, index)
    stop = index + len(undergone.split()) if undergone else cell.size
    if stop >= cell.size or cell.words[stop].gap.strip():
        return 0
    return stop if begins(words_from(cell, stop), *DOING, "body_verbs") is not None else 0


def _behind_what_is_given(cell: Cell, index: int) -> int:
    """ "các đơn vị | được giao chủ trì | khẩn trương hoàn thành": where the words stop that tell to
    which of many, in small letters, something was given; 0 where there are none."""
    giving = begins(words_from(cell, index), "givings_to_some")
    kinds = [words_from(cell, index - size, size) for size in (1, 2, 3) if size <= index]
    is_some = any(begins(kind, "many_bodies") == kind for kind in kinds)
    if giving is None or not is_some or cell.words[index - 1].is_capital:
        return 0
    first = index + len(giving.split())
    for stop in range(first, min(first + MAX_WORDS_OF_WORK, cell.size)):
        if cell.words[stop].gap.strip() or cell.words[stop].is_capital:
            return 0
        if stop > first and begins(words_from(cell, stop), "openings_of_their_work"):
            return stop
    return 0


def behind_verbs_in_name(cell: Cell, index: int) -> int:
    """ "trung tâm y tế | dự phòng | giám sát", "Công đoàn | cấp trên trực tiếp cơ sở | hướng dẫn":
    where the words stop that are verbs elsewhere, a mark, whose they are, where, or what they do
    right behind; 0 where there are none."""
    stop = index
    while stop < cell.size and not (stop > index and cell.words[stop].gap.strip()):
        more = _size_of(cell, stop, "verbs_in_names")
        if not more:
            break
        stop += more
    if stop == index or stop >= cell.size:
        return 0
    following = words_from(cell, stop)
    if cell.words[stop].gap.strip() or begins(following, "words_of_belonging", "stationed"):
        return stop
    return stop if begins(following, *DOING, "body_verbs", "leading_verbs", "told_duties") else 0


def _are_many(cell: Cell, index: int) -> bool:
    """Does a kind of many bodies end before a word ("các đơn vị | quản lý …")?"""
    for size in (1, 2, 3):
        begin = index - size
        if begin < 1:
            return False
        kind = words_from(cell, begin, size)
        if begins(kind, "many_called_by_work") == kind and cell.is_one_of("plural", begin - 1):
            return True
    return False


def _size_of(cell: Cell, index: int, key: str) -> int:
    """How many words of a phrase of a list stand at a word; 0 for none."""
    phrase = begins(words_from(cell, index), key)
    return len(phrase.split()) if phrase else 0


def _owner_stop(cell: Cell, index: int) -> int:
    """Behind "thuộc Bộ", "của Tỉnh ủy", "trực thuộc tỉnh" at a word; 0 for other words."""
    at = index + _size_of(cell, index, "words_of_belonging")
    if at == index or at >= cell.size:
        return 0
    named = cell.longest_name(at) if cell.words[at].is_capital else None
    stop = named[1] if named is not None else at + _size_of(cell, at, "levels_of_bodies")
    return cell.place_stop(stop) if stop > at else at + cell.words[at].is_capital


def _does(cell: Cell, index: int) -> bool:
    """Does what bodies do begin at a word, and no word that joins two works?"""
    following = words_from(cell, index)
    if begins(following, "verbs_that_join", "nouns_like_verbs"):
        return False
    if begins(words_from(cell, index - 1), "nouns_like_verbs"):
        return False
    return begins(following, *DOING, "body_verbs") is not None


def stop_before_work(cell: Cell, begin: int, stop: int) -> int:
    """Where the name of the directory that stands at some words stops, with the level of its unit,
    if a word in small letters follows that goes on with no name: then the body does something,
    whatever the verb; 0 where another name may go on.

    >>> stop_before_work(Cell("Sở Xây dựng rút ngắn thủ tục"), 0, 3)
    3
    >>> stop_before_work(Cell("Sở Xây dựng các tỉnh"), 0, 3)
    0
    """
    ends_in_capital = any(word.is_capital for word in cell.words[max(begin + 1, stop - 2) : stop])
    level = begins(words_from(cell, stop), "own_levels") if stop < cell.size else None
    if level is not None and cell.words[stop].gap == " ":
        stop += len(level.split())
    elif not ends_in_capital:
        return 0  # "Ban Quản lý dự án đầu tư xây dựng | công trình giao thông"
    if stop >= cell.size or cell.words[stop].is_capital or cell.words[stop].gap != " ":
        return 0
    following = words_from(cell, stop)
    is_name = not following[:1].isalpha() or begins(following, "no_verbs", "goes_on_with_names")
    return 0 if is_name else stop


def _is_council(cell: Cell, begin: int, stop: int) -> bool:
    """Do the words of a place name the kind of a body that a commune sets up, and no more?"""
    if begin < 0:
        return False
    words = words_from(cell, begin, stop - begin)
    return begins(words, "councils") == words


def _ends_name(cell: Cell, stop: int) -> bool:
    """Does the text end, a mark stand, or what somebody does begin behind a word?"""
    if stop == cell.size or cell.words[stop].gap.strip():
        return True
    return begins(words_from(cell, stop), *DOING, "body_verbs", "leading_verbs") is not None


def _size_of_level(cell: Cell, index: int) -> int:
    """How many words tell whose a body called by its work is ("Hội đồng thẩm định | Nhà nước")."""
    level = begins(words_from(cell, index), "levels_of_bodies") if index < cell.size else None
    return len(level.split()) if level else 0


def words_from(cell: Cell, index: int, most: int = LONGEST_PHRASE) -> str:
    """Some words of a cell, folded, without what stands between them."""
    return " ".join(word.folded for word in cell.words[index : index + most])


def _without_manner(words: str) -> str:
    """Words without those at their end that say how, or within which bounds ("…, trong phạm vi
    nhiệm vụ của mình, | có trách nhiệm")."""
    bounds = _bounds().search(words)
    return _manner().sub("", words[: bounds.start()] if bounds else words)


@cache
def _answers() -> regex.Pattern[str]:
    return compile_regex(rf"\s(?:{alternation('answering_words')})(?!\p{{L}})")


@cache
def _bounds() -> regex.Pattern[str]:
    return compile_regex(rf",?\s(?:{alternation('bounds_of_duty')})(?!\p{{L}})")


@cache
def _manner() -> regex.Pattern[str]:
    manner = f"{alternation('duty_adverbs')}|{alternation('words_of_manner')}"
    return compile_regex(rf"(?:,?\s(?:{manner}))+\s*$")


@cache
def _not_in_name() -> regex.Pattern[str]:
    return compile_regex(rf"[.;:()]|\svà$|(?<!\p{{L}})(?:{alternation('not_in_names')})(?!\p{{L}})")
