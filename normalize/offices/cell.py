"""The words of an owner's cell, and what may be asked of each place among them.

Questions that need no memory of what was read before; `parse.py` asks them from left to right.
"""

from __future__ import annotations

from kehoach.normalize.offices.cell_words import split_words
from kehoach.normalize.offices.directory import (
    AND,
    Directory,
    directory_of_offices,
    nearest_office,
)
from kehoach.normalize.offices.lines import NEW_LINE
from kehoach.normalize.text import clean, fold, strip_diacritics

SENTENCES = 30
"""A cell of more words holds sentences: what opens with no word for a body is none."""

_LONGEST_NAME = 16
_LONGEST_MISSPELT = 12
_LONGEST_PLACE = 4
_LONGEST_PHRASE = 5
_LONGEST_OPENING, _LONGEST_PART = 3, 24


class Cell:
    """An owner's cell as words. All places are indexes of words; a stop is the word after."""

    __slots__ = ("_longest", "_unmarked", "directory", "is_marked", "size", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = split_words(text)
        self.size = len(self.words)
        self._unmarked = tuple([word.unmarked for word in self.words])
        self.is_marked = any(word.folded != word.unmarked for word in self.words)
        self.directory: Directory = directory_of_offices()
        self._longest: dict[tuple[int, str], tuple[str, int] | None] = {}

    def is_one_of(self, kind: str, index: int) -> bool:
        """Whether a word is in a list of single words of words.yaml."""
        return self.words[index].unmarked in self.directory.words[kind]

    def unmarked(self, begin: int, stop: int) -> tuple[str, ...]:
        """Words without their diacritics."""
        return self._unmarked[begin:stop]

    def printed(self, begin: int, stop: int) -> str:
        """Words as they are printed, with what stands between them."""
        first, last = self.words[begin], self.words[stop - 1]
        return clean(self.text[first.begin : last.stop].replace(NEW_LINE, " "))

    def phrase_size(self, kind: str, index: int) -> int:
        """How many words of a phrase of the list `kind` begin here, 0 for none; a single word must
        bear its diacritics where the cell has any."""
        directory = self.directory
        following = self._unmarked[index : index + _LONGEST_PHRASE]
        if not following or following[0] not in directory.phrase_openings[kind]:
            return 0  # the quick answer, of nearly all
        size = directory.phrase_size(kind, following)
        if size != 1 or kind == "levels":
            return size
        if not self.is_marked:
            return size
        is_toned = self.words[index].folded in directory.toned[kind]
        return size if is_toned else 0

    def opens_body(self, index: int) -> bool:
        """Whether a word stands here that opens names of bodies ("Phòng", "Chủ tịch")."""
        return self.phrase_size("heads", index) > 0

    def opens_collective(self, index: int) -> bool:
        """Whether a phrase stands here that means many bodies ("các", "đơn vị")."""
        if self.lists_hamlets(index) or self.lists_schools(index):
            return True
        size = self.phrase_size("collective", index)
        if size == 0 or self._is_one_of_many(index):
            return False
        if size == 1 and self.size > SENTENCES:
            following = min(index + 1, self.size - 1)
            if not self.phrase_size("generic", following):
                return False
        return not any(word.is_cut for word in self.words[index + 1 : index + size])

    def opens_clause(self, index: int) -> bool:
        """Whether a remark about what the body does begins here ("tham mưu …")."""
        size = self.phrase_size("clause", index)
        if self.words[index].is_capital or not size or self._goes_on_behind_dash(index + size):
            return False
        return not self.follows("before_clause", index)

    def _goes_on_behind_dash(self, index: int) -> bool:
        """ "Phòng Kế hoạch tổng hợp | - Tài chính"."""
        if index >= self.size or not self.words[index].is_dashed or self.opens_body(index):
            return False
        return self.words[index].is_capital and self.longest_name(index) is None

    def follows(self, kind: str, index: int) -> bool:
        """Whether a phrase of one or two words of the list `kind` ends right before."""
        listed = self.directory.phrases[kind]
        before = self.unmarked(max(0, index - 2), index)
        if before[-1:] in listed:
            return True
        return before[-2:] in listed

    def is_and(self, index: int) -> bool:
        """Whether "và" stands here, and a word behind it."""
        return self.words[index].unmarked == AND and index + 1 < self.size

    def part_begin(self, index: int) -> int:
        """Behind the "và" and the "các" that may stand here."""
        if index < self.size and self.words[index].unmarked == AND:
            index += 1
        if index < self.size and self.is_one_of("plural", index):
            index += 1
        return index

    def goes_on_with_part(self, begin: int, index: int) -> bool:
        """Whether "và", "các" or a comma at `index` does not end the name that opens at `begin`:
        "Ban Quản lý khu công nghệ cao | và khu công nghiệp"."""
        if index >= self.size:
            return False
        word = self.words[index]
        is_joined = word.follows_comma or self.is_and(index) or self.is_one_of("plural", index)
        if word.is_cut or not is_joined:
            return False
        tables = [self.directory.own_parts]
        if self.is_and(index):
            tables.append(self.directory.own_parts_after_and)
        first = self.part_begin(index)
        part = self.unmarked(first, first + _LONGEST_PART)
        for table in tables:
            for size in range(1, _LONGEST_OPENING + 1):
                own = table.get(self.unmarked(begin, begin + size), frozenset())
                if any(part[: len(words)] == words for words in own):
                    return True
        return False

    # --- many of a kind ---------------------------------------------------------------------------

    def lists_hamlets(self, index: int) -> bool:
        """ "Ấp 1, 2, 3", "24 xóm"."""
        if self.words[index].unmarked.isdigit():
            return index + 1 < self.size and self.phrase_size("counted", index + 1) > 0
        size = self.phrase_size("hamlets", index)
        numbers = index + size
        if not size or numbers + 1 >= self.size:
            return False
        first, second = self.words[numbers], self.words[numbers + 1]
        return first.unmarked.isdigit() and second.unmarked.isdigit() and second.follows_comma

    def lists_schools(self, index: int) -> bool:
        """ "Trường MN, TH, THCS"."""
        if index >= self.size or self.words[index].unmarked != "truong":
            return False
        size = self.phrase_size("schools", index + 1) if index + 1 < self.size else 0
        following = index + 1 + size
        if not size or following >= self.size:
            return False
        return self.words[following].follows_comma and self.phrase_size("schools", following) > 0

    def _is_one_of_many(self, index: int) -> bool:
        """Whether what could be many is one, by its proper name ("Hợp tác xã nông nghiệp Tân
        Khê")."""
        size = self.phrase_size("nameable", index)
        if not size or not self.words[index].is_capital:
            return False
        for place in range(index + size, self.size):
            word = self.words[place]
            if word.gap.strip() or word.unmarked == AND:
                return False
            if word.is_capital and not self.opens_body(place):
                return True
        return False

    def is_noun_for_many(self, index: int) -> bool:
        """Whether a noun for many bodies stands here with a capital, and no proper name behind it
        ("Các Tập đoàn, | Tổng công ty nhà nước")."""
        following = index + self.phrase_size("generic_capitals", index)
        if following == index:
            return False
        return following >= self.size or not self.words[following].is_capital

    def units_stop(self, index: int) -> int:
        """Behind the words that make the name before them that of many: "các xã", "12 ấp",
        "phường, xã, đặc khu"; `index` where there are none."""
        if index >= self.size or self.words[index].gap.strip():
            return index
        if NEW_LINE in self.words[index].gap and self.words[index].is_capital:
            return index  # "Phòng Kinh tế" over "Các thôn"
        if self.is_one_of("plural", index) or self.words[index].unmarked.isdigit():
            kinds = ("unit_nouns", "nouns_with_branches")
            (stop, count), least = max(self._nouns_stop(kind, index + 1) for kind in kinds), 1
        else:
            (stop, count), least = self._nouns_stop("levels", index), 2
        return stop if count >= least and self._nothing_follows(stop) else index

    def _nouns_stop(self, kind: str, index: int) -> tuple[int, int]:
        """Where a list of nouns for units stops, and how many they are."""
        count = 0
        stop = index
        while stop < self.size:
            noun = stop
            if count and self.is_and(stop):
                noun += 1
            elif count and not ({",", "/"} & set(self.words[stop].gap)):
                break
            size = self.phrase_size(kind, noun) if noun < self.size else 0
            if not size:
                break
            stop = noun + size
            count += 1
        return stop, count

    def _nothing_follows(self, index: int) -> bool:
        word = self.words[index] if index < self.size else None
        if word is None or word.gap.strip() or word.is_cut or self.is_one_of("and_or", index):
            return True
        if self.is_one_of("from_place", index) and index + 1 < self.size:
            return self.words[index + 1].is_capital  # "… | từ Sơn La đến Lai Châu"
        return self.phrase_size("after_unit_nouns", index) > 0 or self.opens_clause(index)

    def role_of_many(self, index: int) -> int:
        """How many words of an office stand here that many hold ("các đồng chí | Phó Chủ tịch")."""
        if index == 0 or self.words[index].gap.strip():
            return 0
        if not (self.is_one_of("plural", index - 1) or self.follows("persons", index)):
            return 0
        return self.phrase_size("roles", index)

    # --- who is no body ---------------------------------------------------------------------------

    def honorific(self, index: int) -> int:
        """How many words only honour who holds the office behind them ("Đồng chí | Chủ tịch")."""
        size = self.phrase_size("persons", index)
        if not 0 < size < self.size - index or self.opens_collective(index):
            return 0
        return size if self.phrase_size("roles", index + size) else 0

    def person_stop(self, index: int) -> int:
        """Behind the name of a person ("Đ/c Nguyễn Văn A"); `index` where there is none."""
        size = self.phrase_size("persons", index)
        begin = index + size
        stop = begin
        while stop < self.size and self._is_of_person(stop, is_first=stop == index):
            stop += 1
        if size:
            return stop if stop > begin else index
        is_name = self.is_one_of("surnames", index) and stop - index in (3, 4)
        return stop if is_name and self._ends_here(stop) else index

    def _is_of_person(self, index: int, *, is_first: bool) -> bool:
        word = self.words[index]
        if not word.is_capital or (word.gap.strip() and not is_first):
            return False
        if self.phrase_size("roles", index):
            return False
        return not (self.longest_name(index) and self.opens_body(index))

    def _ends_here(self, index: int) -> bool:
        return index >= self.size or bool(self.words[index].gap.strip())

    def nobody_stop(self, index: int) -> int:
        """Behind words that are no body ("Phòng, chống ma túy"), to the next mark; `index` where
        there are none."""
        size = self.phrase_size("nobody", index)
        named = self.longest_name(index) if size else None
        if not size or (named is not None and named[1] > index + size):
            return index
        stop = index + size
        while stop < self.size and not self.words[stop].is_cut:
            if self.words[stop].follows_comma and self.opens_body(stop):
                break
            stop += 1
        return stop

    def longest_name(self, index: int, prefix: str = "") -> tuple[str, int] | None:
        """The longest name of the directory that begins here, `prefix` thought before it, and
        where it stops."""
        key = (index, prefix)
        if key not in self._longest:
            self._longest[key] = self._find_longest(index, prefix)
        return self._longest[key]

    def _find_longest(self, index: int, prefix: str) -> tuple[str, int] | None:
        if index >= self.size:
            return None
        opening = prefix.split()
        first = opening[0] if opening else self.words[index].unmarked
        if first not in self.directory.openings:
            return None
        names = self.directory.names
        for stop in range(self._farthest_stop(index), index, -1):
            words = self.unmarked(index, stop)
            if words[-1] == AND:
                continue
            name = names.get(self.directory.key_of((*opening, *words)))
            if name is None or self._is_other_word(name, stop - 1):
                continue
            if "," in name or not self._has_two_bodies(index, stop):
                return name, stop
        return None

    def _has_two_bodies(self, index: int, stop: int) -> bool:
        """Does a comma part bodies among these words ("Thanh tra, | Bộ Tài chính")?"""
        inner = range(index + 1, stop)
        return any(self.words[at].follows_comma and self.opens_body(at) for at in inner)

    def _is_other_word(self, name: str, index: int) -> bool:
        """Is the word that would end a name another one, told by its capital and its tone: "Văn
        phòng | bố trí xe" is no "Văn phòng Bộ"?"""
        word, last = self.words[index], name.rpartition(" ")[2]
        if word.is_capital or not last[:1].isupper() or word.folded == word.unmarked:
            return False
        return strip_diacritics(last) == word.unmarked and fold(last) != word.folded

    def _farthest_stop(self, index: int) -> int:
        """Where a name that begins here stops at the latest: it goes over no sign or line."""
        limit = min(index + _LONGEST_NAME, self.size)
        for stop in range(index + 1, limit):
            gap = self.words[stop].gap
            if ";" in gap or ":" in gap or NEW_LINE in gap:
                return stop
        return limit

    def misspelt_name_stop(self, index: int, shortest: int) -> int:
        """Where a misspelt name that goes on behind `shortest` (a comma, "và") stops; 0: none."""
        longest = shortest
        limit = min(self.size, index + _LONGEST_MISSPELT)
        while longest < limit and not self.words[longest].is_cut:
            longest += 1
        for stop in range(longest, shortest, -1):
            if self.nearest_name(index, stop) is not None:
                return stop
        return 0

    def nearest_name(self, begin: int, stop: int) -> str | None:
        """The name that words differ from by a typing error."""
        return nearest_office(" ".join(self.unmarked(begin, stop)))

    def runs_on(self, index: int) -> bool:
        """Whether a known body follows without any separator: a capital that opens names, owned by
        nobody."""
        word = self.words[index]
        if self.is_one_of("plural", index):
            return index == 0 or not self.follows("before_plural", index)
        if self.phrase_size("run_on", index):
            return not self.follows("tails", index)
        if not word.is_capital or not self.opens_body(index):
            return False
        if self.follows("tails", index):
            return False
        found = self.longest_name(index)
        return found is not None and found[1] > index + 1

    def owner_stop(self, begin: int, index: int) -> int:
        """Behind the body that the name before it is a part of ("Vụ Pháp chế | Bộ Quốc phòng"),
        where the name begins at `begin` and stops at `index`; `index` where there is none."""
        if index >= self.size or self.words[index].gap != " ":
            return index
        if not self.phrase_size("parts", begin):
            return index
        for whole in (index, index - 1):  # "Văn phòng Bộ", which the directory knows, "| Công an"
            is_whole = self.phrase_size("wholes", whole) and not self.phrase_size(
                "not_wholes", whole
            )
            found = self.longest_name(whole) if is_whole else None
            if found is not None and found[1] > index:
                return found[1]
        return index

    def owning_stop(self, index: int) -> int:
        """Behind the listed body that stands here as the owner of another ("các đơn vị của | Bộ Văn
        hóa, Thể thao và Du lịch"); 0 where none does."""
        if not self.words[index].is_capital or not self.follows("tails", index):
            return 0
        found = self.longest_name(index)
        return found[1] if found is not None else 0

    def level_stop(self, index: int) -> int:
        """After "thuộc UBND phường Nghĩa Lộ" and the like: the level and the place that a body
        belongs to."""
        stop = index
        while stop < self.size:
            level = stop
            while level < self.size and self.is_one_of("belonging", level):
                level += 1
            if level == self.size or self._is_interrupted(stop, level):
                return stop
            level_words = self.phrase_size("levels", level)
            if not level_words or self._is_other_than_level(level):
                return stop
            stop = self.place_stop(level + level_words)
        return stop

    def _is_other_than_level(self, index: int) -> bool:
        """ "Bộ Tài chính | quản lý" is of no "quận"."""
        words = " ".join(word.folded for word in self.words[index : index + 2])
        return words in self.directory.toned["not_levels"]

    def _is_interrupted(self, begin: int, last: int) -> bool:
        """Whether a comma, a slash or the end of a list stands before one of the words."""
        words = self.words[begin : last + 1]
        return any(word.is_cut or word.follows_comma or "/" in word.gap for word in words)

    def place_stop(self, index: int) -> int:
        """After the proper name of a unit ("phường | Nghĩa Lộ")."""
        stop = index
        limit = min(self.size, index + _LONGEST_PLACE)
        while stop < limit and self._is_of_place(stop):
            stop += 1
        return stop

    def _is_of_place(self, index: int) -> bool:
        word = self.words[index]
        if not (word.is_capital or word.unmarked.isdigit()):
            return False
        if word.is_cut or word.gap.strip():
            return False
        return not (self.opens_body(index) and self.longest_name(index))

    def is_short_form(self, index: int) -> bool:
        """Whether a word is all capitals, in a cell that is not ("Trung tâm Y tế | VHTT")."""
        printed = self.text[self.words[index].begin : self.words[index].stop]
        return len(printed) > 2 and printed.isupper() and not self.text.isupper()

    def name_stop(self, begin: int, stop: int) -> int:
        """Where the name itself stops, before what the body does."""
        clauses = (index for index in range(begin + 2, stop) if self.opens_clause(index))
        return next(clauses, stop)


def opens_as_body(name: str) -> bool:
    """Does a name begin as the names of bodies do?

    >>> opens_as_body("Ban Hậu cần"), opens_as_body("Kho số 3")
    (True, False)
    """
    cell = Cell(name)
    return cell.size > 0 and cell.opens_body(0)


def is_name_of_body(text: str) -> bool:
    """Is a text one name that the directory knows, and nothing else?

    >>> is_name_of_body("Phòng Văn hóa - Xã hội"), is_name_of_body("Công an xã tuần tra")
    (True, False)
    """
    cell = Cell(text)
    found = cell.longest_name(0)
    return found is not None and found[1] == cell.size
