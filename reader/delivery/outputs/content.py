"""What every output of a report is made from: one plain value, derived from the one signed version.

`page_of` is the only way to make one, and refuses what is not signed or whose signature does not hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reader.core.errors import ReaderError
from reader.core.text import now, tr
from reader.delivery.outputs.cleaning import clean, clean_line, cleaned
from reader.delivery.outputs.words import Words, words_of
from reader.dicom.values import Code, Person, same_person
from reader.findings.model import Finding, ImageReference, Measurement, Status, is_key_image
from reader.findings.quality import REASONS
from reader.report.model import ADDENDUM, AMENDMENT, IMPRESSION, ObjectReference, Report, Subject
from reader.report.sentences import parts
from reader.review.doubts import of_unsound
from reader.review.history import History
from reader.review.model import VERDICT_TEXTS, ReportState, ReportVersion
from reader.review.supplement import Supplement, kind_of
from reader.study.identity import patient_id_text
from reader.study.numbering import ImageNumber

_KEPT = (Status.ACCEPTED, Status.EDITED)


class Standing(Enum):
    """PRELIMINARY: out of hours, by its author alone, or signed by somebody whose report a senior will confirm."""

    FINAL = "final"
    AMENDED = "amended"
    ADDENDUM = "addendum"
    PRELIMINARY = "preliminary"


@dataclass(frozen=True)
class Signatory:
    """when: of the version that the person handed over; None where that is not known."""

    person: Person
    when: datetime | None


@dataclass(frozen=True)
class Signed:
    """Who wrote and who signed one version. kind: what it is to the signed one before it; FINAL for the first.
    reviewer: who reviewed it and passed it on to the chief who signed."""

    kind: Standing
    author: Signatory
    verifier: Signatory | None
    reviewer: Signatory | None = None

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(who.person for who in (self.author, self.reviewer, self.verifier) if who is not None)


@dataclass(frozen=True)
class Before:
    """The signed version that this one replaces or continues. reason: why it was amended, "" for an addendum."""

    reference: ObjectReference
    verifier: Person | None
    when: datetime | None
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One statement. algorithms: whose accepted finding it repeats (safety by design, 5)."""

    text: str
    algorithms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section that says something. number: which of several with this heading, from 1."""

    heading: Code
    title: str
    lines: tuple[Line, ...]
    number: int = 1

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class FindingRow:
    """An accepted finding in the report's words. measurements: the numbers with their UCUM units behind `size`."""

    tracking_uid: str
    code: Code
    site: Code | None
    what: str
    where: str
    size: str
    image: str
    algorithm: str
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True)
class KeyReference:
    """A key image by reference. caption: its number and what it shows, in the report's words."""

    image: ImageReference
    caption: str


@dataclass(frozen=True)
class Picture:
    """How a key image looks, as PNG; what is printed above its caption."""

    reference: KeyReference
    png: bytes


