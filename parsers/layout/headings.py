"""Headings kept apart from numbered sentences.

A heading is a numbered paragraph that titles what follows. Where the layout tells (bold), it
decides; where it does not, a heading is short, ends no sentence, and something deeper follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kehoach.ingest.model import Grid
from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.layout.articles import is_article_heading, rank_of_articles
from kehoach.parsers.layout.bare_chapters import (
    has_chapters_by_name,
    holds_romans,
    is_heading_in_capitals,
)
from kehoach.parsers.layout.bodies_over_duties import announces_duties_of_body, names_body_over
from kehoach.parsers.layout.called_headings import rank_of_called, ranks_of_levels
from kehoach.parsers.layout.chapters_in_lines import chapters_in_lines
from kehoach.parsers.layout.fields import matter_label, names_circumstance, read_field
from kehoach.parsers.layout.last_works import is_last_work
from kehoach.parsers.layout.lists_of_parts import lists_parts, opens_order
from kehoach.parsers.layout.marks import Rank, follows, in_brackets
from kehoach.parsers.layout.over_numbers import RANK_OVER_NUMBERS, titles_over_numbers
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.layout.phase_titles import BELOW, phase_title
from kehoach.parsers.layout.plain_titles import rank_of_plain_title
from kehoach.parsers.layout.points_of_bodies import bullets_over_lines
from kehoach.parsers.layout.run_in import ENDS_LIKE_SENTENCE, part_run_in
from kehoach.parsers.words import (
    contains,
    names_chapter,
    opens_with,
    phrases,
)
from kehoach.patterns import compile_regex

_SENTENCE_INSIDE = compile_regex(r"[.:]\s+\S|:$")
_INNER_END = compile_regex(r"[.;:]\s+\S")
_REMARK_BEFORE_COLON = compile_regex(r"\s*\([^()]*\)\s*:$")

# The longest headings, in words. Of one that ends like a sentence:
MAX_WORDS_OF_SENTENCE = 25
MAX_WORDS_OF_BOLD_SENTENCE = 30
# … and of one that does not, by its mark ("1.", "a)") and its font:
MAX_DECIMAL_WORDS = 60
MAX_BOLD_WORDS = 80
MAX_WORDS_AMONG_BOLD = 20
"""Where other headings of the paper are bold, and this one is not."""
MAX_ANNOUNCING_WORDS, MAX_SHORT_WORDS = 12, 8
"""Ending with a colon; beside a bold heading, where this one is not bold."""
MAX_WORDS_OF_TITLE_SENTENCE = 20
"""Of a numbered title that ends with a full stop."""
MAX_LETTER_WORDS = 30
MAX_LETTER_WORDS_WITHOUT_FONT = 12
OVER_ROMAN = Rank.ROMAN - 0.5
MIN_OVER_LETTERS = 3
"""Numbered sentences over lettered points."""


class HeadingJudge:
    """Tells headings from numbered sentences, knowing how this paper sets its headings."""

    def __init__(self, items: Sequence[Paragraph | Grid]) -> None:
        self.items = items
        ranks: list[Rank] = []
        self.bold_ranks: set[Rank] = set()
        for item in items:
            if isinstance(item, Grid) or item.mark is None:
                continue
            ranks.append(item.mark.rank)
            if item.bold:
                self.bold_ranks.add(item.mark.rank)
        self.has_romans = Rank.ROMAN in ranks
        self.names_chapters = has_chapters_by_name(items)
        self.capitals_rank = OVER_ROMAN if holds_romans(items) else float(Rank.ROMAN)
        self.article_rank = rank_of_articles(ranks)
        # "A." stands over "I." by the decree; some papers set it under it.
        inner_upper = _comes_before(ranks, Rank.ROMAN, Rank.UPPER)
        self.upper_rank = Rank.ROMAN + 0.5 if inner_upper else float(Rank.UPPER)
        self.called_ranks = ranks_of_levels(items)
        self.over_numbers = titles_over_numbers(items)
        self.in_lines = chapters_in_lines(items)
        self.over_lines = bullets_over_lines(items)
        self.has_inner_parts = _comes_before(ranks, Rank.ROMAN, Rank.PART)

    def heading_rank(self, index: int) -> float | None:
        """The rank of the heading, or None when the paragraph with this number is a block."""
        paragraph = self.items[index]
        if isinstance(paragraph, Grid) or paragraph.footnote or not paragraph.words.strip():
            return None
        if id(paragraph) in self.in_lines:
            return float(Rank.ROMAN)
        if self._titles_phase(index):
            return BELOW
        called_rank = self._called_rank(index)
        if called_rank is not None:
            return called_rank
        is_in_chapter = self.has_romans or not paragraph.words.isupper()
        title_rank = rank_of_plain_title(self.items, index) if is_in_chapter else None
        if title_rank is not None:
            return title_rank
        is_over_numbers = id(paragraph) in self.over_numbers
        if paragraph.mark is None:
            rank_below = RANK_OVER_NUMBERS if is_over_numbers else None
            return self.capitals_rank if self._is_bare_chapter(paragraph) else rank_below
        if is_over_numbers:
            return RANK_OVER_NUMBERS
        return self._rank_of_marked(index, paragraph, rank=paragraph.mark.rank)

    def _is_bare_chapter(self, paragraph: Paragraph) -> bool:
        is_chapter = self.names_chapters and names_chapter(paragraph.words)
        return is_chapter or is_heading_in_capitals(paragraph)

    def _rank_of_marked(self, index: int, paragraph: Paragraph, *, rank: Rank) -> float | None:
        """The rank of a heading that has a mark of such a rank; None for a block."""
        if rank == Rank.ARTICLE:
            is_heading = is_article_heading(paragraph, self._next_block(index))
            return self.article_rank if is_heading else None
        if rank >= Rank.BULLET:
            return float(rank) if id(paragraph) in self.over_lines else None
        if (
            rank == Rank.PART
            and self.has_inner_parts
            and ENDS_LIKE_SENTENCE.search(paragraph.words)
        ):
            return None  # "Phần A: Số liệu hoạt động." of a form that a chapter tells
        following = self._next_block(index)
        if isinstance(following, Paragraph) and lists_parts(paragraph.words, following.words):
            return None
        is_title = self._is_heading(index) or self._titles_a_list(index)
        is_title = is_title and not is_last_work(self.items, index, following)
        if not (is_title or self._titles_letters(index)):
            return None
        return self.upper_rank if rank == Rank.UPPER else float(rank)

    def _called_rank(self, index: int) -> float | None:
        """The rank of what the format calls a heading; None where its equal stands right below it:
        then it is work that is set so."""
        paragraph, following = self.items[index], self._next_block(index)
        rank = rank_of_called(paragraph, self.called_ranks)
        if rank is None or following is None:
            return rank
        below = rank_of_called(following, self.called_ranks)
        return rank if below is None or below > rank else None

    def _titles_phase(self, index: int) -> bool:
        """Is it the title of a phase or a step with points, or a sentence, under it?"""
        paragraph, following = self.items[index], self._next_block(index)
        if isinstance(paragraph, Grid) or phase_title(paragraph.words) is None:
            return False
        if paragraph.mark is not None and not paragraph.text.startswith("*"):
            return False
        if not isinstance(following, Paragraph) or phase_title(following.text) is not None:
            return False
        return following.mark is None or following.mark.rank >= Rank.DECIMAL

    def _next_block(self, index: int) -> Paragraph | Grid | None:
        """The first item behind one that is no footnote."""
        place = self._next_place(index)
        return self.items[place] if place is not None else None

    def _next_place(self, index: int) -> int | None:
        for place in range(index + 1, len(self.items)):
            item = self.items[place]
            if isinstance(item, Grid) or not item.footnote:
                return place
        return None

    def _is_heading(self, index: int) -> bool:
        paragraph = self.items[index]
        if isinstance(paragraph, Grid) or paragraph.mark is None:
            return False
        following = self._next_block(index)
        rank = paragraph.mark.rank
        words = len(paragraph.words.split())
        if self._goes_on_with_sentence(paragraph, following):
            return True
        ends_sentence = ENDS_LIKE_SENTENCE.search(paragraph.words) is not None
        if rank <= Rank.ROMAN:
            return not (ends_sentence and words > MAX_WORDS_OF_SENTENCE)
        if rank != Rank.LETTER and paragraph.bold:
            most_words = MAX_WORDS_OF_BOLD_SENTENCE if ends_sentence else MAX_BOLD_WORDS
            return words <= most_words
        if self._titles_step(index, following):
            return True
        if ends_sentence or not _is_child(paragraph, following):
            return False
        if self._closes_list(index) and self._titles_next_list(index):
            return False
        if rank == Rank.LETTER:
            tells_font = paragraph.bold is not None and bool(self.bold_ranks)
            is_heading = _is_letter_heading(
                paragraph, following, words=words, tells_font=tells_font
            )
            return is_heading and not self._is_matter_beside_labels(index)
        return self._is_decimal_heading(index, paragraph, words=words)

    def _closes_list(self, index: int) -> bool:
        """May it be the last point of a list: does it count on right behind the one before, or
        order something in more words than a title has?"""
        own, before = self._number(index), self._number(index - 1) if index else ""
        if before and follows(before, own) and self._rank(index) == self._rank(index - 1):
            return True
        words = self._words(index)
        return _opens_order(words) and len(words.split()) > MAX_SHORT_WORDS

    def _titles_next_list(self, index: int) -> bool:
        """Is what follows a point the title of the next list ("b) Môi trường", "Quý II/2031")?"""
        place = self._next_place(index)
        following = self.items[place] if place is not None else None
        if place is None or not isinstance(following, Paragraph):
            return False
        if id(following) in self.over_numbers:
            return True
        is_bare = following.mark is None or following.mark.rank >= Rank.BULLET
        return is_bare and rank_of_plain_title(self.items, place) is not None

    def _goes_on_with_sentence(
        self, paragraph: Paragraph, following: Paragraph | Grid | None
    ) -> bool:
        """Is it a title with a sentence behind it in its line, below chapters over a list?"""
        if paragraph.mark is None or not part_run_in(paragraph.words, paragraph.mark.rank)[1]:
            return False
        if paragraph.mark.rank <= Rank.ROMAN:
            return True
        if not isinstance(following, Paragraph) or not _is_child(paragraph, following):
            return False
        return following.mark is not None or in_brackets(following.text) is not None

    def _titles_step(self, index: int, following: Paragraph | Grid | None) -> bool:
        """Is it one of several numbered steps or phases, with a sentence under it that says what is
        done ("2.2. Bước 2: Kiểm tra nhà ở." / "Ban Chỉ đạo xã kiểm tra …")?"""
        if not _opens_phase(self._words(index)) or not isinstance(following, Paragraph):
            return False
        if following.mark is not None or read_field(following.words) is not None:
            return False
        return any(_opens_phase(self._words(place)) for place in self._neighbours(index))

    def _is_matter_beside_labels(self, index: int) -> bool:
        """Is a lettered point the bare label of what is done ("a) Nhiệm vụ:"), where one beside it
        is the label of who does it ("b) Cơ quan thực hiện: …")? Then its list are the tasks of the
        section, and these labels are theirs."""
        if matter_label(self._words(index)) is None:
            return False
        labels = [read_field(self._words(place)) for place in self._neighbours(index)]
        return any(label is not None and label.role == "lead" for label in labels)

    def _titles_a_list(self, index: int) -> bool:
        """A short numbered line that ends with a full stop titles the points under it, where these
        are titles themselves ("a) Đa dạng hóa hình thức" over bullets), or where a neighbour of
        the same rank is a heading; a lettered one that ends without titles more than one point."""
        paragraph = self.items[index]
        if isinstance(paragraph, Grid):
            return False
        if not self._may_be_title(paragraph):
            return self._stands_over_heading(index)
        below = list(self._below(index))
        if below and self._counts_on(index, below[0]):
            # labels under it are those of "1.1", not of "1"
            return any(map(self._is_heading, self._neighbours(index)))
        if not below or any(read_field(self._words(place)) for place in below):
            return False
        if self._is_heading(below[0]):
            return True
        if len(below) > 1 and not paragraph.words.endswith("."):
            return True
        neighbours = list(self._neighbours(index))
        if len(below) > 1 and any(map(self._is_heading, neighbours)):
            return True
        if not neighbours or not all(map(self._stands_over_bullets, (index, *neighbours))):
            return False
        listed = [self._words(one) for place in (index, *neighbours) for one in self._below(place)]
        return 2 * sum(map(_opens_order, listed)) > len(listed)

    def _stands_over_heading(self, index: int) -> bool:
        """Is it one numbered clause, or some with ";", right over a lettered heading ("1. Nâng cao
        chất lượng …; tạo chuyển biến rõ nét." over "a) Sở Y tế")?"""
        words = self._words(index)
        is_clause = len(words.split()) <= MAX_LETTER_WORDS and not _SENTENCE_INSIDE.search(words)
        if self._rank(index) != Rank.DECIMAL or not is_clause:
            return False
        below = next(self._below(index), None)
        return below is not None and self._rank(below) == Rank.LETTER and self._is_heading(below)

    def _stands_over_bullets(self, index: int) -> bool:
        """Is it a short sentence right over bullets, none of them a label ("1. Công tác tuyên
        truyền." over "- Phát thanh …")?"""
        paragraph = self.items[index]
        if isinstance(paragraph, Grid) or not self._may_be_title(paragraph):
            return False
        below = [self._words(place) for place in self._below(index)]
        if not below or self._rank(index + 1) not in (Rank.BULLET, Rank.SUB_BULLET, None):
            return False
        return not any(read_field(words) or names_circumstance(words) for words in below)

    def _may_be_title(self, paragraph: Paragraph) -> bool:
        """Is it one short numbered sentence, or a lettered one without its full stop, in a font
        that may be that of a title?"""
        if paragraph.mark is None or not Rank.DECIMAL <= paragraph.mark.rank <= Rank.LETTER:
            return False
        is_plain = paragraph.bold is False and not paragraph.italic
        if is_plain and self.bold_ranks:
            return False
        words = paragraph.words
        is_short = len(words.split()) <= MAX_WORDS_OF_TITLE_SENTENCE
        is_open = paragraph.mark.rank == Rank.LETTER and words[-1:].isalnum()
        return is_short and (is_open or words.endswith(".")) and not _INNER_END.search(words)

    def _titles_letters(self, index: int) -> bool:
        """Is it one of several numbered sentences, all of them over lettered points ("1. Đổi mới
        công tác tuyên truyền." over "a) …", "b) …")? What is done is told by the points."""
        if not self._may_title_letters(index):
            return False
        neighbours = list(self._neighbours(index))
        if len(neighbours) < MIN_OVER_LETTERS - 1:
            return False
        return all(map(self._may_title_letters, neighbours))

    def _may_title_letters(self, index: int) -> bool:
        paragraph = self.items[index]
        if isinstance(paragraph, Grid) or self._rank(index) != Rank.DECIMAL:
            return False
        words = paragraph.words
        if len(words.split()) > MAX_DECIMAL_WORDS or _SENTENCE_INSIDE.search(words):
            return False
        ranks = [self._rank(place) for place in self._below(index)]
        return ranks.count(Rank.LETTER) > 1 and ranks[0] == Rank.LETTER

    def _counts_on(self, index: int, below: int) -> bool:
        """Does a point's number go on with that of the point over it ("1.1" under "1")?"""
        own, deeper = self._number(index), self._number(below)
        return bool(own) and deeper.startswith(f"{own}.")

    def _is_counted_on(self, index: int) -> bool:
        """Is the next point the first of its own numbers ("3.1" behind "3")?"""
        below = next(self._below(index), None)
        return below is not None and self._counts_on(index, below)

    def _number(self, index: int) -> str:
        item = self.items[index]
        return (item.mark.number or "") if isinstance(item, Paragraph) and item.mark else ""

    def _words(self, index: int) -> str:
        item = self.items[index]
        return item.words if isinstance(item, Paragraph) else ""

    def _rank(self, index: int) -> Rank | None:
        item = self.items[index]
        return item.mark.rank if isinstance(item, Paragraph) and item.mark else None

    def _below(self, index: int) -> Iterator[int]:
        """The marked points right under a numbered one; nothing where another block stands between
        them."""
        own = self._rank(index)
        for place in range(index + 1, len(self.items)):
            rank = self._rank(place)
            is_point = rank is None and in_brackets(self._words(place)) is not None
            if not is_point and (rank is None or own is None or rank <= own):
                return
            yield place

    def _neighbours(self, index: int) -> Iterator[int]:
        """The points of the same rank before and behind one, in the same section, the nearest
        first."""
        own = self._rank(index)
        for places in (range(index - 1, -1, -1), range(index + 1, len(self.items))):
            for place in places:
                rank = self._rank(place)
                if rank is not None and own is not None and rank < own:
                    break
                if rank == own:
                    yield place

    def _leads_in_among_headings(self, index: int) -> bool:
        """Is it a title that goes on with the sentence over its list ("2. Xử lý tin báo Công an xã
        thực hiện như sau:"), the points before and behind it being short titles?"""
        paragraph = self.items[index]
        if isinstance(paragraph, Grid) or not contains(paragraph.words, "list_openings"):
            return False
        titles = 0
        for place in self._neighbours(index):
            words = self._words(place)
            is_short = len(words.split()) <= MAX_ANNOUNCING_WORDS
            if not is_short or not self._is_heading(place):
                return False
            titles += 1
        return titles > 0

    def _is_short_among_headings(self, index: int) -> bool:
        """Does a short line with a colon stand beside a heading ("2. Sở Y tế:")? A scan may not
        show that it is bold."""
        words = self._words(index)
        if not words.endswith(":") or len(words.split()) > MAX_SHORT_WORDS:
            return False
        nearest = next(self._neighbours(index), None)
        other = self.items[nearest] if nearest is not None else None
        return isinstance(other, Paragraph) and bool(other.bold) and other.words.endswith(":")

    def _is_decimal_heading(self, index: int, paragraph: Paragraph, words: int) -> bool:
        """A numbered paragraph, not bold, that ends no sentence and has something under it."""
        rank = self._rank(index)
        if words > MAX_DECIMAL_WORDS:
            return False
        title = _REMARK_BEFORE_COLON.sub("", paragraph.words)
        if paragraph.words.endswith(":") and len(title.split()) > MAX_ANNOUNCING_WORDS:
            words_of_it = paragraph.words
            is_told = _is_phase_or_owner(words_of_it) or announces_duties_of_body(words_of_it)
            is_told = is_told or self._is_counted_on(index)
            return is_told or self._leads_in_among_headings(index)
        stands_out = paragraph.bold is None or paragraph.italic
        if stands_out or not self.bold_ranks or self._is_short_among_headings(index):
            return True
        return rank not in self.bold_ranks and words <= MAX_WORDS_AMONG_BOLD


