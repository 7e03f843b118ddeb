"""Before a signature: does the report fit the patient, the exam on the screen, the order, and itself?

Safety by design, 3, 5 and 6. Identity blocks; what reads like a contradiction is asked about and can be
answered with "yes, so it is", since only the doctor knows ("no prostate after surgery"): a word of the wrong
sex or side is asked about in a negation too, because a template of the wrong sex is mostly negations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType

from reader.core import clock
from reader.core.text import counted, now, tr
from reader.dicom.ups.critical import CriticalResult
from reader.dicom.ups.workitem import Workitem
from reader.dicom.values import clock_text
from reader.findings.model import Finding, Status
from reader.findings.service import counts_for_report, is_described, size_text, title
from reader.report.linking import Trouble, loose
from reader.report.model import IMPRESSION, Report
from reader.report.mrrt.model import Template
from reader.review import words
from reader.review.breasts import contradictions_of_breast
from reader.review.critical_kinds import answers_for
from reader.review.critical_words import told_at_once, unsaid, untold_of
from reader.review.doubts import of_unsound, why_doubted, why_earlier_doubted
from reader.review.figures import contradictions, unlike_told
from reader.review.history import History
from reader.review.levels import contradictions_of_level
from reader.review.lobes import contradictions_of_lobe
from reader.review.modalities import unlike_exam
from reader.review.model import ReportVersion
from reader.review.notifiable import Notice
from reader.review.opposites import abnormal_words, against_normal, against_own, concludes_nothing
from reader.review.parts import contradictions_of_part
from reader.review.priors import Prior, unopened, untrue_denials
from reader.review.sequences import unlike_series
from reader.review.sides import contradictions_of_side, shortened, told_of_another_side
from reader.review.statements import denied_findings, gaps, only_in_a_category, unlike_findings, unlike_order
from reader.review.supplement import addenda_taken_out, amends_nothing, says_the_same, text_changes
from reader.review.templates import against_template, of_another_template
from reader.study.admission import Confirmed, Withheld
from reader.study.codec import identity_of
from reader.study.identity import Agreement, Sign, compare
from reader.study.model import Study

# A fast scroll leaves slices out that the other planes show; only less than this is worth a question, since
# a question that comes every time is answered unread.
_MOSTLY_SEEN = 0.5
_MOST_NAMED = 6


_NO_HISTORY = History()


class Severity(Enum):
    """BLOCK: no signature before it is mended. ASK: a person has to say that it is so. NOTE: worth knowing."""

    BLOCK = "block"
    ASK = "ask"
    NOTE = "note"


@dataclass(frozen=True)
class Discrepancy:
    """One thing that does not fit. kind: which check found it ("patient", "side"). text: in the user's words."""

    severity: Severity
    kind: str
    text: str


@dataclass(frozen=True)
class Viewed:
    """How much of one series was on the screen: slices (or images) seen, of all there are, and broken ones."""

    title: str
    seen: int
    total: int
    failed: int = 0


