"""Bodies with which a clause opens and whose names surely end, whatever verb follows, of which no
vocabulary holds all: a name of the directory ("Công an xã | cắm biển báo"), one that ends with the
level of its unit ("Đội chống dịch của phường | phun …"), or with the many to which those belong
that it speaks of ("Cộng tác viên các khóm | đến từng nhà")."""

from __future__ import annotations

from functools import cache

import regex

from kehoach.normalize.offices.cell import Cell
from kehoach.normalize.text import fold
from kehoach.parsers.items.bodies.called_by_work import words_from
from kehoach.parsers.items.bodies.learned_kinds import stop_of_kind
from kehoach.parsers.items.bodies.learned_verbs import DOES, are_one_word, share_of_opening
from kehoach.parsers.items.words.beginnings import DOING, begins, begins_duty
from kehoach.parsers.words import alternation
from kehoach.patterns import compile_regex

MIN_WORDS, MAX_WORDS = 2, 9
"""Of a name before the level, or the many, with which it ends."""
MAX_NAMES = 6
MAX_LETTERS = 700
"""Of the words in which such bodies stand."""
_OF = ("của", "thuộc")


def known_subject(text: str, *, by_owner: bool = False) -> tuple[str, str]:
    """The bodies that a clause opens with, and the rest, whatever it says; ("", "") where no verb
    can follow. `by_owner`: only those whose names end with whose they are.

    >>> known_subject("Công an xã cắm biển báo.")
    ('Công an xã', 'cắm biển báo.')
    >>> known_subject("Cộng tác viên các khóm đến từng nhà.")[0]
    'Cộng tác viên các khóm'
    >>> known_subject("Đội chống dịch của phường, Hội Nông dân và Công an phường rắc vôi bột.")[0]
    'Đội chống dịch của phường, Hội Nông dân và Công an phường'
    >>> known_subject("Công an xã mỗi đêm hai lượt qua chợ.")[1]
    'mỗi đêm hai lượt qua chợ.'
    >>> known_subject("Công an xã được khen.")
    ('', '')
    """
    person = _person().match(text)
    if person is not None:
        return person["office"] or person["post"], text[person.end() :]
    everybody = _everybody().match(text)
    if everybody is not None:
        return everybody[0].rstrip(), text[everybody.end() :]
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
    goes_on = begins(following, "no_verbs", "goes_on_with_names")
    if goes_on and not begins(following, *DOING, "turns_of_work"):
        return "", ""
    return cell.printed(0, stop), text[cell.words[verb].begin :]


def led_subject(text: str) -> tuple[str, str]:
    """The body with which a clause opens that says who leads it, and the rest; ("", "") for none.

    >>> led_subject("Đoàn kiểm tra do Phó Chủ tịch UBND xã làm trưởng đoàn soi bếp ăn.")
    ('Đoàn kiểm tra', 'soi bếp ăn.')
    """
    led = _led().match(text)
    if led is None or not _opens_unknown(Cell(led["name"]), 0):
        return "", ""
    return led["name"], text[led.end() :]


def kind_alone(text: str) -> tuple[str, str]:
    """Bodies and persons of a kind with which a clause opens, in the singular, and the rest;
    ("", "") where no verb follows.

    >>> kind_alone("Cơ sở giáo dục công khai thực đơn.")
    ('Cơ sở giáo dục', 'công khai thực đơn.')
    >>> kind_alone("Văn thư, kế toán thu phí."), kind_alone("Cơ sở giáo dục trên địa bàn.")
    (('Văn thư, kế toán', 'thu phí.'), ('', ''))
    """
    kinds = _kinds_alone().match(text)
    if kinds is None or begins(text, "not_bodies"):
        return "", ""
    rest = text[kinds.end() :].lstrip()
    does = begins(rest, *DOING, "body_verbs", "undone") is not None
    if not does or begins(rest, "nouns_like_verbs"):
        return "", ""
    return kinds[0], rest


def person_alone(text: str) -> tuple[str, str]:
    """The person with whose bare post a clause opens, and what they do, whatever the verb; ("", "")
    for another clause.

    >>> person_alone("Trưởng thôn thu phiếu tự chấm của từng hộ.")
    ('Trưởng thôn', 'thu phiếu tự chấm của từng hộ.')
    >>> person_alone("Thư ký hội đồng đọc biên bản."), person_alone("Hiệu trưởng các trường.")
    (('', ''), ('', ''))
    """
    post = begins(text, "persons_alone")
    if post is None or not text[:1].isupper():
        return "", ""
    rest = text[len(post) :]
    if rest[:1] != " " or not rest[1:2].islower() or begins(rest, *_NO_DOING) is not None:
        return "", ""
    does = rest.lstrip()
    is_inside = are_one_word(fold(post.rpartition(" ")[2]), fold(does.split()[0]))
    is_verb = share_of_opening(does) >= DOES and not is_inside
    return (text[: len(post)], does) if is_verb else ("", "")


