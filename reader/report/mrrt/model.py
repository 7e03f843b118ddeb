"""What a report template says, however its file says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from reader.core.errors import ReaderError
from reader.dicom.values import Code, Person
from reader.report.model import (
    CLINICAL_INFORMATION,
    COMPARISON,
    DIAGNOSTIC_IMAGING_REPORT,
    IMPRESSION,
    TECHNIQUE,
    Report,
    Section,
    Subject,
)
from reader.report.organs import is_general, is_general_word, only_denies, organs_of, organs_of_field, weakly

_MERGED = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")
UNKNOWN = "____"


class TemplateError(ReaderError):
    """A file that is no report template."""


class SlotKind(Enum):
    """MERGE: filled in by the program from the patient, the order or the exam."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    TIME = "time"
    MERGE = "merge"


@dataclass(frozen=True)
class Slot:
    """One place to fill within a sentence. unit: as it is written behind a number. minimum, maximum: of a number,
    None where there is no limit. options: of a choice. name: of a place that the program fills, as "prior.date"."""

    kind: SlotKind
    slot_id: str = ""
    name: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[str, ...] = ()
    required: bool = False

    @property
    def token(self) -> str:
        """How the place looks in a report until it is filled."""
        match self.kind:
            case SlotKind.CHOICE:
                return f"[{'|'.join(self.options)}]"
            case SlotKind.CHOICES:
                return f"[+{'|'.join(self.options)}]"
            case SlotKind.DATE:
                return "____-__-__"
            case SlotKind.TIME:
                return "__:__"
            case SlotKind.NUMBER:
                return "__"
            case SlotKind.MERGE:
                return f"{{{self.name}}}"
            case SlotKind.TEXT:
                return UNKNOWN


@dataclass(frozen=True)
class Situation:
    """What is known of the exam while its report is filled in.

    sex: "M", "F", or what else PS3.3 C.7.1.1 has. history: what the order and earlier reports say of the patient.
    besides: sentences about findings that are accepted and may not be in the text yet. seen: what such findings
    are, as in "nodule", where they don't say in which organ. facts: by name, what merge fields ask for and
    conditions look at ("contrast": "yes" or "no"); a fact that is not known is not in there. Under "yes?" nothing
    is filled in unasked: an earlier exam is known, and nobody has looked at it. unnamed: of the lines of `besides`
    those of measurements that nobody has named → the measurement in words.
    """

    sex: str = ""
    history: str = ""
    besides: str = ""
    seen: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    unnamed: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = Situation()


@dataclass(frozen=True)
class TemplateField:
    """One thing that a section speaks of, such as an organ: its label, the sentences offered, and the one meant as
    normal ("" for none).

    topics: words that say the section speaks of this already; then "fill normal" leaves it out. One that begins
    with a hyphen is no word for it, though it contains one ("-adrenal"). sex: of whom it speaks, "" for everybody.
    removed: words by which a history says that the organ is no longer there. when: beside each option, the
    condition under which it is the normal one ("contrast=yes"), "" for none. slots: the places to fill of its one
    sentence, in order. required: the report has to say something of it. only: the condition under which it holds at
    all, "" for always. Names that the program fills in are written {name} in the sentences.
    """

    field_id: str
    label: str
    options: tuple[str, ...] = ()
    default: str = ""
    topics: tuple[str, ...] = ()
    sex: str = ""
    removed: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    prose: bool = False
    required: bool = False
    only: str = ""

    @property
    def organs(self) -> frozenset[str]:
        """Of what it speaks, by the names of `reader.report.organs`; empty where it names no organ."""
        return organs_of_field(" \n ".join((self.label, self.default, *self.options)))

    def normal(self, known: Situation = NOTHING_KNOWN) -> str:
        """The sentence meant as normal, with what is known filled in; "" where there is none for this patient."""
        if (self.sex and self.sex != known.sex) or (self.only and not holds(self.only, known.facts)):
            return ""
        if self.removed and is_removed(self.removed, known.history):
            return ""
        chosen = next((o for o, when in zip(self.options, self.when, strict=False) if holds(when, known.facts)), "")
        if not chosen and self._refuted(self.default, known):
            return ""
        return merged(chosen or self.default, known.facts)

    def offered(self, known: Situation = NOTHING_KNOWN) -> tuple[str, ...]:
        """What is known not to hold comes last."""
        ordered = sorted(self.options, key=lambda option: self._refuted(option, known))
        return tuple(merged(option, known.facts) for option in ordered)

    def _refuted(self, option: str, known: Situation) -> bool:
        """Whether the condition under which it is the normal one is known not to hold."""
        when = dict(zip(self.options, self.when, strict=False)).get(option, "")
        named = (part.partition("=") for part in when.split("&") if part)
        pairs = ((known.facts.get(name.strip(), ""), value.strip()) for name, _, value in named)
        return any(told and told.removesuffix("?") != value for told, value in pairs)