@dataclass(frozen=True)
class ReportPage:
    """Every text is `clean`, names and numbers are `clean_line`. institution: whose report it is. verifier: None of
    a preliminary report that nobody has signed yet. kind: what it is to the signed version before it, also where
    it is preliminary. earlier: the signed versions before it, oldest first. reviewer: see `Signed`."""

    reference: ObjectReference
    language: str
    standing: Standing
    institution: str
    title: Code
    subject: Subject
    author: Signatory
    verifier: Signatory | None
    positive: bool | None
    parts: tuple[Part, ...]
    findings: tuple[FindingRow, ...]
    key_images: tuple[KeyReference, ...]
    before: Before | None = None
    kind: Standing = Standing.FINAL
    earlier: tuple[Signed, ...] = ()
    reviewer: Signatory | None = None

    @property
    def words(self) -> Words:
        return words_of(self.language)

    @property
    def answering(self) -> Signatory:
        """Who answers for it."""
        return self.verifier or self.author

    @property
    def impression(self) -> str:
        return "\n".join(part.text for part in self.parts if part.heading == IMPRESSION)

    @property
    def accession(self) -> str:
        """Of the order that it answers."""
        return self.subject.ordered or self.subject.accession

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """(label, value) of what is known of the patient and the exam."""
        words, subject, patient = self.words, self.subject, self.subject.patient
        said = (
            (words.name, patient.name.display),
            (words.sex, words.sexes.get(patient.sex, patient.sex)),
            (words.age, self.age),
            (words.born, patient.birth),
            (words.patient_id, patient_id_text(patient)),
            (words.accession, self.accession),
            (words.exam, _exam(subject)),
            (words.exam_when, self.clock(subject.study_when)),
            (words.site, subject.site),
            (words.positive, words.result[self.positive] if self.positive is not None else ""),
        )
        return tuple((label, clean(value)) for label, value in said if value.strip())

    def clock(self, when: datetime | None) -> str:
        """ "2026-01-01 09:12" where the exam was made, whatever computer writes it; "" where it is not known."""
        if when is None or when.year == 1:
            return ""
        exam = self.subject.study_when
        placed = when.astimezone(exam.tzinfo) if exam is not None and exam.tzinfo and when.tzinfo else when
        return placed.isoformat(" ", "minutes")[:16]

    @property
    def age(self) -> str:
        """ "56", "56岁", "14 months", "12天"; "" where it is not known."""
        when = self.subject.study_when
        age = self.subject.patient.age(when.date() if when is not None else None)
        units = ("岁", "个月", "天") if self.words.colon == "：" else ("", " months", " days")
        for letter, unit in (("M", units[1]), ("D", units[2])):
            if age.endswith(letter):
                return age[:-1] + unit
        return age + units[0] if age else ""

    @property
    def signatories(self) -> tuple[tuple[str, str, str], ...]:
        """(label, name, time) of who wrote, reviewed and verified it: of all that was signed, the oldest first."""
        words, count, found = self.words, Counter[Standing](), []
        for one in (*self.earlier, self._own):
            count[one.kind] += 1
            number = f" {count[one.kind]}" if count[one.kind] > 1 else ""
            kind = words.kinds.get(one.kind.value, words.original if self.earlier else "")
            three = one.reviewer is not None
            roles = [(words.author, one.author), (words.reviewer, one.reviewer)][: 2 if three else 1]
            for role, who in (*roles, (words.approver if three else words.verifier, one.verifier)):
                label = words.of_version.format(kind=kind, number=number, role=role.lower()) if kind else role
                found.append(self._signatory(label, who))
        return tuple(found)

    @property
    def _own(self) -> Signed:
        return Signed(self.kind, self.author, self.verifier, self.reviewer)

    def _signatory(self, label: str, who: Signatory | None) -> tuple[str, str, str]:
        if who is None:
            return label, self.words.unverified, ""
        return label, clean(who.person.name.display) or self.words.unknown_version, self.clock(who.when)

    @property
    def before_addendum(self) -> tuple[Person, ...]:
        """Who else answers for what an addendum leaves as it was signed; each once. Of what was amended, nobody
        answers for what was there before."""
        kinds = [*(one.kind for one in self.earlier), self.kind]
        amended = max((n for n, kind in enumerate(kinds) if kind is Standing.AMENDED), default=0)
        own, found = self._own.people, list[Person]()
        for person in (person for one in self.earlier[amended:] for person in one.people):
            if not any(same_person(person, other) for other in (*own, *found)):
                found.append(person)
        return tuple(found)

    @property
    def beside(self) -> tuple[Person, ...]:
        """Who wrote and who reviewed it, besides the one who answers for it."""
        return tuple(one for one in dict.fromkeys(self._own.people) if one != self.answering.person)

    @property
    def notice(self) -> str:
        """What a reader has to know of its standing before anything else; "" of a final report."""
        words = self.words
        if self.standing is Standing.PRELIMINARY:
            return words.preliminary
        if self.standing is Standing.FINAL:
            return ""
        before, amended = self.before, self.standing is Standing.AMENDED
        name = before.verifier.name.display if before is not None and before.verifier is not None else ""
        when = self.clock(before.when) if before is not None else ""
        if not name or not when:
            return words.amended_unknown if amended else words.added_unknown
        return (words.amended if amended else words.added).format(name=clean(name), when=when)

    @property
    def identifiers(self) -> str:
        """What a QR code says: the report, its exam and its order, and nobody's name."""
        uids = (self.reference.sop_instance_uid, self.subject.study_uid)
        lines = [f"urn:oid:{uid}" for uid in uids]
        return "\n".join([*lines, *([f"ACSN {clean(self.accession)}"] if self.accession else [])])