_NO_DOING = ("no_verbs", "goes_on_with_names", "nouns_like_verbs", "posts", "many_bodies")


def post_in_charge(text: str) -> tuple[str, str]:
    """The person with which a clause opens who is called by what they look after, and the rest;
    ("", "") for none. What they look after ends before the first verb that is no part of it.

    >>> post_in_charge("Cán bộ phụ trách thú y lập danh sách hộ nuôi.")
    ('Cán bộ phụ trách thú y', 'lập danh sách hộ nuôi.')
    >>> post_in_charge("Phó Chủ tịch UBND xã phụ trách kinh tế đi kiểm tra đập.")[0]
    'Phó Chủ tịch UBND xã phụ trách kinh tế'
    >>> post_in_charge("Cán bộ phụ trách thư viện trường."), post_in_charge("Cán bộ lập sổ.")
    (('', ''), ('', ''))
    """
    charge = _charge().match(text)
    if charge is None:
        return "", ""
    cell = Cell(text[:MAX_LETTERS])
    first = len(charge[0].split())
    if begins(text[charge.end() :].lstrip(), "performing_verbs"):
        return "", ""  # "Phó Chủ tịch UBND xã | phụ trách tổ chức lễ khai mạc"
    for index in range(first + 1, min(first + 1 + MAX_WORDS, cell.size)):
        word, following = cell.words[index], words_from(cell, index)
        if word.gap.strip() not in ("", "-", "–") or word.is_capital:
            return "", ""
        if begins(following, "nouns_like_verbs") or begins(
            words_from(cell, index - 1), "nouns_like_verbs"
        ):
            continue
        if begins(following, *DOING, "body_verbs", "going_there") is not None:
            return cell.printed(0, index), text[word.begin :]
    return "", ""


def is_post_in_charge(title: str) -> bool:
    """Is a title, all of it, a person called by what they look after?

    >>> is_post_in_charge("Phó Chủ tịch phụ trách văn hóa - xã hội")
    True
    >>> is_post_in_charge("Phó Chủ tịch UBND xã phụ trách kinh tế chỉ đạo thu nợ")
    False
    """
    charge = _charge().match(title)
    if charge is None or post_in_charge(title)[0]:
        return False
    field = title[charge.end() :].strip()
    is_field = not _CLAUSE.search(field) and begins(field, "performing_verbs") is None
    return is_field and 0 < len(field.split()) <= MAX_WORDS


_CLAUSE = compile_regex(r"[.,;:()]")


@cache
def _kinds_alone() -> regex.Pattern[str]:
    """ "Giáo viên | chủ nhiệm", "Văn thư, | kế toán"."""
    kind = (
        rf"(?:{alternation('kinds_alone')})(?:\s(?:{alternation('more_of_kinds')}))*"
        rf"(?:\s(?:{alternation('owning_levels')}))?"
    )
    many = rf"(?:{alternation('openings_of_many')})\s"
    return compile_regex(
        rf"(?:{many})?{kind}(?:(?:,|\svà)\s(?:{many})?{kind}){{0,4}}(?=\s)", regex.IGNORECASE
    )


@cache
def _charge() -> regex.Pattern[str]:
    """ "Cán bộ | được phân công | phụ trách", "Phó Chủ tịch | UBND xã | phụ trách"."""
    posts, charges = alternation("posts_with_charge"), alternation("charges")
    levels = alternation("owning_levels")
    body = rf"(?:\s(?:\p{{Lu}}\p{{L}}*|nhân|dân|ủy|và|{levels})){{0,6}}"
    return compile_regex(rf"(?i:{posts}){body}\s+(?i:{charges})(?=\s)")


def begins_sentence(cell: Cell, index: int) -> bool:
    """ "Công an xã | Xác minh, xử lý": does what is done begin with a capital behind a whole name
    of the directory, since a heading stands in one line with the sentence under it?"""
    if index + 1 >= cell.size or cell.words[index + 1].is_capital:
        return False
    if cell.words[index].gap.strip(" )") or not begins_duty(words_from(cell, index)):
        return False
    if begins(cell.words[0].folded, "list_words"):  # "Các thôn | Vận động …"
        is_behind_noun = ")" in cell.words[index].gap or not cell.words[index - 1].is_capital
        return is_behind_noun and begins(words_from(cell, 1), "many_bodies") is not None
    named = cell.longest_name(0)
    if named is None or not MIN_WORDS <= named[1] <= index:
        return False
    is_behind_level = index > named[1] and cell.phrase_size("levels", index - 1) > 0
    return is_behind_level or cell.level_stop(named[1]) == index


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
        if word.follows_comma and _may_do(cell, index):
            return index
    return stop