@dataclass(frozen=True)
class TemplateSection:
    heading: Code
    title: str
    required: bool = False
    fields: tuple[TemplateField, ...] = ()

    def normal(self, text: str = "", known: Situation = NOTHING_KNOWN) -> tuple[str, ...]:
        """The normal sentences of those fields of which neither `text` nor an accepted finding says anything; none
        where one of their lines can't be given to any field."""
        spoken = self._spoken_of(text, known)
        if isinstance(spoken, str):
            return ()
        there, said = text.lower(), f"{text}\n{known.besides}".lower()
        lines = []
        for one in self.fields:
            line = one.normal(known)
            found = any(has_word(line.lower(), word) for word in known.seen)
            told = one in spoken and (not one.prose or speaks_of(said, one.topics))  # one to fill in denies nothing
            if line and not told and line.lower() not in there and not found:
                lines.append(line)
        return tuple(lines)

    def unplaced(self, text: str = "", known: Situation = NOTHING_KNOWN) -> str:
        """The first line of `text` or of the accepted findings that can't be given to a field, "" for none."""
        spoken = self._spoken_of(text, known)
        return spoken if isinstance(spoken, str) else ""

    def _spoken_of(self, text: str, known: Situation) -> set[TemplateField] | str:
        """The fields that something is said of, or the line that is of none of them."""
        own = without_offered(text, self.fields, known)
        if self.heading in _OF_THE_WHOLE:
            return set(self.fields) if any(own) else set()
        spoken: set[TemplateField] = set()
        for line in own:
            of_line: set[TemplateField] = set()
            for sentence in sentences(line):
                found = fields_of(sentence, self.fields)
                if not found and not (of_line and _ONLY_A_SIZE.fullmatch(sentence.lower())):
                    return sentence
                of_line |= found
            spoken |= of_line
        for line in known.besides.splitlines():
            if line.strip():
                found = fields_of(line, self.fields)
                if not found:
                    return line.strip()
                spoken |= found
        return spoken