def page_of(
    history: History,
    findings: Iterable[Finding] = (),
    number: Callable[[ImageReference], ImageNumber | None] = lambda _: None,
    *,
    preliminary: bool = False,
) -> ReportPage:
    """The newest signed version of a report, for handing out. findings: of the measurement reports and key objects
    that it is built on. number: what an image is called. preliminary: the version that waits for its review, where
    none is signed.

    Raises `ReaderError` where no such version is there, or where its signature does not hold.
    """
    left = waiting(history) if preliminary else history.signed
    version = left.newest
    refuse_unproven(version, preliminary=preliminary)
    assert version is not None
    _refuse_unsound(version, left)
    report, base, verifier, people = version.report, left.base, version.verifier, _signed(left)
    centre = verifier.organisation if verifier is not None else ""
    kept = [f for f in findings if f.status in _KEPT]
    return ReportPage(
        reference=version.reference,
        language=report.language,
        standing=_standing(version, base),
        institution=clean_line(centre or report.author.organisation or report.subject.site),
        title=cleaned(report.title),
        subject=cleaned(report.subject),
        author=people.author,
        verifier=people.verifier,
        positive=report.positive,
        parts=_parts(report),
        findings=tuple(_row(f, report.language, number) for f in kept if not is_key_image(f) and f.measurements),
        key_images=_key_images(kept, report, number),
        before=_before(version, base),
        kind=people.kind,
        earlier=_earlier(left),
        reviewer=people.reviewer,
    )


def waiting(history: History) -> History:
    """A report that was submitted and that nobody has signed or returned yet; empty where there is none."""
    newest, signed = history.newest, history.signed.newest
    return history if signed is None and newest is not None and newest.state is ReportState.SUBMITTED else History()


def refuse_unproven(version: ReportVersion | None, *, preliminary: bool = False) -> None:
    """Raises `ReaderError` unless the version is signed, or may leave without it, and its signature holds."""
    if version is None or not (preliminary or (version.state is ReportState.SIGNED and version.verifier)):
        raise ReaderError(
            tr("This report is not signed and can't be handed out."), tr("Sign it first."),
            safe=tr("Nothing was written."),
        )  # fmt: skip
    if not version.proven:
        why = tr(VERDICT_TEXTS[version.verdict])
        why = now(version.warnings[0]) if not version.broken and version.warnings else why
        raise ReaderError(
            tr("This report can't be handed out. {why}", why=why),
            tr("Read it on the screen, and ask whoever signed it."), safe=tr("Nothing was written."),
        )  # fmt: skip


def _refuse_unsound(version: ReportVersion, signed: History) -> None:
    """Raises `ReaderError` where what the version is built on is not what was signed, by all that is known of it:
    what stands beside its text would not be what its doctors have seen."""
    cited = {reference.sop_instance_uid for reference in version.evidence}
    for one in (one for each in signed.versions for one in each.unsound):
        if one.uid in cited:
            raise ReaderError(
                tr("This report can't be handed out. {why}", why=of_unsound(one)),
                tr("Tell your administrator. Amended, it can be handed out again."),
                safe=tr("Nothing was written."),
            )  # fmt: skip


def _written(signed: History) -> datetime:
    """When its author handed it over last: of a report that nobody reviewed, when it was signed."""
    *before, newest = [version for version in signed.versions if not version.passed_on]
    return before[-1].when if before and before[-1].state is ReportState.SUBMITTED else newest.when


