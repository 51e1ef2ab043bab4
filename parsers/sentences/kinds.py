"""The kind of each word of a sentence, as its TAG: what may begin the name of a body, what stands
for many bodies, what says that something is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kehoach.normalize.levels import administrative_levels
from kehoach.normalize.offices.directory import listed_names
from kehoach.normalize.vocabulary import read_own
from kehoach.parsers.sentences.tokens import MARK, opens_clause, phrase_matcher, spans_of
from kehoach.parsers.words import raw_phrases

KINDS = "kinds"
NAME, HEAD, MANY, SMALL = "NAME", "HEAD", "MANY", "SMALL"
"""How a body may begin: a name of the directory, a word that opens names, a phrase for many, a body
that is written small."""
NO_BODY, LEVEL, VERB, END = "NO_BODY", "LEVEL", "VERB", "END"
"""What looks like a body and is none; the level behind a name; what is done; what ends a name."""
NUMBER, CAPITAL, WORD = "NUMBER", "CAPITAL", "WORD"
"""Of words that no list has."""
BODY_OPENINGS = (NAME, HEAD, MANY, SMALL)
WORDS = "sentences/words.yaml"
_VERBS = ("duty_verbs", "duty_adverbs", "sentence_verbs", "leading_verbs", "helping_verbs")


@Language.factory(KINDS)
def kinds(nlp: Language, name: str) -> _Kinds:
    """The kinds of words."""
    del name
    return _Kinds(nlp)


class _Kinds:
    """Earlier kinds count before later ones, of one kind the longest phrase. The words of a phrase
    behind its first bear the kind with "I-" before it."""

    def __init__(self, nlp: Language) -> None:
        offices: Mapping[str, Any] = read_own("offices/words.yaml")
        verbs = [phrase for key in _VERBS for phrase in raw_phrases(key)]
        self.verbs = {*map(str.lower, verbs), *raw_phrases("verbs_like_names", WORDS)}
        openings = ("name_openings", "offices_of_persons")
        small = ("small_bodies", "posts")
        levels = [*administrative_levels().all, *offices["more_levels"]]
        phrases: dict[str, list[str]] = {
            NO_BODY: list(_no_bodies(offices)),
            NAME: list(listed_names()),
            HEAD: [*offices["heads"], *(one for key in openings for one in raw_phrases(key))],
            MANY: list(_of_many(offices)),
            SMALL: [one for key in small for one in raw_phrases(key)],
            LEVEL: [*levels, *offices["levels_of_lists"]],
            VERB: verbs,
            END: list(raw_phrases("ends_of_bodies")),
        }
        self.matchers = {kind: phrase_matcher(nlp, listed) for kind, listed in phrases.items()}
        self.before_small = frozenset(raw_phrases("before_small", WORDS))

    def __call__(self, doc: Doc) -> Doc:
        taken: set[int] = set()
        for kind, matcher in self.matchers.items():
            for span in filter_spans(spans_of(doc, matcher)):
                places = range(span.start, span.end)
                if not taken.isdisjoint(places) or not self._is_of_kind(span, kind):
                    continue
                for token in span:
                    token.tag_ = f"I-{kind}"
                span[0].tag_ = kind
                taken.update(places)
        for token in doc:
            if token.i not in taken:
                token.tag_ = _shape(token)
        return doc

    def _is_of_kind(self, span: Span, kind: str) -> bool:
        is_capital = span.text[:1].isupper()
        if kind in (NAME, HEAD):
            return is_capital and not (span.start == 0 and span.text.lower() in self.verbs)
        if kind == VERB:
            return not is_capital or opens_clause(span.doc, span.start)
        if kind == SMALL:
            before = span.doc[span.start - 1].lower_ if span.start else ""
            return before in self.before_small or opens_clause(span.doc, span.start, joints=())
        return True


def _shape(token: Token) -> str:
    first = token.text[0]
    if first.isdecimal():
        return NUMBER
    if not first.isalnum():
        return MARK
    return CAPITAL if first.isupper() else WORD


def _of_many(offices: Mapping[str, Any]) -> Iterator[str]:
    """ "các thôn", "mọi đơn vị", "sở, ban, ngành"."""
    nouns = {*offices["generic"], *offices["unit_nouns"], *raw_phrases("many_bodies")}
    for opening in raw_phrases("openings_of_many", WORDS):
        yield from (f"{opening} {noun}" for noun in nouns)
    bare = raw_phrases("bare_openings", WORDS)
    yield from (phrase for phrase in offices["collective"] if phrase not in bare)


def _no_bodies(offices: Mapping[str, Any]) -> Iterator[str]:
    """Phrases that look like the name of a body and are none; a single word may begin one."""
    listed = (*raw_phrases("nouns_like_verbs"), *offices["nobody"], *raw_phrases("never_bodies"))
    yield from (phrase for phrase in map(str, listed) if " " in phrase)