def _may_do(cell: Cell, index: int) -> bool:
    """May a verb stand at a word, and no member of a group ("cán bộ tư pháp", "3 trạm")?"""
    word = cell.words[index]
    if word.is_capital or word.unmarked.isdecimal() or cell.opens_body(index):
        return False
    return begins(words_from(cell, index), "posts", "many_bodies", "list_words") is None


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
    if cell.is_one_of("plural", begin):
        return _some_of_level(cell, begin)
    role = cell.phrase_size("roles", begin)
    in_office = cell.longest_name(begin + role) if role and cell.words[begin].is_capital else None
    found = in_office or cell.longest_name(begin)
    if found is not None and not cell.opens_collective(begin):
        stop = cell.level_stop(found[1])
        many = _many_stop(cell, stop)
        if many:
            return many
        stop = _level_stop(cell, stop) if stop == found[1] else stop
        if stop > found[1]:
            return stop
        stop = 0 if by_owner or stop - begin < MIN_WORDS else stop
        return _stop_at_owner(cell, begin, least=found[1]) or stop
    return _stop_at_owner(cell, begin)


def _some_of_level(cell: Cell, begin: int) -> int:
    """Behind "các đoàn thể | phường"; 0 where no such words stand at a word."""
    noun = begins(words_from(cell, begin + 1), "many_bodies") if begin + 1 < cell.size else None
    stop = begin + 1 + len(noun.split()) if noun else begin
    owned = _level_stop(cell, stop)
    return owned if noun and owned > stop else 0


def _stop_at_owner(cell: Cell, begin: int, *, least: int = 0) -> int:
    """Where the level, or the many, stop with which an unknown name ends: "Cán bộ khuyến nông |
    xã", "Tổ kiểm tra | của phường", "Ban quản trị | các chung cư"; or two capitals ("Ban quản lý
    bến | Nậm Khao"), or those who belong to it ("…, gồm Công an phường")."""
    size = _opens_unknown(cell, begin)
    if not size:
        return 0
    for index in range(max(begin + size, least), min(begin + MAX_WORDS, cell.size)):
        following = words_from(cell, index)
        if begins(following, "openings_of_members") and cell.words[index].gap == ", ":
            return index
        if cell.words[index].gap.strip() or cell.is_one_of("and_or", index):
            return 0
        stop = _whole_many_stop(cell, index) or _owner_stop(
            cell, index, is_long=index - begin >= MIN_WORDS
        )
        goes_on = cell.words[index].unmarked.isdecimal()  # "Liên danh nhà thầu Tây Bắc | 36 - …"
        if stop or (_ends_in_capitals(cell, begin + size, index) and not goes_on):
            return stop or index
        does = index - begin >= MIN_WORDS and begins(following, *DOING, "body_verbs")
        if does and not begins(words_from(cell, index - 1), "nouns_like_verbs"):
            return 0
        if begins(following, "not_in_councils", "ends_of_bodies", "duty_givings"):
            return 0
    return 0


def _opens_unknown(cell: Cell, begin: int) -> int:
    """How many words of a kind of body, or of a post, open a name at a word; 0 for none."""
    opening = words_from(cell, begin)
    if not cell.words[begin].is_capital or begins(opening, "never_bodies", "not_bodies", "venues"):
        return 0
    kind = begins(opening, "posts_of_many", "small_bodies", "posts") or ""
    return max(len(kind.split()), cell.phrase_size("heads", begin))


def _owner_stop(cell: Cell, index: int, *, is_long: bool) -> int:
    """Behind "của phường", "số 3", "của Trung tâm Y tế", or behind "xã" where the name before it
    `is_long`; 0 where none of them stands at a word."""
    word = cell.words[index]
    if index + 1 < cell.size and begins(word.folded, "numbering") and _is_number(cell, index + 1):
        return index + 2
    if word.folded in _OF and index + 1 < cell.size:
        owner = cell.longest_name(index + 1)
        stop = cell.level_stop(owner[1]) if owner is not None else _level_stop(cell, index + 1)
        return stop if stop > index + 1 else 0
    stop = _level_stop(cell, index)
    return stop if stop > index and is_long else 0


def _is_number(cell: Cell, index: int) -> bool:
    return cell.words[index].unmarked.isdecimal() and cell.words[index].gap == " "