def check(
    report: Report,
    screen: Study,
    order: Workitem | None,
    findings: Sequence[Finding],
    viewed: Sequence[Viewed] = (),
    withheld: Sequence[Withheld] = (),
    *,
    loaded: bool = True,
    missing: int = 0,
    signed: Report | None = None,
    returned: Report | None = None,
    confirmed: Sequence[Confirmed] = (),
    resting: Mapping[str, str] = MappingProxyType({}),
    clock_ahead_s: float = 0.0,
    reviewed: ReportVersion | None = None,
    history: History = _NO_HISTORY,
    before: Sequence[ReportVersion] = (),
    critical: Sequence[CriticalResult] = (),
    template: Template | None = None,
    priors: Sequence[Prior] = (),
    changed: Sequence[str] = (),
    notices: Sequence[Notice] = (),
) -> tuple[Discrepancy, ...]:
    """Everything that does not fit, the gravest first.

    screen: the exam on the screen; order: the task; withheld: what was kept off the screen for whose it says it is.
    loaded: whether all findings are known that the exam's results hold. missing: images that were announced and
    have not come. signed: the report that it follows on, as an addendum or amendment. returned: as a reviewer gave
    it back to be changed. confirmed: what is shown since a person has said whose it is. resting: tracking UID of
    each finding that rests on withheld images → which. clock_ahead_s: of this computer, against the hub's.
    reviewed: as it was submitted, where it is reviewed. history: of what it begins with. before: signed reports of
    the exam that are none of its versions. critical: the critical results of the exam. template: that of the
    report, None where that is not known. priors: the patient's earlier exams. changed: what of the findings is
    other than in the signed report, in words. notices: what of it has to be reported by law.
    """
    denied = tuple(denied_findings(report, findings))
    found = [
        *_identity(report, screen, order),
        *_clock(clock_ahead_s),
        *_signatures(reviewed, history),
        *(_ask("signed", tr("{what} This order does not name it.", what=signed_already(one))) for one in before),
        *_missing(missing),
        *_amendment(report, signed),
        *_unchanged(report, returned),
        *(_ask("withheld", tr("Not shown: {what}", what=entry.text)) for entry in withheld),
        *(_ask("confirmed", one.text) for one in confirmed),
        *_completeness(report),
        *_resting(report, findings, resting),
        *_links(report, findings, resting, loaded=loaded),
        *_flag(report, findings, template, critical),
        *_figures(report, findings),
        *_sex(report),
        *(_ask("side", text) for text in contradictions_of_side(report, screen, order, findings)),
        *(_ask("modality", text) for text in unlike_exam(report, screen, template)),
        *(_ask("sequence", text) for text in unlike_series(report, screen, template)),
        *(_ask("lobe", text) for text in contradictions_of_lobe(report, findings)),
        *(_ask("level", text) for text in contradictions_of_level(report, findings)),
        *(_ask("part", text) for text in contradictions_of_part(report)),
        *(_ask("breast", text) for text in contradictions_of_breast(report)),
        *(_ask("denied", text) for text in unlike_findings(denied)),
        *(_ask("denied", text) for text in against_own(report, template, {written for written, _ in denied})),
        *(_ask("order", text) for text in unlike_order(report, order, priors)),
        *(_ask("prior", text) for text in untrue_denials(report, priors)),
        *(_ask("prior unseen", text) for text in unopened(report, priors)),
        *_critical(report, critical),
        *_critical_since(report, critical, signed, history.signed.newest),
        *(_ask("gap", text) for text in gaps(report)),
        *(_ask("category", text) for text in only_in_a_category(report, findings)),
        *(_ask("template", text) for text in against_template(report, template)),
        *(_ask("template", text) for text in of_another_template(report, template)),
        *(_ask("denied", text) for text in against_normal(report, template)),
        *_body_part(report, screen),
        *_viewing(viewed),
        *(_note("findings", text) for text in changed),
        *(_note("notifiable", _to_report(notice)) for notice in notices),
    ]
    rank = list(Severity)
    return tuple(sorted(found, key=lambda discrepancy: rank.index(discrepancy.severity)))


def _critical(report: Report, results: Sequence[CriticalResult]) -> Iterator[Discrepancy]:
    """What can't wait for the report has to have been told."""
    there = [result for result in results if not result.withdrawn]
    for result in there:
        if result.open and result.told is None:
            yield _ask("critical open", tr("Nobody was told of “{text}” yet.", text=shortened(result.text)))
    for kind, said in told_at_once(report):
        if not any(answers_for(result.text, kind, said) for result in there):
            text = tr("“{text}” is written, and no critical result was recorded.", text=said)
            yield _ask("critical wording", text)
    for text in told_of_another_side(report, [result.text for result in there]):
        yield _ask("critical side", text)
    for text in unsaid(report, [result.text for result in there]):
        yield _ask(
            "critical unsaid",
            tr("“{text}” was recorded as a critical result, and the report does not say it.", text=shortened(text)),
        )


def _critical_since(
    report: Report, results: Sequence[CriticalResult], signed: Report | None, version: ReportVersion | None
) -> Iterator[Discrepancy]:
    """An addendum or amendment gets no section of them: its doctor writes what was told since."""
    if signed is None:
        return
    there = [result for result in results if not result.withdrawn]
    for result in untold_of(report, signed, there, version.when.astimezone(UTC) if version is not None else None):
        told = result.told
        assert told is not None
        said = tr("{whom} was told of “{text}”, and what you add to the report does not say so.",
                  whom=told.whom, text=shortened(result.text))  # fmt: skip
        yield _ask("critical since", said)


