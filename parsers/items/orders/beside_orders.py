"""What stands among the orders of a letter, a directive or a notice and orders nothing: the
sentences that end it, rules, names of matters, news, whom to tell of trouble."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import regex

from kehoach.normalize.text import strip_diacritics
from kehoach.parsers.items.asides.beside_formulas import order_behind_field, order_in_closing
from kehoach.parsers.items.asides.opinions import only_judges
from kehoach.parsers.items.asides.past_paragraphs import tells_what_was
from kehoach.parsers.items.asides.plain_rules import (
    cites_rule,
    tells_cost,
    tells_liability,
    titles_matter,
)
from kehoach.parsers.items.asides.pointers import points_elsewhere
from kehoach.parsers.items.asides.telling_sentences import only_complains
from kehoach.parsers.items.ground.closings import (
    bids_on_receipt,
    informs_all,
    is_formal,
    is_polite_closing,
    names_recipient,
    summons_all,
    tells_contact,
    tells_of_trouble,
    without_bids,
    without_ways_of_sending,
)
from kehoach.parsers.items.ground.context import Context
from kehoach.parsers.items.orders.handed_over import only_points_at_matter
from kehoach.parsers.items.times.phases import behind_news, tells_news
from kehoach.parsers.items.words.beginnings import begins
from kehoach.parsers.items.words.sentence_breaks import sentences_in
from kehoach.parsers.layout.outline import Leaf
from kehoach.parsers.words import alternation, behind_phrase, opens_with, phrases
from kehoach.patterns import compile_regex


def closes(leaf: Leaf) -> bool:
    """Is it a sentence that ends a paper, and no order of its own?"""
    if is_polite_closing(leaf.text) or is_formal(leaf.text) or tells_contact(leaf.text):
        return True
    if any(map(tells_of_trouble, sentences_in(leaf.text))):
        return True
    if informs_all(leaf.text) or names_recipient(leaf.text):
        return True
    if bids_on_receipt(leaf.text):
        return True
    if leaf.text.startswith("("):
        return True  # "(Đính kèm Kế hoạch số …)"
    if leaf.kind == "paragraph" and _says_what_sender_does(leaf.text):
        return True
    return leaf.kind == "paragraph" and (summons_all(leaf.text) or informs_all(_ended(leaf.text)))


def _ended(text: str) -> str:
    """The last sentence of a paper, a copy of which lost the mark of its end."""
    return f"{text.rstrip(' ./')}./."


def _says_what_sender_does(text: str) -> bool:
    """ "Phòng sẽ kiểm tra đột xuất từ tuần thứ hai.": what whoever writes the paper does itself?

    >>> _says_what_sender_does("Phòng sẽ kiểm tra đột xuất các bếp ăn.")
    True
    >>> _says_what_sender_does("Phòng Kinh tế sẽ kiểm tra các bếp ăn.")
    False
    """
    sender = begins(text, "senders_alone")
    return sender is not None and begins(behind_phrase(text, sender), "what_senders_do") is not None


def tells_who_signed(text: str) -> bool:
    """Does a sentence only tell who signed a paper?

    >>> tells_who_signed("Công điện do ông Lò Văn Quang, Chủ tịch UBND xã ký ban hành.")
    True
    >>> tells_who_signed("Kế hoạch do Phòng Kinh tế lập, trình Chủ tịch UBND xã ký trước 30/6.")
    False
    """
    return _signed().fullmatch(text.strip()) is not None


@cache
def _signed() -> regex.Pattern[str]:
    papers, by = alternation("papers_signed"), alternation("signed_by")
    return compile_regex(
        rf"(?:{papers})\s(?:{by})\s[^;:]{{3,120}}?\s(?:{alternation('signing_ends')})\s*[.;]?",
        regex.IGNORECASE,
    )


def settles(text: str) -> bool:
    """Does a block name a matter, say by which rules it goes, whom to tell of trouble, what a paper
    wrote, or in which appendix things stand?"""
    if cites_rule(text) or titles_matter(text) or tells_news(text):
        return True
    if bids_on_receipt(text) or only_points_at_matter(text) or tells_who_signed(text):
        return True
    return tells_of_trouble(text) or points_elsewhere(text)


def lists_papers(text: str) -> bool:
    """Does a line announce the papers of a dossier?

    >>> lists_papers("Hồ sơ đề nghị khen thưởng gồm:"), lists_papers("Lập hồ sơ gồm:")
    (True, False)
    """
    said = text.removesuffix(":").strip()
    if said == text.strip() or opens_with(said, "dossiers") is None:
        return False
    return any(strip_diacritics(said).endswith(f" {one}") for one in phrases("ends_of_dossiers"))


def _judges_itself(text: str) -> bool:
    """Does whoever concludes a meeting only say what is thought of something ("UBND xã ghi nhận
    …")? "Ghi nhận, tổng hợp ý kiến cử tri" may be work."""
    return opens_with(text, "opinions") is None and only_judges(text)


def without_formulas(leaf: Leaf, context: Context) -> Leaf | None:
    """A block without the formulas beside its order; None for one that orders nothing."""
    said = _without_formal_sentences(without_ways_of_sending(without_bids(leaf.text)))
    if not said or tells_liability(said) or tells_cost(said):
        return None
    if cites_rule(said) or tells_news(said) or points_elsewhere(said):
        return None
    if only_complains(said) or _judges_itself(said) or tells_what_was(leaf, context):
        return None
    if only_points_at_matter(said) or tells_who_signed(said):
        return None
    said = behind_news(said) or said
    if said != leaf.text:
        return without_formulas(replace(leaf, text=said), context)
    if not closes(leaf):
        order = order_behind_field(leaf.text, context)
        return replace(leaf, text=order) if order else leaf
    order = "" if leaf.text.startswith("(") else order_in_closing(leaf.text, context)
    return replace(leaf, text=order) if order else None


def _without_formal_sentences(text: str) -> str:
    """A text without the sentences before its orders that only say who answers for it all: "Thủ
    trưởng các đơn vị chịu trách nhiệm về kết quả thực hiện Chỉ thị này. | Giao Văn phòng …".

    >>> _without_formal_sentences("Trưởng các thôn chịu trách nhiệm thi hành. Giao Tổ Một lo xe.")
    'Giao Tổ Một lo xe.'
    """
    sentences = sentences_in(text)
    orders = [one for one in sentences if opens_with(one, "duty_addresses") and not is_formal(one)]
    if not orders:
        return text
    kept = [one for one in sentences if one in orders or not is_formal(one)]
    return text if len(kept) == len(sentences) else " ".join(kept)
