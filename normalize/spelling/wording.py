"""Slips of the pen that need no dictionary: words and passages written twice, marks that stand
wrong, short forms with a letter too many. Each function takes a text and gives its slips in
order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import regex

from kehoach.normalize.gazetteer import find_units
from kehoach.normalize.spelling.citing import days_twice, doubled_names, listed_twice
from kehoach.normalize.spelling.misspelled import Word, is_syllable, words_of
from kehoach.normalize.spelling.wordcounts import (
    UNKNOWN,
    Slip,
    counts,
    light_words,
    short_forms,
    vocabulary,
)
from kehoach.normalize.text import fold, small
from kehoach.normalize.vocabulary import read_own
from kehoach.patterns import REACH, compile_regex

PASSAGE = 20
"""So many words in a row, twice in one paragraph, are a passage pasted twice."""
NAMED_BEFORE = 12
"""Letters before a passage in which "Đề án" may stand, whose title it is."""
_KNOWN_PAIR = 1000.0
_COMPOUND = 8.0
"""Two words that meet so many times more often than by chance are one expression."""
_NEVER_MEET = 0.02
_SELDOM = 350.0
"""A word that papers have less often is hardly written twice by mistake: doubled it is a word of
its own ("nắng chang chang"). In a corpus of all matters each of 29 such doublings was one."""
_OPENS_ALONE = 50.0
"""So often a word opens an expression of its own: "thông tin" after "truyền thông"."""


def slips(text: str) -> Iterator[Slip]:
    """All slips of this module, those that lie in another left out."""
    finders = (
        repeated_passages,
        repeated_clauses,
        repeated_words,
        wrong_marks,
        open_brackets,
        misspelt_levels,
        listed_twice,
        doubled_names,
        days_twice,
    )
    found = (slip for find in finders for slip in find(text))
    yield from sorted(apart(found, text), key=lambda slip: slip.start)


def apart(found: Iterable[Slip], text: str) -> list[Slip]:
    """The slips of a text that have no letters in common with one before them in the list."""
    taken = bytearray(len(text))
    kept: list[Slip] = []
    for slip in found:
        if taken.find(1, slip.start, slip.end) < 0:
            taken[slip.start : slip.end] = b"\1" * (slip.end - slip.start)
            kept.append(slip)
    return kept


@cache
def _doubled() -> frozenset[str]:
    return frozenset(vocabulary()["doubled"])


def repeated_words(text: str) -> Iterator[Slip]:
    """Words written twice: "tại tại", "giải quyết giải quyết", "cơ các cơ quan". Where two words
    meet that end and begin alike ("truyền thông thông tin"), or a word is doubled by right ("luôn
    luôn"), there is none."""
    words = words_of(text)
    lower = [word.text.lower() for word in words]
    index = 0
    while index < len(words) - 1:
        size = _repeated_size(words, index, lower=lower, text=text)
        if size:
            last, end = words[index + size - 1], words[index + 2 * size - 1].end
            start = words[index].start
            yield Slip("duplicate_word", start, end=end, suggestion=text[start : last.end])
            index += 2 * size
        elif slip := _astray(words[index : index + 4], text):
            yield slip
            index += 3
        else:
            index += 1


def _repeated_size(words: Sequence[Word], index: int, *, lower: Sequence[str], text: str) -> int:
    """How many words stand here twice by mistake; 0 for none."""
    for size in (3, 2, 1):
        middle = index + size
        if lower[index:middle] != lower[middle : middle + size]:
            continue
        run = words[index : middle + size]
        if not all(word.text.isalpha() for word in run) or not _only_spaces(run, text):
            continue
        is_mistake = _is_word_twice(words, index) if size == 1 else _is_phrase_twice(run)
        if size > 1 and _is_heading_before(words, index, size=size):
            continue
        if is_mistake and not _ends_body(words, index):
            return size
    return 0


def _is_heading_before(words: Sequence[Word], index: int, size: int) -> bool:
    """ "Nhân lực số | Nhân lực số là yếu tố …": does a heading stand on the line of the sentence
    that opens with its words?"""
    is_capital = _is_capital(words[index])
    return _is_capital(words[index + size]) and (index == 0 or not is_capital)


def _ends_body(words: Sequence[Word], index: int) -> bool:
    """ "Đoàn kiểm tra | kiểm tra thực tế": do the words end the name of a body that is called by
    its work, and say again what it does?"""
    return index > 0 and fold(words[index - 1].text) in frozenset(vocabulary()["bodies_by_work"])


def _is_phrase_twice(run: Sequence[Word]) -> bool:
    """Whether two or three words twice in a row are a mistake."""
    if all(_is_capital(word) for word in run):
        return False  # a name
    middle = len(run) // 2
    counted = counts()
    ahead = counted.three(run[middle - 1].last, run[middle].first, run[middle + 1].first)
    behind = counted.three(run[middle - 2].last, run[middle - 1].first, run[middle].first)
    # "doanh nghiệp khởi nghiệp" excuses no "khởi nghiệp khởi nghiệp"
    return ahead == 0 or behind == 0


def _is_word_twice(words: Sequence[Word], index: int) -> bool:
    """Whether a word twice in a row is a mistake: not doubled by right, and not the end of one
    expression and the beginning of another."""
    first, second = words[index], words[index + 1]
    if len(first.text) < 2 or fold(first.text) in _doubled() or _ANY_NAME.fullmatch(first.text):
        return False
    name = " ".join(word.text for word in words[index : index + 3])
    if fold(name) in vocabulary()["names_alike"]:
        return False
    if is_syllable(fold(first.text)) and 0 <= counts().one(first.first) < _SELDOM:
        return False
    is_capital = _is_capital(second)
    if _is_capital(first) != is_capital and (index or is_capital):
        return False
    if is_capital and _two_names_meet(words, index):
        return False
    before = words[index - 1].last if index else 0
    ended = f"{fold(words[index - 1].text)} {fold(first.text)}" if index else ""
    if ended in vocabulary()["ends_alike"] or _two_expressions_meet(words, index):
        return False
    return counts().three(before, first.first, first.first) == 0


def _two_names_meet(words: Sequence[Word], index: int) -> bool:
    """ "Trường Trung học cơ sở Hòa Bình | Bình Minh": does a name end and another one begin?"""
    around = (*words[max(index - 1, 0) : index], *words[index + 2 : index + 3])
    return len(around) == 2 and all(_is_capital(word) and word.text.isalpha() for word in around)


_ANY_NAME = compile_regex(r"[BCDĐGHKLMNPQRSTVX]{2,3}")
"""A short form that stands for many things: "Luật CN CN số" is that of "công nghiệp công nghệ"."""


def _two_expressions_meet(words: Sequence[Word], index: int) -> bool:
    """ "truyền thông | thông tin": a word ends one expression and begins the next. In "họp bất bất
    thường" the first does not end there: "họp bất" goes on with "thường"."""
    counted = counts()
    light = light_words()
    word = words[index]
    previous = words[index - 1] if index else None
    is_counted = previous is not None and _counts(previous)
    if fold(word.text) in light or (previous and not is_counted and fold(previous.text) in light):
        return False
    own = word.first
    before = previous.last if previous else 0
    after = words[index + 2].first if index + 2 < len(words) else 0
    if after <= UNKNOWN or after in _END_MARKS:
        return False  # nothing stands behind that it could open
    if is_counted:
        return counted.bond(own, after) >= _COMPOUND  # "10 tổ | tổ chức lễ"
    if counted.bond(before, own) < _COMPOUND:
        return False
    if not any(counted.three(before, own, mark) for mark in _END_MARKS):
        return False  # nothing ends with "nhu cầu sửa", which goes on with "chữa"
    together = counted.three(before, own, after)
    ends_alone = counted.two(before, own) - together
    opens_alone = counted.two(own, after) - together
    return ends_alone > together and opens_alone >= _OPENS_ALONE


def _counts(word: Word) -> bool:
    """Does a noun stand behind the word, counted or meant one and all?"""
    return word.text.isdigit() or fold(word.text) in vocabulary()["counting"]


def _is_capital(word: Word) -> bool:
    return word.text[:1].isupper()


def _only_spaces(run: Sequence[Word], text: str) -> bool:
    """Whether nothing but spaces stands between words."""
    gaps = (text[word.end : following.start] for word, following in pairwise(run))
    return all(gap.strip() == "" for gap in gaps)


def _astray(run: Sequence[Word], text: str) -> Slip | None:
    """ "cơ các cơ quan" has a word too many, "cơ các quan" two in the wrong order: the first two of
    a run of four never meet, the rest is a common expression."""
    if len(run) < 3 or not all(_is_plain_word(word) for word in run[:3]):
        return None
    counted = counts()
    first, second, third = (word.first for word in run[:3])
    if counted.bond(first, second) > _NEVER_MEET or not _only_spaces(run[:3], text):
        return None
    fourth = run[3].first if len(run) == 4 else 0
    if first == third and len(run) == 4:
        is_expression = counted.three(second, first, fourth) >= _KNOWN_PAIR
        if is_expression and _only_spaces(run, text):
            end = run[3].end
            return Slip(
                "duplicate_word", run[0].start, end=end, suggestion=text[run[1].start : end]
            )
    is_expression = counted.three(second, first, third) >= _KNOWN_PAIR
    if is_expression and counted.three(second, third, fourth) == 0:
        swapped = f"{run[1].text} {run[0].text} {run[2].text}"
        return Slip("spelling", run[0].start, end=run[2].end, suggestion=swapped)
    return None


def _is_plain_word(word: Word) -> bool:
    """Whether it is a word of the counts in small letters."""
    return word.text.islower() and word.first > UNKNOWN


_WORD = compile_regex(r"\p{L}+|\d+")


@cache
def _cites() -> regex.Pattern[str]:
    """The titles of documents are long, and a paragraph may well name one twice."""
    words = "|".join(vocabulary()["cites"])
    return compile_regex(rf"\b(?:{words})\b")


def repeated_passages(text: str) -> Iterator[Slip]:
    """A passage of PASSAGE words or more that stands twice in a paragraph."""
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    first: dict[tuple[str, ...], int] = {}
    index = 0
    while index + PASSAGE <= len(folded):
        passage = tuple(folded[index : index + PASSAGE])
        earlier = first.setdefault(passage, index)
        if earlier + PASSAGE > index:
            index += 1
            continue
        size = _passage_size(folded, earlier, index=index)
        start, end = words[index].start(), words[index + size - 1].end()
        if _is_title(text, words[earlier].start()):
            index += size
            continue
        is_term = _is_long_term(text, words, (earlier, index), size)
        if not is_term and not _cites().search(text, max(0, start - NAMED_BEFORE), end):
            yield Slip("repeated_passage", start, end=end)
        index += size


def _is_long_term(
    text: str, words: Sequence[regex.Match[str]], places: tuple[int, int], size: int
) -> bool:
    """Do both sentences go on in their own words behind a passage, with no mark between? Then it is
    what a thing is called in both, however long."""
    first, second = places
    if first + size == second:
        return False  # pasted right behind itself
    return all(
        place + size < len(words)
        and text[words[place + size - 1].end() : words[place + size].start()].isspace()
        for place in places
    )


_ABOUT = compile_regex(r"(?<!\p{L})(?:Về|VỀ|[Vv]/[Vv]:?)\s+(?:việc\s+)?$")


def _is_title(text: str, start: int) -> bool:
    """Does a passage stand behind "Về": is it the matter of a paper whose lines run on in one,
    which its first sentence names again?"""
    return _ABOUT.search(text[max(0, start - NAMED_BEFORE) : start]) is not None


def _passage_size(folded: Sequence[str], earlier: int, index: int) -> int:
    """How many words a passage has that stands at `earlier` and again at `index`."""
    size = PASSAGE
    longest = min(len(folded) - index, index - earlier)
    while size < longest and folded[earlier + size] == folded[index + size]:
        size += 1
    return size


_WORDS_AT_END = compile_regex(r"\p{Ll}\s\p{Ll}+$")
_SHORT_AT_END = compile_regex(r"(?:\b\p{L}{1,4}|\d|\))$")
_TWO_WORDS_AT_END = compile_regex(r"\S*\s?\S*$")
_MARKS = compile_regex(r"(?<![.,;:])(?:[:;,]\s?[.;:]|[.;:]\s?[,;:]|,\s?,)(?![.,;:/])(?!\s*\.)")


def wrong_marks(text: str) -> Iterator[Slip]:
    """Two marks where one belongs: "như sau:.", "kịp thời,;". Dots of omission, "v.v.," and "TP.;"
    are right."""
    for match in _MARKS.finditer(text):
        before = text[max(0, match.start() - REACH) : match.start()]
        first, last = match[0][0], match[0][-1]
        if first == ":" and (last != "." or not _WORDS_AT_END.search(before)):
            continue
        if first == "." and _SHORT_AT_END.search(before):
            continue
        if last == "." and text[match.end() : match.end() + 1].isalpha():
            continue  # "các tệp:.docx,.pdf"
        begin = _TWO_WORDS_AT_END.search(before)
        start = match.start() - (len(begin[0]) if begin else 0)
        yield Slip("punctuation", start, end=match.end(), suggestion=last)


_BRACKET = compile_regex(r"[()]")
_BRACKETED_WORDS = compile_regex(r"\(\S*(?:\s\S+){0,5}")


def open_brackets(text: str) -> Iterator[Slip]:
    """A bracket that is opened and never closed."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            opened.pop()
    if opened:
        start = opened[0]
        words = _BRACKETED_WORDS.match(text, start)
        yield Slip("open_bracket", start, end=words.end() if words else start + 1)


_SHORTEST_SENTENCE = 3
_LAST_WORDS = compile_regex(r"(?:\S+\s+){0,5}$")


@cache
def _never_last() -> regex.Pattern[str]:
    words = "|".join(vocabulary()["never_last"])
    return compile_regex(rf"(?<!\p{{L}})(?:{words})\s*$")


_TO_FILL_IN = compile_regex(r"(?:\.{3}|…|_{3})[^.…_]{0,20}$")


def broken_off(text: str) -> Iterator[Slip]:
    """A sentence that ends where it must go on: "… theo quy định của"."""
    match = _never_last().search(small(text))
    if match is None or len(text.split()) <= _SHORTEST_SENTENCE:
        return
    if text[match.start()].isupper() and not text.isupper():
        return  # a name: "số 50 Đào Duy Từ"
    if _TO_FILL_IN.search(text):
        return  # a form: "Hôm nay, ngày … tháng … năm 200..., tại"
    begin = _LAST_WORDS.search(text[: match.start()])
    start = begin.start() if begin else match.start()
    yield Slip("broken_off", start, end=match.end())


_HALF_WORD, _SEEN_OFTEN = 0.01, 5000.0
"""A word seen so often of which so small a part stands before a mark or at an end is the first half
of a longer one ("kỹ" of "kỹ thuật")."""
_END_MARKS = range(3)
"""Numbers of the end of a sentence, other marks and figures."""
_LAST_WORD = compile_regex(r"(?<![\p{L}\d])\p{Ll}+$")


def cut_off(text: str) -> Iterator[Slip]:
    """A text that ends in the middle of an expression: "… công nghệ, kỹ"."""
    text = text.rstrip()
    match = _LAST_WORD.search(text)
    if match is None or len(text.split()) <= _SHORTEST_SENTENCE:
        return
    if {fold(match[0]), " ".join(fold(text).split()[-2:])} & {*vocabulary()["may_end"]}:
        return
    counted = counts()
    number = counted.ids.get(fold(match[0]), UNKNOWN)
    ends = sum(counted.two(number, mark) for mark in _END_MARKS)
    if counted.one(number) < _SEEN_OFTEN or ends > _HALF_WORD * counted.one(number):
        return
    begin = _LAST_WORDS.search(text[: match.start()])
    start = begin.start() if begin else match.start()
    yield Slip("broken_off", start, end=match.end())


CLAUSE = 7
"""So many words between two full stops or semicolons, twice in one paragraph, are a clause written
twice. Between commas a long name may well stand twice."""
_CLAUSE = compile_regex(r"[^;.:\n]+")


def repeated_clauses(text: str) -> Iterator[Slip]:
    """A clause of CLAUSE words or more that stands twice between marks."""
    seen: set[str] = set()
    for match in _CLAUSE.finditer(text):
        key = fold(" ".join(match[0].split()))
        if len(key.split()) < CLAUSE:
            continue
        cited = _cites().search(text, max(0, match.start() - NAMED_BEFORE), match.end())
        if key in seen and not cited:
            start = match.end() - len(match[0].lstrip())
            yield Slip("repeated_passage", start, end=match.start() + len(match[0].rstrip()))
        seen.add(key)


_PLACE = compile_regex(r"(?<!\p{L})(\p{Ll}+)\s(\p{Lu}\p{L}*(?:\s\p{Lu}\p{L}*){0,3})")


def misspelt_levels(text: str) -> Iterator[Slip]:
    """The word for a province, misspelt before the name of one: "tính Bắc Ninh"."""
    meant = _levels_misspelt()
    for match in _PLACE.finditer(text):
        right = meant.get(fold(match[1]))
        if right is not None and _opens_with_province(match[2]):
            yield Slip("spelling", match.start(1), end=match.end(1), suggestion=right)


@cache
def _levels_misspelt() -> dict[str, str]:
    return dict(read_own("spelling/wording.yaml")["levels_misspelt"])


def _opens_with_province(name: str) -> bool:
    words = name.split()
    names = (" ".join(words[:size]) for size in range(len(words), 1, -1))
    return any(unit.is_province for own in names for unit in find_units(own))


_OFTEN = 3
"""A short form that stands so often in a paper is right."""
_SHORT = compile_regex(r"(?<![\p{L}\d\-/.&])\p{Lu}{4,7}(?![\p{L}\d\-/.&])")


def short_form_slips(text: str, printed: Counter[str]) -> Iterator[Slip]:
    """Short forms with a letter too many: "ATTTT" for "ATTT", where the paper or our list knows the
    right one.

    `printed`: how often the paper writes each short form. One that is itself known, or stands
    often, is right.
    """
    known = set(short_forms())
    known.update(form for form, times in printed.items() if times >= _OFTEN)
    for match in _SHORT.finditer(text):
        form = match[0]
        if printed[form] >= _OFTEN or form in vocabulary()["short_forms"]:
            continue
        meant = _without_a_double(form) & known
        if not meant and form not in known:
            plain = _without_a_double(form)
            meant = {right for right in known if right.replace("Đ", "D") in plain}
        if len(meant) != 1:
            continue
        right = meant.pop()
        if form not in known or printed[right] > 0:
            yield Slip("spelling", match.start(), end=match.end(), suggestion=right)


def _without_a_double(form: str) -> set[str]:
    """A short form without one of two letters that are alike and side by side."""
    found: set[str] = set()
    for place in range(1, len(form)):
        if form[place] == form[place - 1]:
            found.add(form[:place] + form[place + 1 :])
    return found
