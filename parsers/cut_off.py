"""Does a paper break off: was its file cut, so that what stood behind is lost?

A signed paper is whole, unless its last sentence ends with a word on which more must follow. One
that nobody signed is cut where its last paragraph ends without the mark with which its others end.
"""

from __future__ import annotations

from collections.abc import Sequence

from kehoach.ingest.model import Line, Note
from kehoach.normalize.line_ends import breaks_off
from kehoach.normalize.text import clean, strip_diacritics
from kehoach.parsers.layout.paragraphs import Paragraph
from kehoach.parsers.parts import Parts
from kehoach.parsers.words import contains, phrases, raw_phrases, starts
from kehoach.patterns import compile_regex

SENTENCE = 8
"""A line of so many words is a sentence, no cell and no name."""
LINK = 18
"""A line of more words is no link."""
MOST_WORDS_OF_NAMES = 8
MIN_OTHERS, HABIT = 3, 0.8
"""So many other paragraphs, and so large a part of them, show how the paper ends its paragraphs."""
_MARK = compile_regex(r"[.;:)\\]\s")
_NAME = compile_regex(r"\s*(?<!\S)\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}*){1,4}$")
_POSTS_AND_NAMES = compile_regex(r"(?:\s\p{Lu}{2,}){3,}(?:\s\p{Lu}\p{Ll}*){2,10}$")
_ENDS = compile_regex(r"[.;:!?…/)”\"\]]\s*\\?\s*$")


def cut_off(parts: Parts, *, is_page: bool = False) -> Note | None:
    """The parts of a paper -> the note that it breaks off, with its last words; None for one that
    is whole as far as can be told. A page of a site (`is_page`) ends with a mark of its format;
    that its last sentence has no full stop tells nothing."""
    if parts.closing or parts.appendix:
        return _cut_sentence(parts)
    paragraphs = [item for item in parts.body if isinstance(item, Paragraph) and not item.footnote]
    if not paragraphs or parts.body[-1] is not paragraphs[-1]:
        return None
    last, others = paragraphs[-1], paragraphs[:-1]
    if _is_link(last.text):
        return Note("linked_whole", clean(last.text), span=last.spans[-1] if last.spans else None)
    if _ENDS.search(last.text) or _is_signature(last.text) or _is_of_site(last.text):
        return None
    if breaks_off(last.text) or (not is_page and _end_with_marks(others)):
        return Note("cut_off", clean(last.text), span=last.spans[-1] if last.spans else None)
    return None


def _is_signature(text: str) -> bool:
    """Is what stands behind the last mark a post in capitals, a name, or both ("… KGVX (3). CHỦ
    TỊCH Lò Văn Tám")?"""
    last = _MARK.split(text)[-1].strip()
    words = last.split()
    if len(words) <= MOST_WORDS_OF_NAMES and all(word[:1].isupper() for word in words):
        return True  # of two side by side
    post = _NAME.sub("", last)
    return not post or post.isupper() or _POSTS_AND_NAMES.search(last) is not None


def _is_of_site(text: str) -> bool:
    """Does a short line say where a text was found, or is it of the page around it ("Nguồn:
    baochinhphu.vn", "Lượt xem 215")?"""
    if len(text.split()) > SENTENCE:
        return False
    label, colon, _ = text.partition(":")
    if colon and strip_diacritics(label).strip() in phrases("credits"):
        return True
    plain = strip_diacritics(text)
    names_site = any(part in text.casefold() for part in raw_phrases("sites_named"))
    return names_site or starts(plain, phrases("site_below")) is not None


def _is_link(text: str) -> bool:
    """Does a short line send the reader to a text elsewhere?

    >>> _is_link("Xem chi tiết Kế hoạch tại đây"), _is_link("Tải toàn văn: File đính kèm.")
    (True, True)
    >>> _is_link("Bà con xã Tân Lập nhận cây giống và ký sổ tại đây")
    False
    """
    if len(text.split()) > LINK:
        return False
    plain = f" {strip_diacritics(text).strip(' .:…»>()')}"
    ends = any(plain.endswith(f" {end}") for end in phrases("link_ends"))
    return ends and contains(text, "link_words") is not None


def _cut_sentence(parts: Parts) -> Note | None:
    """The last line behind the signature, where it is a sentence that must go on."""
    last = parts.appendix[-1] if parts.appendix else None
    if not isinstance(last, Line) or len(last.text.split()) < SENTENCE:
        return None
    return Note("cut_off", clean(last.text), span=last.span) if breaks_off(last.text) else None


def _end_with_marks(paragraphs: Sequence[Paragraph]) -> bool:
    sentences = [own.text for own in paragraphs if len(own.text.split()) >= SENTENCE]
    marked = sum(_ENDS.search(text) is not None for text in sentences)
    return len(sentences) >= MIN_OTHERS and marked >= HABIT * len(sentences)