def signed_already(version: ReportVersion) -> str:
    """That the exam has a signed report besides the one that is being written."""
    name = (version.verifier or version.report.author).name.display
    return tr("This exam has a signed report already ({name}, {when}).", name=name, when=clock_text(version.when))


def blocked(discrepancies: Sequence[Discrepancy]) -> bool:
    return any(d.severity is Severity.BLOCK for d in discrepancies)


def _identity(report: Report, screen: Study, order: Workitem | None) -> Iterator[Discrepancy]:
    subject, patient = report.subject, report.subject.patient
    shown = screen.patient
    if subject.study_uid != screen.study_uid:
        yield _block("study", tr("The report is of another exam than the one on the screen."))
    judged = compare(shown, patient, same_exam=True)
    other_key = any(difference.sign in (Sign.ISSUER, Sign.SIMILAR_ID) for difference in judged.differences)
    if judged.verdict is Agreement.CONTRADICTION or other_key:
        text = tr("The report is of another patient than the exam on the screen: {how}", how=judged.text)
        yield _block("patient", text)
    elif patient.sex and shown.sex and patient.sex != shown.sex:
        yield _block("sex", tr("The sex in the report and the sex in the exam differ."))
    elif not judged.same:
        text = tr("The report and the exam on the screen may be of two patients: {how}", how=judged.text)
        yield _ask("patient", text)
    elif patient.name != shown.name:
        yield _ask(
            "patient",
            tr(
                "The report names {report}, the exam on the screen {screen}.",
                report=patient.name.display, screen=shown.name.display,
            ),
        )  # fmt: skip
    if _differ(subject.accession, screen.accession):
        yield _block(
            "accession",
            tr(
                "The report has accession number {report}, the exam {screen}.",
                report=subject.accession, screen=screen.accession,
            ),
        )  # fmt: skip
    if order is not None:
        yield from _order(report, order)


def _order(report: Report, order: Workitem) -> Iterator[Discrepancy]:
    subject, patient = report.subject, report.subject.patient
    if _differ(order.study_uid, subject.study_uid):
        yield _block("study", tr("The task is for another exam than the report."))
    judged = compare(identity_of(order), patient, same_exam=True)
    if judged.verdict is Agreement.CONTRADICTION:
        yield _block("patient", tr("The task is for another patient than the report: {how}", how=judged.text))
    elif not judged.same:
        only_sex = all(difference.sign is Sign.SEX for difference in judged.differences)
        text = tr("The task and the report may be of two patients: {how}", how=judged.text)
        yield _ask("sex" if only_sex else "patient", text)
    if _differ(order.accession, subject.accession):
        says = _ask if order.study_uid == subject.study_uid else _block
        yield says(
            "accession",
            tr(
                "The order has accession number {order}, the exam {report}. Make sure that this exam was ordered.",
                order=order.accession, report=subject.accession,
            ),
        )  # fmt: skip


def _clock(ahead_s: float) -> Iterator[Discrepancy]:
    if abs(ahead_s) > clock.WRONG_S:
        text = tr(
            "This computer's clock is {said}: the report would be dated {when}.",
            said=clock.words(ahead_s), when=datetime.now().strftime("%Y-%m-%d %H:%M"),
        )  # fmt: skip
        yield _ask("clock", text)


def _signatures(reviewed: ReportVersion | None, history: History) -> Iterator[Discrepancy]:
    """A reviewer answers for what its author wrote, and for nothing that was changed since. Returned to its author
    it is still what it was changed to."""
    if reviewed is not None and reviewed.broken:
        text = why_doubted(reviewed)
        yield _block("signature", f"{text} {tr('Return it to its author.')}")
        return
    if reviewed is not None and reviewed.undermined:
        text = next(of_unsound(one) for one in reviewed.unsound if not one.shown)
        yield _block("signature", f"{text} {tr('Return it to its author.')}")
        return
    doubted = history.doubted
    if doubted is not None and doubted is not reviewed:
        yield _ask("signature", f"{why_earlier_doubted(doubted)} {tr('Read every word of the text.')}")
    if reviewed is not None:
        yield from (_ask("signature", now(text)) for text in reviewed.warnings)


