"""The spaCy counterpart of the rules that read sentences: tags, bodies, times, figures and roles as
patterns of Matcher and PhraseMatcher, made from the same vocabulary files.

A pipeline on a blank `vi`: `tags` gives each token the kind of word that it is, `times` and
`bodies` join what belongs together into one token, `roles` looks at the order of the tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex
import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from bench.sentence_readers import Said, told
from kehoach.normalize.mentions import PlanTokenizer
from kehoach.normalize.offices.directory import directory_of_offices
from kehoach.normalize.times.deadline import NOT_ALONE, parse_deadline
from kehoach.normalize.times.documents import without_documents
from kehoach.normalize.times.period import Period
from kehoach.normalize.vocabulary import read_own
from kehoach.parsers.items.sentence_owners import bodies_end, named_bodies
from kehoach.parsers.items.stated_words import listed
from kehoach.parsers.words import phrases_by, raw_phrases

NAME, HEAD, MANY, VERB, END, LEVEL = "NAME", "HEAD", "MANY", "VERB", "END", "LEVEL"
BODY, TIME, DOCUMENT, FIGURE = "BODY", "TIME", "DOCUMENT", "FIGURE"
MAX_NAME = 12
"""Tokens of a body that no directory knows."""
MAX_LISTED = 4
_DAY = r"^\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?$|^\d{1,2}/\d{4}$"
_NUMBER = r"^\d{1,3}(?:\.\d{3})+(?:,\d+)?$|^\d+(?:[.,]\d+)?$"
_HOUR = r"^\d{1,2}[hg]\d{0,2}$"
_ROMAN = r"^[IVX]{1,4}(?:/\d{4})?$"
_UNIT_OF_TIME = ["ngày", "tháng", "quý", "năm", "tuần", "giờ", "phút"]

for _name, _default in (("kind", ""), ("printed", ""), ("is_proper", False)):
    if not Token.has_extension(_name):
        Token.set_extension(_name, default=_default)


# --- words by kind --------------------------------------------------------------------------------


@Language.factory("tags")
def tags(nlp: Language, name: str) -> _Tags:
    """The kind of each word, as its TAG: what heads names, stands for many, does, ends a name."""
    del name
    return _Tags(nlp)


class _Tags:
    """Later kinds give way to earlier ones; of one kind the longest phrase counts."""

    def __init__(self, nlp: Language) -> None:
        words = read_own("offices/words.yaml")
        verbs = ("duty_verbs", "duty_adverbs", "sentence_verbs", "leading_verbs", "helping_verbs")
        self.verbs = {str(one) for key in verbs for one in raw_phrases(key)} | {"tổ chức", "báo"}
        self.matchers = {
            "NOUN": _phrases(nlp, _no_bodies(words)),
            NAME: _phrases(nlp, _names()),
            HEAD: _phrases(nlp, [*words["heads"], *raw_phrases("name_openings"), *raw_phrases("offices_of_persons")]),
            MANY: _phrases(nlp, _of_many(words)),
            "SMALL": _phrases(nlp, [*raw_phrases("small_bodies"), *raw_phrases("posts"), "bộ phận", "thú y viên"]),
            LEVEL: _phrases(nlp, [*words["more_levels"], *words["levels_of_lists"], *_LEVELS]),
            VERB: _phrases(nlp, [one for key in verbs for one in raw_phrases(key)]),
            END: _phrases(nlp, raw_phrases("ends_of_bodies")),
        }

    def __call__(self, doc: Doc) -> Doc:
        taken: set[int] = set()
        for kind, matcher in self.matchers.items():
            for span in filter_spans(_spans(doc, matcher)):
                if kind in (NAME, HEAD) and not span[0].text[0].isupper():
                    continue
                if kind == VERB and span.text[0].isupper() and not _opens_clause(doc, span.start):
                    continue
                if kind == "SMALL" and not _opens_small(doc, span.start):
                    continue
                if kind in (NAME, HEAD) and span.start == 0 and span.text.lower() in self.verbs:
                    continue
                if any(token.i in taken for token in span):
                    continue
                for token in span:
                    token.tag_ = f"I-{kind}"
                    taken.add(token.i)
                span[0].tag_ = kind
        for token in doc:
            if not token.tag_:
                token.tag_ = _shape(token)
        return doc


_LEVELS = ("tỉnh", "huyện", "thành phố", "thị xã", "quận", "đặc khu")


def _shape(token: Token) -> str:
    """The kind of a word that no list holds."""
    if token.is_punct or not token.text[0].isalnum():
        return "MARK"
    if token.text[0].isdigit():
        return "NUM"
    return "CAP" if token.text[0].isupper() else "LOW"


def _of_many(words: Mapping[str, list[str]]) -> Iterator[str]:
    """ "các thôn", "mọi đơn vị", "sở, ban, ngành"."""
    nouns = {*words["generic"], *raw_phrases("many_bodies"), *words["unit_nouns"]}
    nouns |= {*words["generic_capitals"], "công dân", "người dân", "lực lượng", "chủ rừng"}
    for opening in (*"các", "mọi", "những", "mỗi", "từng", "toàn thể các", "tất cả các",):
        yield from (f"{opening} {noun}" for noun in nouns)
    yield from (phrase for phrase in words["collective"] if phrase not in _BARE)


_BARE = ("các", "mọi", "những", "tất cả", "toàn bộ", "toàn thể", "từng", "một số")


def _no_bodies(words: Mapping[str, list[str]]) -> Iterator[str]:
    """What looks like the name of a body and is none."""
    for phrase in (*raw_phrases("nouns_like_verbs"), *words["nobody"], *raw_phrases("never_bodies")):
        if " " in str(phrase) or phrase == "tổ chức":
            yield str(phrase)


def _names() -> Iterator[str]:
    data = read_own("offices/offices.yaml")
    for section in data.values():
        for name, spellings in section.items():
            yield name
            yield from spellings if isinstance(spellings, list) else [spellings]
    yield from set(directory_of_offices().names.values())


def _phrases(nlp: Language, listed_phrases: Iterable[str]) -> PhraseMatcher:
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("", [nlp.make_doc(str(phrase)) for phrase in sorted(set(map(str, listed_phrases)))])
    return matcher


def _spans(doc: Doc, matcher: Matcher | PhraseMatcher) -> list[Span]:
    return [doc[first:last] for _, first, last in matcher(doc)]


# --- times ----------------------------------------------------------------------------------------


@Language.factory("times")
def times(nlp: Language, name: str) -> _Times:
    """Times and conditions as one token each, documents with their dates as another."""
    del name
    return _Times(nlp)


class _Times:
    def __init__(self, nlp: Language) -> None:
        self.strong = _phrases(nlp, listed("openings"))
        self.weak = _phrases(nlp, listed("openings_of_clause"))
        self.closings = _phrases(nlp, [*listed("closings"), *listed("steady")])
        self.conditions = _phrases(nlp, listed("conditions"))
        self.events = _phrases(nlp, listed("event_openings"))
        self.before = _phrases(nlp, listed("not_before"))
        self.allow = _phrases(nlp, listed("before_openings"))
        time_words = [*read_own("times/times.yaml")["time_words"], *_UNIT_OF_TIME]
        phrases = [*listed("openings"), *listed("openings_of_clause"), *listed("clock_words")]
        words = {word for one in (*time_words, *phrases) for word in one.split()}
        words |= set(listed("closings")) | {"hết", "cả", "lại", "tiếp", "theo", "sau", "dương"}
        self.words = words | {",", "-", "–", "và", ";"}
        self.figure = regex.compile(f"{_DAY}|{_NUMBER}|{_HOUR}|{_ROMAN}")
        self.counted = Matcher(nlp.vocab)
        count: list[dict[str, object]] = [
            {"TEXT": {"REGEX": r"^\d{1,3}$"}},
            {"LOWER": {"IN": ["ngày", "giờ", "phút", "tuần", "tháng"]}},
            {"LOWER": {"IN": ["làm", "việc"]}, "OP": "*"},
        ]
        limit = {"LOWER": {"IN": ["trong", "vòng", "thời", "hạn", "chậm", "nhất", "sau", "không",
                                  "quá", "trước"]}, "OP": "+"}  # fmt: skip
        anchor = {"LOWER": {"IN": ["sau", "kể", "từ", "tính", "trước", "khi"]}}
        self.counted.add("limit", [[limit, *count]], greedy="LONGEST")
        self.counted.add("from", [[*count, anchor]], greedy="LONGEST")

    def __call__(self, doc: Doc) -> Doc:
        documents = without_documents(doc.text)
        found: list[tuple[Span, str]] = []
        for span in self._counts(doc):
            found.append((span, "conditional"))
        for span in filter_spans(_spans(doc, self.conditions)):
            found.append((doc[span.start : _clause_end(doc, span.end)], "conditional"))
        for span in _spans(doc, self.events):
            if _opens_clause(doc, span.start):
                found.append((doc[span.start : _clause_end(doc, span.end)], "conditional"))
        ends = {span.end for span in _spans(doc, self.before)}
        allowed = {span.end for span in _spans(doc, self.allow)}
        for kind, matcher in (("strong", self.strong), ("weak", self.weak)):
            for span in filter_spans(_spans(doc, matcher)):
                if documents[span.start_char : span.end_char] != span.text or span.start in ends:
                    continue
                is_open = _opens_clause(doc, span.start) or span.start in allowed
                if kind == "weak" and not is_open:
                    continue
                begin = span.start
                if begin and doc[begin].lower_ == "tháng" and doc[begin - 1].text.isdigit():
                    begin -= 1
                stop = self._time_stop(doc, span.end, documents)
                found.append((doc[begin:stop], "time"))
        for span in _spans(doc, self.closings):
            ends_clause = span.end == len(doc) or doc[span.end].tag_ == "MARK"
            if span.start == 0 or ends_clause:
                begin = span.start - (span.start > 0 and doc[span.start - 1].text.isdigit())
                found.append((doc[begin : span.end], "time"))
        doc.spans["times"] = [span for span, _ in _apart(found)]
        for span, kind in _apart(found):
            span[0]._.kind = kind
        return doc

    def _counts(self, doc: Doc) -> Iterator[Span]:
        for span in filter_spans(_spans(doc, self.counted)):
            stop = span.end
            if stop < len(doc) and doc[stop].lower_ in ("sau", "kể", "từ", "tính", "trước", "khi"):
                stop = _clause_end(doc, stop)
            elif span[-1].lower_ in ("sau", "kể", "từ", "tính", "trước", "khi"):
                stop = _clause_end(doc, stop)
            yield doc[span.start : stop]

    def _time_stop(self, doc: Doc, stop: int, documents: str) -> int:
        while stop < len(doc):
            token = doc[stop]
            is_named = documents[token.idx : token.idx + len(token)] == token.text
            if not is_named or not (self.figure.search(token.text) or token.lower_ in self.words):
                break
            stop += 1
        while stop > 1 and doc[stop - 1].text in {",", "-", "–", "và", ";", "từ", "đến"}:
            stop -= 1
        return stop


def _opens_small(doc: Doc, index: int) -> bool:
    """May a body written small begin here: where a clause begins, or behind a word of giving?"""
    before = doc[index - 1].lower_ if index else ","
    return before in {",", ";", ":", "(", "giao", "do", "là", "cho", "với"} or index == 0


def _opens_clause(doc: Doc, index: int) -> bool:
    return index == 0 or doc[index - 1].text in {",", ";", ":", ".", "(", "–", "và"}


def _clause_end(doc: Doc, index: int) -> int:
    while index < len(doc) and doc[index].text not in {",", ";", ":", "(", ")"}:
        if doc[index].text == "." and (index + 1 == len(doc) or doc[index].whitespace_):
            break
        index += 1
    return index


def _apart(found: Iterable[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """Spans of which none lies over another, conditions before times, longer ones first."""
    kept: list[tuple[Span, str]] = []
    taken: set[int] = set()
    for span, kind in sorted(found, key=lambda one: (one[1] != "conditional", -len(one[0]))):
        if span and not taken & set(range(span.start, span.end)):
            kept.append((span, kind))
            taken.update(range(span.start, span.end))
    return sorted(kept, key=lambda one: one[0].start)


# --- bodies ---------------------------------------------------------------------------------------


@Language.factory("bodies")
def bodies(nlp: Language, name: str) -> _Bodies:
    """Names of bodies, and lists of them, each as one token with the entity type BODY."""
    del name
    return _Bodies(nlp)


class _Bodies:
    """Where a body may begin tell the tags; how far it reaches, the directory."""

    def __init__(self, nlp: Language) -> None:
        self.begins = Matcher(nlp.vocab)
        self.begins.add("", [[{"TAG": {"IN": [NAME, HEAD, MANY, "SMALL"]}}]])

    def __call__(self, doc: Doc) -> Doc:
        timed = {token.i for span in doc.spans.get("times", []) for token in span}
        found: list[Span] = []
        stop = 0
        for _, first, _last in self.begins(doc):
            if first < stop or first in timed:
                continue
            span = _named(doc, first)
            if span is not None and not timed & set(range(span.start, span.end)):
                found.append(span)
                stop = span.end
        with doc.retokenize() as retokenizer:
            for span in doc.spans.get("times", []):
                retokenizer.merge(span, attrs={"TAG": TIME})
            for span in found:
                opening = span[0]
                is_proper = opening.tag_ in (NAME, HEAD, "SMALL") or opening.lower_ in _EACH
                retokenizer.merge(span, attrs={"TAG": BODY, "_": {"is_proper": is_proper}})
        return doc


_EACH = ("các", "mọi", "mỗi", "từng")
MAX_LETTERS = 240
"""Of a list of bodies."""


def _named(doc: Doc, first: int) -> Span | None:
    """The bodies that begin at a token, and nothing else."""
    begin = doc[first].idx
    words = doc.text[begin : begin + MAX_LETTERS]
    capitalised = words[:1].upper() + words[1:]
    named = named_bodies(
        capitalised[: bodies_end(capitalised)].strip(), doc.user_data.get("level")
    )
    if not named:
        return None
    return doc.char_span(begin, begin + len(named), alignment_mode="contract")


# --- roles ----------------------------------------------------------------------------------------


@Language.factory("roles")
def roles(nlp: Language, name: str) -> _Roles:
    """Who leads and who helps, by the order of bodies and words of doing."""
    del name
    return _Roles(nlp)


class _Roles:
    """Patterns in the order in which they count; in each the body is the one that leads, or
    helps."""

    def __init__(self, nlp: Language) -> None:
        self.lead = Matcher(nlp.vocab)
        self.helps = Matcher(nlp.vocab)
        body = {"TAG": BODY}
        doing = {"TAG": VERB}
        leading = {"LOWER": {"IN": ["chủ", "làm", "phụ", "chịu", "đảm", "là"]}}
        mark = {"TEXT": {"IN": [",", ";", ":", ".", "("]}}
        givings = {*raw_phrases("duty_addresses"), *raw_phrases("order_verbs"), "nhờ"}
        opening = {"IS_SENT_START": True}
        self.lead.add("1 says", [[body, leading, {"LOWER": {"IN": ["trì", "đầu", "trách", "nhận", "nhiệm", "cơ", "đơn", "chủ"]}}]])  # fmt: skip
        self.lead.add("2 bracket", [[body, {"TEXT": "("}, {"LOWER": "chủ"}, {"LOWER": "trì"}]])
        closing = {"TEXT": {"IN": [",", ".", ";", ")"]}}
        few = {"TAG": {"NOT_IN": [BODY, "MARK"]}, "OP": "{0,4}"}
        for verb in (*raw_phrases("leading_verbs"), "theo dõi", "làm chủ đầu tư"):
            words = [{"LOWER": word} for word in verb.split()]
            self.lead.add("2 by", [[{"LOWER": "do"}, body, {"TAG": {"IN": [VERB, "I-VERB"]}, "OP": "{0,2}"}, *words, few, closing]])
        anything = {"TAG": {"NOT_IN": [BODY]}, "OP": "{0,7}"}
        self.lead.add("2 point", [[{"LOWER": "đầu"}, {"LOWER": "mối"}, anything, {"LOWER": {"IN": ["là", ":"]}}, body]])
        self.lead.add("2 label", [[{"LOWER": {"IN": ["trì", "mối", "mưu", "hiện", "thuật"]}}, {"LOWER": {"IN": ["là", ":"]}}, body]])  # fmt: skip
        self.lead.add("2 rests", [[{"LOWER": "nhiệm"}, {"LOWER": "thuộc"}, {"LOWER": "về"}, body]])
        for giving in sorted(givings):
            words = [{"LOWER": word} for word in giving.split()]
            self.lead.add("3 given", [[*words, {"LOWER": "cho", "OP": "?"}, {"TEXT": ":", "OP": "?"}, body]])
        self.lead.add("4 subject", [[{**opening, **body}, {"TAG": {"IN": [VERB, "LOW", "MARK", END, TIME]}}]])  # fmt: skip
        self.lead.add("5 after time", [[{"TAG": TIME}, {"TEXT": {"IN": [",", ":"]}, "OP": "?"}, body, doing]])  # fmt: skip
        own = {"TAG": BODY, "_": {"is_proper": True}}
        self.lead.add("5 clause", [[{"TEXT": {"IN": [";", ":", "."]}}, own, doing]])
        opens = {"IS_SENT_START": True, "LOWER": {"IN": ["khi", "nếu", "trong", "sau", "trước", "căn", "trên", "đối", "nhân", "từ", "qua", "để", "theo", "định", "hằng", "hàng", "cuối", "đầu", "trường"]}}
        self.lead.add("5 condition", [[opens, {"TAG": {"NOT_IN": [BODY, "MARK"]}, "OP": "{1,16}"}, {"TEXT": ","}, own, doing],
            [opens, {"TAG": {"NOT_IN": ["MARK"]}, "OP": "{1,16}"}, {"TEXT": ","}, own, doing]])
        together = [{"LOWER": "phối"}, {"LOWER": "hợp"}, {"LOWER": {"IN": ["chặt", "chẽ"]}, "OP": "*"}]  # fmt: skip
        with_ = {"LOWER": {"IN": ["với", "cùng", ":", "là"]}, "OP": "*"}
        self.helps.add("1 with", [[*together, with_, body]])
        self.helps.add("2 beside", [[{"TAG": {"IN": [BODY, "I-VERB", "MARK"]}}, {"LOWER": "cùng"}, {"LOWER": "với", "OP": "?"}, body]])  # fmt: skip
        self.helps.add("2 opens", [[{"LOWER": "cùng", "IS_SENT_START": True}, {"LOWER": "với"}, body]])  # fmt: skip
        self.helps.add("3 helps", [[mark, own, {"LOWER": {"IN": ["phối", "hỗ", "tham"]}}]])
        self.helps.add("4 part", [[{"LOWER": {"IN": ["gia", "hợp"]}}, {"LOWER": "của"}, body]])

    def __call__(self, doc: Doc) -> Doc:
        for index, token in enumerate(doc):
            token.is_sent_start = index == 0
        doc.user_data["lead"] = _first(doc, self.lead)
        doc.user_data["helps"] = _first(doc, self.helps, but=doc.user_data["lead"])
        return doc


def _first(doc: Doc, matcher: Matcher, but: Token | None = None) -> Token | None:
    """The body of the match whose pattern counts most, the first of equals."""
    ranked = []
    for label, first, last in matcher(doc):
        name = doc.vocab.strings[label]
        for token in doc[first:last]:
            is_context = name.startswith("2 beside") and token.i == first
            if token.tag_ == BODY and token != but and not is_context:
                ranked.append((name[0], token.i, name))
    if ranked:
        doc.user_data["pattern"] = min(ranked)[2]
    return doc[min(ranked)[1]] if ranked else None


# --- figures --------------------------------------------------------------------------------------


@cache
def _quantities() -> tuple[Matcher, dict[str, str], dict[str, str], dict[str, str]]:
    nlp = pipeline()
    data = read_own("quantity.yaml")
    units = [*data["units"], *data["weak_units"]]
    compare = {phrase: sign for sign, listed_ in data["comparators"].items() for phrase in listed_}
    after = {phrase: sign for sign, listed_ in data["after"].items() for phrase in listed_}
    matcher = Matcher(nlp.vocab)
    number = {"TEXT": {"REGEX": _NUMBER}}
    to = {"LOWER": {"IN": ["-", "–", "đến"]}}
    for unit in sorted(set(units)):
        words = [{"LOWER": token.lower_} for token in nlp.make_doc(str(unit))]
        if len(words) == 1:
            words = [{"LOWER": {"REGEX": rf"^{regex.escape(str(unit).lower())}(?:/[\p{{L}}]+)*$"}}]
            words = [{"TEXT": {"REGEX": rf"^(?i:{regex.escape(str(unit))})(?:/\w+)*$"}}]
        matcher.add(
            f"weak {unit}" if unit in data["weak_units"] and unit not in data["units"] else unit,
            [[number, *words], [number, to, number, *words]],
        )
    del after
    return matcher, compare, {}, {str(unit).lower(): str(unit) for unit in units}


def figures_in(doc: Doc, timed: set[int]) -> tuple[str, ...]:
    """Figures with a unit of the list, and what compares them."""
    matcher, compare, _, _ = _quantities()
    data = read_own("quantity.yaml")
    spans = []
    for label, first, last in matcher(doc):
        if first not in timed:
            spans.append(Span(doc, first, last, label=label))
    found = []
    for span in sorted(filter_spans(spans), key=lambda one: one.start):
        before = " ".join(doc[max(0, span.start - 6) : span.start].text.lower().split())
        if regex.search(rf"(?:^|\s)(?:{'|'.join(data['before'])})$", before):
            continue
        numbers = [_value(token.text) for token in span if regex.search(_NUMBER, token.text)]
        unit_words = [token.text for token in span if not regex.search(_NUMBER, token.text)]
        unit = " ".join(word for word in unit_words if word not in ("-", "–", "đến"))
        sign = _sign(before, doc[span.end : span.end + 3].text.lower(), compare, data)
        is_weak = span.label_.startswith("weak ")
        if is_weak and sign == "=":
            continue
        down = regex.search(rf"(?:{'|'.join(data['decrease'])})(?:\s\S+){{0,3}}$", before)
        if len(numbers) == 2:
            found.append(told("range", None, low=numbers[0], high=numbers[1], unit=unit))
        else:
            value = -numbers[0] if down and sign not in ("<",) else numbers[0]
            turned = {">=": "<=", ">": "<"}.get(sign, sign) if down else sign
            found.append(told(turned, value, unit="%" if unit == "phần trăm" else unit))
    return tuple(found)


def _sign(
    before: str, after: str, compare: dict[str, str], data: dict[str, dict[str, list[str]]]
) -> str:
    for sign, phrases in data["after"].items():
        if any(after.startswith(phrase) for phrase in phrases):
            return sign
    words = before.split()
    fillers = {str(filler).lower() for filler in data["fillers"]}
    while words and words[-1] in fillers and words[-1] not in compare:
        words.pop()
    for size in range(min(5, len(words)), 0, -1):
        phrase = " ".join(words[-size:])
        if phrase in compare:
            return compare[phrase]
    return "="


def _value(number: str) -> float:
    if regex.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", number):
        number = number.replace(".", "")
    return float(number.replace(",", "."))


# --- a sentence -----------------------------------------------------------------------------------


@cache
def pipeline() -> Language:
    """The pipeline, made once."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.tokenizer = PlanTokenizer(nlp.vocab)
    for name in ("tags", "times", "bodies", "roles"):
        nlp.add_pipe(name)
    return nlp


