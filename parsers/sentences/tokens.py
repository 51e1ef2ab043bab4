"""Tokens as plans have them, and phrases of the vocabulary as patterns over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import regex
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from kehoach.patterns import compile_regex

TokenPattern: TypeAlias = dict[str, Any]
"""What Matcher asks of one token."""
Pattern: TypeAlias = list[TokenPattern]

MARK = "MARK"
"""The kind of what is no word."""
_CLAUSE_MARKS = frozenset(",;:.(–")
_CLAUSE_ENDS = frozenset(",;:()")
# "15/7/2021", "12/NQ-CP", "2.500", "hồ", ","
_TOKEN = compile_regex(
    r"""
    \d{1,2}/\d{1,2}/\d{2,4}
    | [\p{L}\p{N}]+ (?: [.,]\p{N}+ )* (?: / [\p{L}\p{N}]+ (?: -[\p{L}\p{N}]+ )* )?
    | [^\w\s]
    """,
    regex.VERBOSE,
)


class PlanTokenizer:
    """Tokens as plans have them: a document number, a date, a decimal are one each; syllables stand
    alone, for what makes a word of them is not settled before it is known what they name."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for found in _TOKEN.finditer(text):
            for sign in text[at : found.start()]:
                _add(words, spaces, sign=sign)
            words.append(found.group())
            spaces.append(False)
            at = found.end()
        for sign in text[at:]:
            _add(words, spaces, sign=sign)
        return Doc(self.vocab, words=words, spaces=spaces)


def _add(words: list[str], spaces: list[bool], sign: str) -> None:
    """One plain space belongs to the token before it, as spaCy has it; anything else is a token."""
    if sign == " " and words and not spaces[-1]:
        spaces[-1] = True
    else:
        words.append(sign)
        spaces.append(False)


# --- patterns -------------------------------------------------------------------------------------


def phrase_matcher(nlp: Language, listed: Iterable[object]) -> PhraseMatcher:
    """Any phrase of a list, in capitals or not."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("", [nlp.make_doc(phrase) for phrase in sorted(set(map(str, listed)))])
    return matcher


def any_of(words: Iterable[str], op: str = "") -> TokenPattern:
    """A token that is one of some words, in small letters; `op` as Matcher has it, "" for one."""
    token: TokenPattern = {"LOWER": {"IN": sorted(set(words))}}
    return {**token, "OP": op} if op else token


def words_of(phrase: str) -> Pattern:
    """The words of a phrase one after the other."""
    return [{"LOWER": word.lower()} for word in phrase.split()]


def spans_of(doc: Doc, matcher: Matcher | PhraseMatcher) -> list[Span]:
    """What a matcher finds in a text."""
    return [doc[first:last] for _, first, last in matcher(doc)]


# --- clauses --------------------------------------------------------------------------------------


def opens_clause(doc: Doc, index: int, joints: Sequence[str] = ("và",)) -> bool:
    """Does a clause begin at a token, behind a mark or a joining word?"""
    before = doc[index - 1].text if index else ","
    return before in _CLAUSE_MARKS or before in joints


def clause_end(doc: Doc, index: int) -> int:
    """Where the clause that a token stands in ends: at a mark, or a full stop with a space behind
    it."""
    while index < len(doc) and doc[index].text not in _CLAUSE_ENDS and not _is_stop(doc[index]):
        index += 1
    return index


def _is_stop(token: Token) -> bool:
    is_last = token.i + 1 == len(token.doc)
    return token.text == "." and (is_last or bool(token.whitespace_))