def _completeness(report: Report) -> Iterator[Discrepancy]:
    for section in report.sections:
        if section.lacks_text:
            title = section.title or section.heading.meaning
            yield _block("empty", tr("“{section}” is empty.", section=title))
    if not any(section.heading == IMPRESSION for section in report.sections):
        yield _ask("empty", tr("The report has no impression."))


def _resting(report: Report, findings: Sequence[Finding], resting: Mapping[str, str]) -> Iterator[Discrepancy]:
    """Findings that go along without a sentence, see `_links` for those with one."""
    said = report.finding_uids
    for finding in findings:
        uid = finding.tracking_uid
        if uid in resting and uid not in said and counts_for_report(finding):
            named, what = _named([finding]), resting[uid]
            yield _block(
                "resting", tr("{finding} is based on withheld images or results: {what}", finding=named, what=what)
            )


def _links(
    report: Report, findings: Sequence[Finding], resting: Mapping[str, str], *, loaded: bool
) -> Iterator[Discrepancy]:
    known = {finding.tracking_uid: finding for finding in findings}
    for tie in loose(report, known, resting):
        sentence = shortened(tie.statement.text)
        if tie.trouble is Trouble.WITHHELD:
            what = resting[tie.finding_uid]
            rests = tr("“{text}” is based on withheld images or results: {what}", text=sentence, what=what)
            locked = report.sections[tie.section].locked  # signed text can't be changed any more
            yield _ask("resting", rests) if locked else _block("resting", rests)
            continue
        if report.sections[tie.section].locked:
            signed = tr("The signed text “{text}” no longer agrees with its finding.", text=sentence)
            yield _ask("signed", signed)
            continue
        match tie.trouble:
            case Trouble.STALE:
                changed = tr("The finding of “{text}” was changed after it was written.", text=sentence)
                yield _block("stale", changed)
            case Trouble.REJECTED:
                yield _block("link", tr("“{text}” is based on a rejected finding.", text=sentence))
            case Trouble.UNJUDGED:
                yield _block(
                    "link", tr("“{text}” is based on an algorithm's finding that was not accepted.", text=sentence)
                )
            case Trouble.GONE:
                yield _ask("link", tr("“{text}” is linked to a finding that no longer exists.", text=sentence))
    if not loaded:
        yield _ask("loading", tr("The results of algorithms are not loaded yet."))
    said = report.finding_uids
    silent = [f for f in findings if is_described(f) and f.tracking_uid not in said]
    if listed := [f for f in silent if f.measurements]:
        only = tr("Not in the text, but printed in the table of measurements: {findings}", findings=_named(listed))
        yield _note("listed", only)
    if silent := [f for f in silent if not f.measurements]:
        yield _note("silent", tr("Not mentioned in the report: {findings}", findings=_named(silent)))
    waiting = [finding for finding in findings if finding.status is Status.PROPOSED]
    if waiting:
        yield _note("unjudged", tr("Not judged: {findings}", findings=_named(waiting)))


def _flag(
    report: Report, findings: Sequence[Finding], template: Template | None, critical: Sequence[CriticalResult]
) -> Iterator[Discrepancy]:
    """Negative with sentences of findings, a grave impression or a critical result, positive with a normal
    impression; of the signed text it was answered when that was signed."""
    if report.positive and concludes_nothing(report, template):
        yield _ask("flag", tr("The exam is marked positive, but the impression says that it is normal."))
    if report.positive is not False:
        return
    written = [section for section in report.sections if not section.locked]
    said = {uid for section in written for statement in section.statements for uid in statement.finding_uids}
    described = [f for f in findings if f.tracking_uid in said and is_described(f)]
    if described:
        told = _named(described)
        yield _ask(
            "flag", tr("The exam is marked negative, but the report describes findings: {findings}", findings=told)
        )
    elif beside := abnormal_words(report) or next((one.text for one in critical if not one.withdrawn), ""):
        yield _ask("flag", tr("The exam is marked negative, but: “{text}”", text=shortened(beside)))


