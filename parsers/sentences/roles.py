"""Who leads and who helps: patterns over the order of bodies, times and words of doing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from kehoach.parsers.sentences.bodies import BODY, TIME
from kehoach.parsers.sentences.kinds import END, VERB, WORD, WORDS
from kehoach.parsers.sentences.tokens import MARK, Pattern, TokenPattern, any_of, words_of
from kehoach.parsers.words import raw_phrases

ROLES, LEAD, HELPS = "roles", "lead", "coordinating"
_BODY: TokenPattern = {"TAG": BODY}
_PROPER: TokenPattern = {"TAG": BODY, "_": {"is_proper": True}}
_DOING: TokenPattern = {"TAG": VERB}
_CLAUSE_MARK = any_of(";:.")
_COMMA = any_of(",")
_CLOSING = any_of(",.;)")
_IN_CLAUSE: TokenPattern = {"TAG": {"NOT_IN": [BODY, MARK]}}

if not Doc.has_extension("roles"):
    Doc.set_extension("roles", default=None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern by which one body of a sentence leads or helps: the last of its bodies, or the
    first. `rank`: of several that match, the lowest counts."""

    role: str
    rank: int
    pattern: Pattern
    is_last: bool = True


@Language.factory(ROLES)
def roles(nlp: Language, name: str) -> _Roles:
    """Who leads and who helps, in `doc._.roles`: the place of the token by role."""
    del name
    return _Roles(nlp)


class _Roles:
    def __init__(self, nlp: Language) -> None:
        self.rules = tuple(_rules())
        self.matcher = Matcher(nlp.vocab)
        for number, rule in enumerate(self.rules):
            self.matcher.add(str(number), [rule.pattern])

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            token.is_sent_start = token.i == 0
        found: dict[str, list[tuple[int, int]]] = {LEAD: [], HELPS: []}
        for label, first, last in self.matcher(doc):
            rule = self.rules[int(doc.vocab.strings[label])]
            places = [token.i for token in doc[first:last] if token.tag_ == BODY]
            found[rule.role].append((rule.rank, places[-1 if rule.is_last else 0]))
        lead = min(found[LEAD])[1] if found[LEAD] else None
        helps = [one for one in found[HELPS] if one[1] != lead]
        doc._.roles = {LEAD: lead, HELPS: min(helps)[1] if helps else None}
        return doc


def _rules() -> Iterator[Rule]:
    yield from _leading()
    yield from _helping()


def _of(key: str) -> tuple[str, ...]:
    return raw_phrases(key, WORDS)


def _phrases(*keys: str) -> Iterator[Pattern]:
    """The phrases of words.yaml under these keys, each as a pattern."""
    for phrase in sorted({phrase for key in keys for phrase in raw_phrases(key)}):
        yield words_of(phrase)


def _some(pattern: TokenPattern, most: int) -> TokenPattern:
    return {**pattern, "OP": f"{{0,{most}}}"}


def _leading() -> Iterator[Rule]:
    """ "X chủ trì", "X (chủ trì)", "do X thực hiện", "đầu mối là X", "giao X", "X kiểm tra …", "Từ
    tháng 9, X mở lớp", "…; X gửi báo cáo"."""
    for words in _phrases("giving_words"):
        yield Rule(LEAD, 1, [_BODY, *words])
    for word in _of("in_brackets"):
        yield Rule(LEAD, 2, [_BODY, {"TEXT": "("}, *words_of(word)])
    adverb: TokenPattern = {"TAG": {"IN": [VERB, f"I-{VERB}"]}}
    for words in _phrases("leading_verbs", "performing_clauses"):
        few = _some(_IN_CLAUSE, 4)
        yield Rule(LEAD, 2, [any_of(_of("by")), _BODY, _some(adverb, 2), *words, few, _CLOSING])
    for words in _phrases("pointing_nouns"):
        yield Rule(
            LEAD, 2, [*words, _some({"TAG": {"NOT_IN": [BODY]}}, 7), any_of(_of("is")), _BODY]
        )
    for words in _phrases("pointing_phrases"):
        yield Rule(LEAD, 2, [*words, _BODY])
    for words in _phrases("duty_addresses", "order_verbs", "duty_givings"):
        yield Rule(LEAD, 3, [*words, any_of(_of("to"), "*"), _BODY])
    subject: TokenPattern = {**_BODY, "IS_SENT_START": True}
    yield Rule(LEAD, 4, [subject, {"TAG": {"IN": [VERB, WORD, MARK, END, TIME]}}])
    yield Rule(LEAD, 5, [{"TAG": TIME}, any_of(",:", "?"), _BODY, _DOING])
    yield Rule(LEAD, 5, [_CLAUSE_MARK, _PROPER, _DOING])
    clause: TokenPattern = {"TAG": {"NOT_IN": [MARK]}, "OP": "{0,16}"}
    for first, *others in _phrases("time_openings"):
        opening = [{**first, "IS_SENT_START": True}, *others]
        yield Rule(LEAD, 5, [*opening, clause, _COMMA, _PROPER, _DOING])


def _helping() -> Iterator[Rule]:
    """ "phối hợp với X", "X, cùng với Y", "có sự tham gia của X", "…, X hỗ trợ"."""
    for word in _of("together"):
        closely = any_of(_of("closely"), "*")
        yield Rule(HELPS, 1, [*words_of(word), closely, any_of(_of("with"), "*"), _BODY])
    for words in _phrases("companion_words"):
        before: TokenPattern = {"TAG": {"IN": [BODY, f"I-{VERB}", MARK]}}
        yield Rule(HELPS, 2, [before, *words, _BODY])
        yield Rule(HELPS, 2, [{**words[0], "IS_SENT_START": True}, *words[1:], _BODY])
    for words in _phrases("companion_phrases"):
        yield Rule(HELPS, 4, [*words, _BODY])
    for words in _phrases("helping_clauses"):
        yield Rule(HELPS, 3, [any_of(",;:.("), _PROPER, *words])


def said(doc: Doc) -> dict[str, tuple[int, int]]:
    """The places of the letters of the bodies by role; a role that the sentence gives nobody is
    left out."""
    found: dict[str, tuple[int, int]] = {}
    for role, place in doc._.roles.items():
        if place is not None:
            token = doc[place]
            found[role] = (token.idx, token.idx + len(token))
    return found