@dataclass(frozen=True)
class Suits:
    """For which exams a template is, beside its codes. needs: groups of words; of each group one has to be in what
    describes the exam. never: words of exams that it is not for. wishes: words that make it fit better."""

    needs: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A report template. language: RFC 5646. codes: modality (DCM) and anatomy (SCT, RadLex …) it is for. source:
    its file, "" for none. license: how it may be used, or where that is written."""

    template_id: str
    title: str
    language: str
    sections: tuple[TemplateSection, ...]
    codes: tuple[Code, ...] = ()
    publisher: str = ""
    rights: str = ""
    description: str = ""
    date: str = ""
    suits: Suits = field(default_factory=Suits)
    source: str = ""
    license: str = ""

    def section(self, heading: Code) -> TemplateSection | None:
        return next((section for section in self.sections if section.heading == heading), None)

    def new_report(self, subject: Subject, author: Person) -> Report:
        """An empty report with these headings; no sentence is in it until the author takes it."""
        sections = tuple(Section(s.heading, s.title, (), s.required) for s in self.sections)
        return Report(
            subject, self.template_id, DIAGNOSTIC_IMAGING_REPORT, self.language.split("-")[0], sections, author
        )

    def complete(self, report: Report) -> Report:
        """The report with the headings it lacks added, and which are required (an SR does not say)."""
        there = {section.heading for section in report.sections}
        sections: list[Section] = []
        for mine in {s.heading: s for s in self.sections}.values():
            if mine.heading not in there:
                sections.append(Section(mine.heading, mine.title, (), mine.required))
            for section in report.sections:
                if section.heading == mine.heading:
                    sections.append(replace(section, required=mine.required))
        known = {section.heading for section in self.sections}
        return replace(report, sections=(*sections, *(s for s in report.sections if s.heading not in known)))


_OF_THE_WHOLE = (IMPRESSION, TECHNIQUE, COMPARISON, CLINICAL_INFORMATION)
_SENTENCE_END = re.compile(r"[。；;！!？?]|\.(?=\s|$)")
_ONLY_A_SIZE = re.compile(
    r"(?:[\d\s.,，×x*/()（）~～<>≤≥=:：-]|\b(?:mm|cm|ml|hu|suv|suvmax|approx|about|size|diameter|in|right|left|of|the)\b"
    r"|[大小约直径最长短厚左右侧体积为])*"
)


def without_offered(text: str, fields: Sequence[TemplateField], known: Situation) -> tuple[str, ...]:
    """The lines of a text that are not, or only in part, what these fields offer; without headlines."""
    offered = sorted({line for one in fields for line in (*one.offered(known), one.normal(known)) if line}, key=len)
    lines = []
    for line in text.splitlines():
        for sentence in reversed(offered):
            line = line.replace(sentence, "")
        if (line := line.strip()) and not line.endswith((":", "：")):
            lines.append(line)
    return tuple(lines)


def sentences(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SENTENCE_END.split(line) if re.search(r"\w", part))


def fields_of(sentence: str, fields: Sequence[TemplateField]) -> set[TemplateField]:
    """Those that a sentence speaks of: by their own topics, and by the organs that it names or that what it names
    is found in."""
    said = sentence.lower()
    found = set()
    for one in fields:
        own = one.topics if not one.organs else tuple(t for t in one.topics if not is_general_word(t))
        if speaks_of(said, own):
            found.add(one)
    for told in (organs_of(sentence), weakly(sentence)):
        about = {one for one in fields if told & one.organs}
        beside = {one for one in about if (denied := only_denies(one.default)) and not told & denied}
        found |= about - beside if any(one.default for one in about - beside) else about
        if found:
            break
    if is_general(sentence) and not any(speaks_of(said, one.topics) for one in fields if not one.organs):
        found |= {one for one in fields if not one.organs and one.default and not one.prose} if found else set()
    return found | {one for one in fields if found and speaks_of(said, one.topics)}


def speaks_of(said: str, topics: tuple[str, ...]) -> bool:
    """Whether a text (lower case) has one of these words; a Latin one at the beginning of a word."""
    for other in (topic[1:] for topic in topics if topic.startswith("-")):
        said = said.replace(other, " ")
    return any(has_word(said, topic) for topic in topics if not topic.startswith("-"))


def has_word(text: str, word: str) -> bool:
    """Both in lower case. A Latin word of up to four letters as it is or in the plural, a longer one as a
    beginning; an underscore in it is a blank."""
    word = word.replace("_", " ")
    if not word.isascii():
        return word in text
    if len(word) <= 4 and word.isalpha():
        return re.search(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", text) is not None
    return re.search(rf"(?<![a-z]){re.escape(word)}", text) is not None


_NOT_DONE = re.compile(
    r"(?:\b(?:no|without|denies|refus\w+)\s+(?!.*\b(?:after|since|post|following)\b)(?:\w+\s+){0,2}"
    r"|\b(?:planned|plans?|planning|scheduled|before|prior\s+to|await\w*|consider\w*|discuss\w*|declin\w+|cancel\w+"
    r"|postpon\w+|defer\w+|recommend\w*|advis\w+|offered|candidate\s+for|waiting\s+(?:list\s+)?for|listed\s+for"
    r"|instead\s+of|not\s+(?:had|undergone|underwent)|never\s+(?:had|underwent)|possible|elective|upcoming|pending)\b"
    r"[^,，]*|(?:无|否认|未行|未做|未曾)[^,，、\s]{0,2}"
    r"|(?:拒|拟|待|术前|考虑|建议|准备|计划|择期|等待|取消|暂缓|预约|推荐)[^,，]{0,10})$"
)
_NOT_DONE_AFTER = re.compile(
    r"^\w*\s*(?:(?:is|was|has|had|has\s+been|to\s+be|will\s+be)\s+)?(?:(?:not|never)\b|declined|refused|planned|scheduled"
    r"|cancel\w+|postponed|deferred|awaited|pending|considered|recommended|advised|offered|discussed|abandoned|booked"
    r"|next|tomorrow|to\s+follow|[:：]\s*(?:no|none|denied|not)\b|\?)"
    r"|^(?:手?术)?(?:史)?[:：]?\s*(?:未|取消|拟|择期|暂缓|推迟|延期|拒绝|被拒|待|计划|预约|否认|无|没有|不同意|中止|放弃|[?？])"
)
_OF_FAMILY = re.compile(
    r"\b(?:mother|father|sister|brother|aunt|uncle|grandmother|grandfather|daughter|son|family|familial|cousin|parents?"
    r"|wife|husband)\b|母亲|父亲|姐|妹|兄|弟|家族|其母|其父|祖母|祖父|外婆|女儿|姑|姨|舅"
)


def is_removed(words: tuple[str, ...], history: str) -> bool:
    """Whether a history says so, in a clause that doesn't say the opposite, plan it, or speak of a relative."""
    for clause in re.split(r"[.;；。\n]", history.lower()):
        for word in words:
            begins = "(?<![a-z])" if word.isascii() else ""
            for found in re.finditer(begins + re.escape(word.replace("_", " ")), clause):
                before, after = clause[: found.start()], re.split(r"[,，、]", clause[found.end() :])[0]
                doubted = _NOT_DONE.search(before) or _NOT_DONE_AFTER.search(after)
                if not doubted and not _OF_FAMILY.search(re.split(r"[,，]", before)[-1]):
                    return True
    return False


def holds(condition: str, facts: Mapping[str, str]) -> bool:
    """ "contrast=yes"; several joined by "&"; False where a fact is not known, and for no condition."""
    if not condition:
        return False
    for part in condition.split("&"):
        name, _, value = part.strip().partition("=")
        if facts.get(name.strip()) != value.strip():
            return False
    return True


def merged(text: str, facts: Mapping[str, str]) -> str:
    """With what is known in the place of {names}, and a place to fill for the rest."""
    return _MERGED.sub(lambda match: facts.get(match[1], "") or UNKNOWN, text)