def _figures(report: Report, findings: Sequence[Finding]) -> Iterator[Discrepancy]:
    known = {finding.tracking_uid: finding for finding in findings if is_described(finding)}
    for section in report.sections:
        for statement in () if section.locked else section.statements:
            linked = [known[uid] for uid in statement.finding_uids if uid in known]
            for given, measured in contradictions(statement.text, linked, report.language):
                text = tr(
                    "“{text}” gives {given}; the finding measures {measured}.",
                    text=shortened(statement.text), given=given, measured=measured,
                )  # fmt: skip
                yield _ask("figure", text)
    for said, given, measured in unlike_told(report, findings):
        text = tr(
            "“{text}” gives {given}; the finding measures {measured}.",
            text=shortened(said), given=given, measured=measured,
        )  # fmt: skip
        yield _ask("figure", text)


def _named(findings: Sequence[Finding]) -> str:
    """ "Nodule RUL 16×11 mm; Pleural effusion left; 3 more"."""
    named = [" ".join(part for part in (title(f), size_text(f)) if part) for f in findings[:_MOST_NAMED]]
    if len(findings) > _MOST_NAMED:
        named.append(tr("{count} more", count=len(findings) - _MOST_NAMED))
    return tr("; ").join(named)


def _sex(report: Report) -> Iterator[Discrepancy]:
    sex = report.subject.patient.sex
    for section in report.sections:
        for word in words.words_of_other_sex(section.text, sex):
            if sex == "F":
                yield _ask("sex", tr("“{word}” in the report of a woman.", word=word))
            else:
                yield _ask("sex", tr("“{word}” in the report of a man.", word=word))


def _body_part(report: Report, screen: Study) -> Iterator[Discrepancy]:
    region = words.region_of(report.subject.body_part or screen.body_part)
    text = "\n".join(section.text for section in report.sections)
    if region and words.regions(text) and not words.is_of(region, text):
        yield _ask(
            "body part",
            tr(
                "The exam is of the {region}, but the report describes other parts.",
                region=tr(words.REGIONS[region]),
            ),
        )


def _missing(count: int) -> Iterator[Discrepancy]:
    if count:
        said = counted(
            "{count} image of this exam has not arrived.", "{count} images of this exam have not arrived.", count
        )
        yield _ask("missing", said)


def _amendment(report: Report, signed: Report | None) -> Iterator[Discrepancy]:
    if signed is None:
        return
    if amends_nothing(report, signed):
        yield _ask("amendment", tr("The amendment changes nothing in the text of the signed report."))
    yield from (_ask("changed", text) for text in addenda_taken_out(report, signed))
    yield from (_note("changed", text) for text in text_changes(report, signed))


def _unchanged(report: Report, returned: Report | None) -> Iterator[Discrepancy]:
    if returned is not None and says_the_same(report, returned):
        yield _ask("returned", tr("The report was returned and nothing in it was changed."))


def _viewing(viewed: Sequence[Viewed]) -> Iterator[Discrepancy]:
    for series in viewed:
        if series.failed:
            yield _ask(
                "failed",
                counted(
                    "{series}: {count} image could not be loaded.", "{series}: {count} images could not be loaded.",
                    series.failed, series=series.title,
                ),
            )
        if series.total and not series.seen:
            yield _ask("unseen", tr("{series}: no image was on the screen.", series=series.title))
        elif series.seen < series.total - series.failed:
            said = counted(
                "{series}: {seen} of {total} image was on the screen.",
                "{series}: {seen} of {total} images were on the screen.",
                series.total, series=series.title, seen=series.seen, total=series.total,
            )  # fmt: skip
            few = series.seen < (series.total - series.failed) * _MOSTLY_SEEN
            yield _ask("unseen", said) if few else _note("unseen", said)


def _differ(one: str, other: str) -> bool:
    """Both are there and are not the same; DICOM pads with blanks."""
    return bool(one.strip() and other.strip() and one.strip() != other.strip())


def _block(kind: str, text: str) -> Discrepancy:
    return Discrepancy(Severity.BLOCK, kind, text)


def _to_report(notice: Notice) -> str:
    return tr(
        "“{said}” has to be reported by law ({disease}, {kind}): the signature puts it on the department’s list.",
        said=notice.said, disease=notice.disease.name, kind=notice.disease.kind,
    )  # fmt: skip


def _ask(kind: str, text: str) -> Discrepancy:
    return Discrepancy(Severity.ASK, kind, text)


def _note(kind: str, text: str) -> Discrepancy:
    return Discrepancy(Severity.NOTE, kind, text)