def _comes_before(ranks: Sequence[Rank], first: Rank, second: Rank) -> bool:
    """Are there marks of both ranks, that of the first before any of the second?"""
    if first not in ranks or second not in ranks:
        return False
    return ranks.index(first) < ranks.index(second)


def _is_phase_or_owner(words: str) -> bool:
    """Does a long line open with the name of a phase ("Đợt 3: …"), or turn to a body?"""
    return _opens_phase(words) or opens_with(words, "owner_openings") is not None


def _opens_phase(words: str) -> bool:
    phase = opens_with(words, "phases")
    following = words.split()[len(phase.split()) :] if phase is not None else []
    return bool(following) and following[0][:1].isdecimal()


def _opens_order(words: str) -> bool:
    counted = in_brackets(words)  # "(1) Rà soát …"
    words = counted["words"] if counted else words
    return opens_order(words)


def _is_letter_heading(
    paragraph: Paragraph, following: Paragraph | Grid | None, words: int, *, tells_font: bool
) -> bool:
    """A lettered paragraph that ends no sentence and has something under it: a heading, unless
    what stands under it are its labelled lines (then it is a task). A body's name needs no bold."""
    if words > MAX_LETTER_WORDS:
        return False
    if isinstance(following, Paragraph) and read_field(following.words):
        return False
    if strip_diacritics(paragraph.words) in phrases("titles_of_work"):
        return True
    if not tells_font:
        return bool(paragraph.italic) or words <= MAX_LETTER_WORDS_WITHOUT_FONT
    return bool(paragraph.bold or paragraph.italic) or _is_body_over(paragraph, following)


def _is_body_over(paragraph: Paragraph, following: Paragraph | Grid | None) -> bool:
    """Does a line name a body alone, over a sentence without a mark that says what it does?"""
    if not isinstance(following, Paragraph) or following.mark is not None:
        return False
    return names_body_over(paragraph.words, following.words)


def _is_child(paragraph: Paragraph, following: Paragraph | Grid | None) -> bool:
    """Does what follows stand under the paragraph?"""
    if isinstance(following, Grid):
        return True
    if following is None or paragraph.mark is None:
        return False
    return following.mark is None or following.mark.rank > paragraph.mark.rank
