"""Bodies in a sentence: where one may begin tell the kinds of words, how far it reaches the
directory."""

from __future__ import annotations

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token

from kehoach.normalize.text import capitalised
from kehoach.parsers.items.bodies.body_ends import bodies_end
from kehoach.parsers.items.bodies.named_bodies import named_bodies
from kehoach.parsers.sentences.kinds import BODY_OPENINGS, HEAD, NAME, SMALL, WORDS
from kehoach.parsers.words import raw_phrases

BODIES, JOINED, BODY, TIME = "bodies", "joined", "BODY", "TIME"
MAX_LETTERS = 240
"""Of a list of bodies."""

if not Token.has_extension("is_proper"):
    Token.set_extension("is_proper", default=False)
if not Doc.has_extension("level"):
    Doc.set_extension("level", default=None)


@Language.factory(BODIES)
def bodies(nlp: Language, name: str) -> _Bodies:
    """Lists of bodies, in `doc.spans["bodies"]`; `doc._.level` is the level of the plan's unit."""
    del name
    return _Bodies(nlp)


class _Bodies:
    def __init__(self, nlp: Language) -> None:
        self.begins = Matcher(nlp.vocab)
        self.begins.add("", [[{"TAG": {"IN": list(BODY_OPENINGS)}}]])

    def __call__(self, doc: Doc) -> Doc:
        timed = {token.i for span in doc.spans["times"] for token in span}
        found: list[Span] = []
        stop = 0
        for _, first, _last in self.begins(doc):
            span = _named(doc, first) if first >= stop and first not in timed else None
            if span is not None and timed.isdisjoint(range(span.start, span.end)):
                found.append(span)
                stop = span.end
        doc.spans[BODIES] = found
        return doc


def _named(doc: Doc, first: int) -> Span | None:
    """The bodies that begin at a token, and nothing else; None for none."""
    begin = doc[first].idx
    words = doc.text[begin : begin + MAX_LETTERS]
    words = capitalised(words)
    named = named_bodies(words[: bodies_end(words)].strip(), doc._.level)
    if not named:
        return None
    return doc.char_span(begin, begin + len(named), alignment_mode="contract")


@Language.component(JOINED)
def joined(doc: Doc) -> Doc:
    """Each list of bodies and each time as one token, of the kind BODY or TIME. A body is proper
    (`_.is_proper`) unless it is told by a noun alone ("doanh nghiệp")."""
    many = raw_phrases("openings_of_many", WORDS)
    with doc.retokenize() as retokenizer:
        for span in doc.spans["times"]:
            retokenizer.merge(span, attrs={"TAG": TIME})
        for span in doc.spans[BODIES]:
            is_proper = span[0].tag_ in (NAME, HEAD, SMALL) or span[0].lower_ in many
            retokenizer.merge(span, attrs={"TAG": BODY, "_": {"is_proper": is_proper}})
    return doc