def _ends_in_capitals(cell: Cell, least: int, index: int) -> bool:
    """Do two capitals stand before a word in small letters, behind one in small letters: the proper
    name with which a longer one ends?"""
    capitals = [cell.words[at].is_capital for at in range(index - 3, index)] if index > 2 else []
    if index - 2 <= least or capitals != [False, True, True] or cell.words[index].is_capital:
        return False
    named = (cell.longest_name(at) for at in (index - 2, index - 1))
    return all(found is None or found[1] <= index for found in named)  # "Chánh Văn phòng Bộ Y | tế"


def _level_stop(cell: Cell, index: int) -> int:
    """Behind the level of the unit, and its name, that stand at a word; `index` where none does."""
    if index >= cell.size or cell.words[index].gap != " ":
        return index
    stop = index
    while (level := begins(words_from(cell, stop), "owning_levels")) and not _is_no_level(
        cell, stop
    ):
        stop += len(level.split())  # "Y tế | thôn bản"
    if stop == index:
        return index
    return cell.place_stop(stop) if stop < cell.size else stop


def _is_no_level(cell: Cell, index: int) -> bool:
    """ "Bảo hiểm | xã hội Việt Nam" is of no commune."""
    return begins(words_from(cell, index), "not_units") is not None


def _whole_many_stop(cell: Cell, index: int) -> int:
    """Behind the many that stand at a word, with the whole of their kind ("Giám đốc | các doanh
    nghiệp bưu chính, viễn thông"); 0 where none stand there."""
    stop = _many_stop(cell, index)
    return max(stop, stop_of_kind(cell, index + 1)) if stop else 0


def _many_stop(cell: Cell, index: int) -> int:
    """Behind "các khóm", "các thôn, bản" at a word; 0 where no such words stand there."""
    if index >= cell.size or not cell.is_one_of("plural", index) or cell.words[index].gap != " ":
        return 0
    stop = index + 1
    named = cell.longest_name(stop) if stop < cell.size and cell.words[stop].is_capital else None
    if named is not None:  # "Tổ trưởng các | Tổ bầu cử"
        return named[1]
    while stop < cell.size:
        noun = begins(words_from(cell, stop), "nouns_of_many")
        if noun is None or begins(words_from(cell, stop), "nouns_in_lists"):  # "tổ chức"
            return stop - 1 if stop - 1 > index and cell.is_one_of("and_or", stop - 1) else 0
        stop += len(noun.split())
        if stop >= cell.size or not ("," in cell.words[stop].gap or cell.is_and(stop)):
            return stop
        goes_on = stop + cell.is_and(stop)
        if begins(words_from(cell, goes_on), "nouns_of_many") is None:
            return stop
        stop = goes_on
    return stop


@cache
def named_person() -> str:
    """A pattern of a person called by title and name: "Cô Lò Thị Ngân", "đ/c Lò Văn Panh"."""
    titles = alternation("person_openings")
    syllable = r"\p{Lu}(?:['’]\s?\p{Lu})?\p{Ll}*"  # "H'Nuôn"
    return rf"(?i:{titles})\s+{syllable}(?:\s{syllable}){{0,4}}"


@cache
def _person() -> regex.Pattern[str]:
    """ "Cô Lò Thị Ngân, Phó Hiệu trưởng, | lên thực đơn"."""
    offices = alternation("offices_of_persons")
    return compile_regex(
        named_person() + rf"(?:,\s(?P<office>(?i:{offices})(?:\s[\p{{L}}]+){{0,8}}(?=,))|"
        rf"\s\((?P<post>(?i:{offices})[^()]{{0,60}})\))"
        r",?\s+(?=\p{Ll})"
    )


@cache
def _everybody() -> regex.Pattern[str]:
    """ "Toàn thể cán bộ, công chức của phường | đổi mật khẩu"."""
    people, levels = alternation("people_of_offices"), alternation("owning_levels")
    return compile_regex(
        rf"(?i:{alternation('words_of_all')})\s(?:{people})(?:(?:,|\svà)\s(?:{people}))*"
        rf"\s(?:của|thuộc|trong)\s(?:toàn\s)?(?:{levels})\s+(?=\p{{Ll}})"
    )


@cache
def _led() -> regex.Pattern[str]:
    """ "Đoàn kiểm tra | do Phó Chủ tịch UBND xã làm trưởng đoàn | kiểm tra các cơ sở"."""
    return compile_regex(
        rf"(?P<name>\p{{Lu}}[^,.;:()]{{3,60}}?)\s(?P<open>\()?do\s[^,.;:()]{{3,90}}?"
        rf"\s(?i:{alternation('leading_a_group')})(?(open)\))\s+(?=\p{{Ll}})"
    )