def _reviewer(signed: History) -> Signatory | None:
    """Who passed its newest version on to a chief; None where whoever reviewed it signed it, or nobody has yet."""
    before = signed.versions[-2] if len(signed.versions) > 1 else None
    found = before if before is not None and before.passed_on else signed.newest
    if found is None or not found.passed_on or not found.participants:
        return None
    return Signatory(cleaned(found.participants[-1]), found.when)


def _signed(signed: History) -> Signed:
    """Of its newest version."""
    version = signed.newest
    assert version is not None
    verifier = Signatory(cleaned(version.verifier), version.when) if version.verifier is not None else None
    author = Signatory(cleaned(version.report.author), _written(signed))
    return Signed(_kind(version, signed.base), author, verifier, _reviewer(signed))


def _earlier(signed: History) -> tuple[Signed, ...]:
    before = [one for one in signed.versions[:-1] if one.state is ReportState.SIGNED]
    return tuple(_signed(signed.until(one)) for one in before)


def _standing(version: ReportVersion, base: ReportVersion | None) -> Standing:
    if version.preliminary or version.verifier is None:
        return Standing.PRELIMINARY
    return _kind(version, base)


def _kind(version: ReportVersion, base: ReportVersion | None) -> Standing:
    if version.predecessor is None:
        return Standing.FINAL
    headings = {section.heading for section in version.report.sections if section.text.strip()}
    if base is not None:
        kind = kind_of(version.report, base.report)
        return Standing.ADDENDUM if kind is Supplement.ADDENDUM else Standing.AMENDED
    if AMENDMENT in headings:  # what was before it is not there
        return Standing.AMENDED
    return Standing.ADDENDUM if ADDENDUM in headings else Standing.FINAL


def _before(version: ReportVersion, base: ReportVersion | None) -> Before | None:
    if base is None:
        return None
    known = {section.key for section in base.report.sections}
    new = [s for s in version.report.sections if s.heading == AMENDMENT and s.key not in known]
    reason = clean("\n".join(section.text for section in new))
    return Before(base.reference, cleaned(base.verifier), base.when, reason)


def _parts(report: Report) -> tuple[Part, ...]:
    found = []
    for section in report.sections:
        said = [Line(clean(s.text), cleaned(s.algorithms)) for s in section.statements if s.text.strip()]
        if said:
            title = clean_line(section.title or section.heading.meaning)
            found.append(Part(cleaned(section.heading), title, tuple(said), section.number))
    return tuple(found)


def _row(
    finding: Finding, language: str, number: Callable[[ImageReference], ImageNumber | None]
) -> FindingRow:
    image = finding.key_image
    said = parts(finding, language, number(image) if image is not None else None)
    source = finding.source
    algorithm = clean_line(f"{source.name} {source.version}".strip()) if finding.is_ai else ""
    return FindingRow(
        finding.tracking_uid, cleaned(finding.finding), cleaned(finding.site), clean_line(said.what),
        clean_line(said.where), clean_line(said.size), said.image, algorithm, cleaned(finding.measurements),
    )  # fmt: skip


def _key_images(
    findings: list[Finding], report: Report, number: Callable[[ImageReference], ImageNumber | None]
) -> tuple[KeyReference, ...]:
    """Those that a person marked, then those of findings that a sentence points at; each once, and no poor one."""
    findings = [f for f in findings if not (is_key_image(f) and f.finding in REASONS)]
    said = [f for f in findings if f.key_image is not None and is_key_image(f)]
    said += [f for f in findings if f not in said and f.tracking_uid in report.finding_uids]
    found: dict[tuple[str, tuple[int, ...]], KeyReference] = {}
    for finding in said:
        image = finding.key_image
        if image is None or (image.sop_instance_uid, image.frames) in found:
            continue
        words = parts(finding, report.language, number(image))
        about = finding.note if is_key_image(finding) else f"{words.where} {words.what}".strip()
        caption = " · ".join(filter(None, (words.image, clean_line(about))))
        found[image.sop_instance_uid, image.frames] = KeyReference(image, caption)
    return tuple(found.values())


def _exam(subject: Subject) -> str:
    described = subject.study_description
    named = subject.modality and subject.modality.upper() in described.upper()
    return described if named else f"{subject.modality} {described}".strip()
