"""Bodies with which a clause opens and whose names surely end, whatever verb follows, of which no
vocabulary holds all: a name of the directory ("Công an xã | cắm biển báo"), one that ends with the
level of its unit ("Đội chống dịch của phường | phun …"), or with the many to which those belong
that it speaks of ("Cộng tác viên các khóm | đến từng nhà")."""

from __future__ import annotations

from kehoach.normalize.offices.cell import Cell
from kehoach.parsers.items.beginnings import DOING, begins
from kehoach.parsers.items.called_by_work import words_from

MIN_WORDS, MAX_WORDS = 2, 9
"""Of a name before the level, or the many, with which it ends."""
MAX_NAMES = 6
MAX_LETTERS = 700
"""Of the words in which such bodies stand."""
_OF = ("của",)


def known_subject(text: str, *, by_owner: bool = False) -> tuple[str, str]:
    """The bodies that a clause opens with, and the rest, whatever it says; ("", "") where no verb
    can follow. `by_owner`: only those whose names end with whose they are.

    >>> known_subject("Công an xã cắm biển báo.")
    ('Công an xã', 'cắm biển báo.')
    >>> known_subject("Cộng tác viên các khóm đến từng nhà.")[0]
    'Cộng tác viên các khóm'
    >>> known_subject("Đội chống dịch của phường, Hội Nông dân và Công an phường rắc vôi bột.")[0]
    'Đội chống dịch của phường, Hội Nông dân và Công an phường'
    >>> known_subject("Công an xã được khen.")
    ('', '')
    """
    cell = Cell(text[:MAX_LETTERS])
    stop = begin = 0
    for _ in range(MAX_NAMES):
        stop = _name_stop(cell, begin, by_owner=by_owner) if begin < cell.size else 0
        if not stop or stop >= cell.size:
            return "", ""
        joined = _joined(cell, stop)
        if not joined:
            break
        begin = joined
    verb = _behind_members(cell, stop)
    if verb >= cell.size or cell.words[verb].is_capital or cell.words[verb].gap != " ":
        is_apart = stop < verb < cell.size and not cell.words[verb].is_capital
        if not is_apart:
            return "", ""
    following = words_from(cell, verb)
    if begins(following, "no_verbs", "goes_on_with_names") and not begins(following, *DOING):
        return "", ""
    return cell.printed(0, stop), text[cell.words[verb].begin :]


def _behind_members(cell: Cell, stop: int) -> int:
    """ "Tổ kiểm tra của phường | , gồm Công an phường, Phòng Kinh tế, | tuần tra …": where the verb
    stands behind the list of those who belong to a body; `stop` where there is no such list."""
    if stop >= cell.size or cell.words[stop].gap != ", ":
        return stop
    if begins(words_from(cell, stop), "openings_of_members") is None:
        return stop
    for index in range(stop + 2, cell.size):
        word = cell.words[index]
        if ";" in word.gap or ". " in word.gap or ":" in word.gap:
            return stop
        if word.follows_comma and not word.is_capital and begins(words_from(cell, index), *DOING):
            return index
    return stop


def _joined(cell: Cell, stop: int) -> int:
    """Where the next name of a list begins, behind a comma or "và"; 0 where none does."""
    gap = cell.words[stop].gap
    if gap == " " and cell.is_and(stop):
        stop += 1
    elif gap != ", ":
        return 0
    is_body = cell.words[stop].is_capital and cell.opens_body(stop)
    return stop if is_body or begins(words_from(cell, stop), "list_words") else 0


def _name_stop(cell: Cell, begin: int, *, by_owner: bool) -> int:
    """Where the name stops that begins at a word; 0 where it is none that surely ends."""
    found = cell.longest_name(begin)
    if found is not None and not cell.opens_collective(begin):
        stop = cell.level_stop(found[1])
        many = _many_stop(cell, stop)
        if many:
            return many
        stop = _level_stop(cell, stop) if stop == found[1] else stop
        if stop > found[1]:
            return stop
        stop = 0 if by_owner or stop - begin < MIN_WORDS else stop
        return _stop_at_owner(cell, begin) or stop
    return _stop_at_owner(cell, begin)


def _stop_at_owner(cell: Cell, begin: int) -> int:
    """Where the level, or the many, stop with which an unknown name ends: "Cán bộ khuyến nông |
    xã", "Tổ kiểm tra | của phường", "Ban quản trị | các chung cư"."""
    opening = words_from(cell, begin)
    if not cell.words[begin].is_capital or begins(opening, "never_bodies", "not_bodies", "venues"):
        return 0
    kind = begins(opening, "small_bodies", "posts", "posts_of_many") or ""
    size = max(len(kind.split()), cell.phrase_size("heads", begin))
    if not size:
        return 0
    for index in range(begin + size, min(begin + MAX_WORDS, cell.size)):
        if cell.words[index].gap.strip() or cell.is_one_of("and_or", index):
            return 0
        many = _many_stop(cell, index)
        if many:
            return many
        stop = _level_stop(cell, index + (cell.words[index].folded in _OF))
        if stop > index + 1 or (stop > index and index - begin >= MIN_WORDS):
            return stop
        does = index - begin >= MIN_WORDS and begins(words_from(cell, index), *DOING, "body_verbs")
        if does and not begins(words_from(cell, index - 1), "nouns_like_verbs"):
            return 0
        if begins(words_from(cell, index), "not_in_councils"):
            return 0
    return 0


def _level_stop(cell: Cell, index: int) -> int:
    """Behind the level of the unit, and its name, that stand at a word; `index` where none does."""
    if index >= cell.size or cell.words[index].gap != " ":
        return index
    stop = index
    while level := begins(words_from(cell, stop), "owning_levels"):
        stop += len(level.split())  # "Y tế | thôn bản"
    if stop == index:
        return index
    return cell.place_stop(stop) if stop < cell.size else stop


def _many_stop(cell: Cell, index: int) -> int:
    """Behind "các khóm", "các thôn, bản" at a word; 0 where no such words stand there."""
    if index >= cell.size or not cell.is_one_of("plural", index) or cell.words[index].gap != " ":
        return 0
    stop = index + 1
    while stop < cell.size:
        noun = begins(words_from(cell, stop), "nouns_of_many")
        if noun is None:
            return stop - 1 if stop - 1 > index and cell.is_one_of("and_or", stop - 1) else 0
        stop += len(noun.split())
        if stop >= cell.size or not ("," in cell.words[stop].gap or cell.is_and(stop)):
            return stop
        goes_on = stop + cell.is_and(stop)
        if begins(words_from(cell, goes_on), "nouns_of_many") is None:
            return stop
        stop = goes_on
    return stop