@dataclass(frozen=True, slots=True)
class _Stated:
    phrase: str
    rank: tuple[int, int]


def read_by_matchers(text: str, level: str | None, period: Period | None) -> Said:
    """A sentence as the matchers read it."""
    nlp = pipeline()
    doc = nlp.make_doc(text)
    doc.user_data["level"] = level
    for _, component in nlp.pipeline[:2]:
        doc = component(doc)
    timed = {token.i for span in doc.spans["times"] for token in span}
    metrics = figures_in(doc, timed)
    stated = list(_stated(doc, period))
    for _, component in nlp.pipeline[2:]:
        doc = component(doc)
    lead, helps = doc.user_data["lead"], doc.user_data["helps"]
    return Said(
        lead=lead.text if lead is not None else "",
        coordinating=helps.text if helps is not None else "",
        deadline=max(stated, key=lambda one: one.rank).phrase if stated else "",
        metrics=metrics,
    )


def _stated(doc: Doc, period: Period | None) -> Iterator[_Stated]:
    for span in doc.spans["times"]:
        value = parse_deadline(span.text, period)
        if value is None or value.kind is None or value.confidence == NOT_ALONE:
            continue
        if value.kind == "recurring" and value.recurrence is None and span.start:
            continue
        if period and period.start and value.end and value.end < period.start:
            continue
        rank = {"conditional": 1, "continuous": 0}.get(value.kind, 2)
        yield _Stated(span.text, (rank, span.start))


_ = phrases_by
