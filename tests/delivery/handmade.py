"""Thirteen hand-made signed reports in both languages, with text that breaks outputs. Invented people and text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from cryptography.hazmat.primitives.asymmetric import rsa

from reader.delivery.outputs.content import ReportPage, page_of
from reader.dicom.signatures.certificates import SigningKey
from reader.dicom.signatures.model import AUTHOR, VERIFICATION
from reader.dicom.signatures.signing import sign_object
from reader.dicom.signatures.trust import Trust
from reader.dicom.values import Code, Person, PersonName
from reader.findings.model import Finding, ImageReference, Measurement, Observer, Source, Status
from reader.report.codec import encode_report
from reader.report.model import (
    ADDENDUM,
    AMENDMENT,
    DIAGNOSTIC_IMAGING_REPORT,
    FINDINGS,
    IMPRESSION,
    ObjectReference,
    Report,
    ReportDocument,
    Section,
    Statement,
    Subject,
)
from reader.review.history import History, history_of
from reader.review.model import ReportVersion
from reader.review.service import read_version
from reader.study.identity import PatientIdentity
from reader.study.numbering import ImageNumber
from reader.terms.measures import ATTENUATION, LONG_AXIS, SHORT_AXIS
from reader.terms.units import HOUNSFIELD, MILLIMETRE
from tests.review.conftest import Authority, make_authority

CHINA = timezone(timedelta(hours=8))
CT, SR = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.88.33"
STUDY = "2.25.7001"
LI = Person(PersonName("Li^Na", "李^娜"), "西湖区影像诊断中心", Code("D-001", "99READER", "Li Na"), "li")
ZHOU = Person(PersonName("Zhou^Wei", "周^伟"), "西湖区影像诊断中心", Code("D-003", "99READER", "Zhou Wei"), "zhou")
ADAMS = Person(PersonName("Adams^Jo"), "Lakeside Imaging", Code("D-009", "99READER", "Jo Adams"), "adams")
WANG = PatientIdentity(PersonName("Wang^Xiaodong", "王^小东"), "00314", "Xihu", "M", date(1969, 5, 4))
OBRIEN = PatientIdentity(PersonName("O'Brien^Mary^Jane^Dr"), "A|7^&~\\", "Lake & Side", "F", date(2024, 11, 2))
AI = Source(Observer.DEVICE, "NoduleFinder", "1.2")
NODULE = Code("27925004", "SCT", "Nodule")
RIGHT_UPPER = Code("42400003", "SCT", "Upper lobe of right lung")
START = datetime(2026, 1, 1, 9, 12, tzinfo=CHINA)


def nodule(number: int, source: Source = AI) -> Finding:
    return Finding(
        f"2.25.8{number:03}", f"nodule {number}", source, NODULE, RIGHT_UPPER, status=Status.ACCEPTED,
        measurements=(
            Measurement(LONG_AXIS, 4.0 + number, MILLIMETRE), Measurement(SHORT_AXIS, 3.2, MILLIMETRE),
            Measurement(ATTENUATION, -612.0, HOUNSFIELD),
        ),
        key_image=ImageReference(CT, f"2.25.9{number:03}", (), "2.25.9000"),
    )  # fmt: skip


def report(
    language: str, findings: str, impression: str, *extra: Section, first: Section | None = None,
    links: tuple[str, ...] = (), patient: PatientIdentity | None = None,
) -> Report:  # fmt: skip
    zh = language.startswith("zh")
    titles = ("影像所见", "诊断意见") if zh else ("Findings", "Impression")
    lines = [Statement(line) for line in findings.split("\n") if line]
    if links:
        lines[0] = Statement(lines[0].text, links, ("NoduleFinder 1.2",))
    said = tuple(Statement(line) for line in impression.split("\n") if line)
    subject = Subject(
        patient or (WANG if zh else OBRIEN), STUDY, "20260101-7", START,
        "胸部平扫" if zh else "CT chest, plain <1 mm>",
        "西湖医院" if zh else "Lake & Side Hospital", "CT", "CHEST",
    )  # fmt: skip
    sections = (Section(FINDINGS, titles[0], tuple(lines)), Section(IMPRESSION, titles[1], said), *extra)
    sections = (first, *sections) if first is not None else sections
    return Report(subject, "hand", DIAGNOSTIC_IMAGING_REPORT, language, sections, LI if zh else ADAMS, bool(links))


class Signing:
    """An authority of its own, a key for each verifier, and reports signed with them."""

    def __init__(self) -> None:
        self.authority: Authority = make_authority("Outputs test CA")
        self._private = rsa.generate_private_key(65537, 2048)
        self._count = 0

    @property
    def trust(self) -> Trust:
        return self.authority.trust

    def sr(
        self, said: Report, before: ObjectReference | None = None, *, signed: bool = True, final: bool = True,
        minutes: int = 10,
    ) -> bytes:  # fmt: skip
        """signed: verified by a senior, else only submitted by its author."""
        self._count += 1
        person = (ZHOU if said.author is LI else ADAMS) if signed else said.author
        when = START + timedelta(minutes=minutes)
        uid = f"2.25.77{self._count:04}"
        document = ReportDocument(
            said, ObjectReference(SR, uid, f"{uid}1", STUDY), when, complete=True, final=final and signed,
            verifier=person if signed else None, predecessor=before,
        )  # fmt: skip
        key = SigningKey(self._private, self.authority.issue(self._private, person))
        return sign_object(encode_report(document), key, VERIFICATION if signed else AUTHOR, when)

    def version(self, data: bytes) -> ReportVersion:
        return read_version(data, self.trust)

    def page(self, said: Report, *findings: Finding, final: bool = True) -> ReportPage:
        return page_of(History((self.version(self.sr(said, final=final)),)), findings, image_number)

    def followed(self, first: Report, *more: Report) -> ReportPage:
        """Submitted, signed, then submitted and signed again as something more."""
        data = [self.sr(first, signed=False)]
        after = [(said, signed, 60 * n + (125 if signed else 90))
                 for n, said in enumerate(more) for signed in (False, True)]  # fmt: skip
        for said, signed, minutes in ((first, True, 20), *after):
            before = self.version(data[-1]).reference
            data.append(self.sr(said, before, signed=signed, minutes=minutes))
        versions = [self.version(one) for one in data]
        return page_of(history_of(versions, [versions[0].reference.sop_instance_uid]))


def image_number(image: ImageReference) -> ImageNumber:
    return ImageNumber(int(image.sop_instance_uid[-3:]))


ZH = ("右肺上叶见结节，长径约5mm（图像1）。\n两肺门未见肿大淋巴结。", "右肺上叶结节，建议3个月后复查。")
EN = ("Nodule in the right upper lobe, 5 mm.\nNo enlarged lymph nodes.", "Nodule; follow-up CT in 3 months.")


def handmade(signing: Signing) -> dict[str, ReportPage]:
    """By what is hard about each."""
    zh, en = report("zh", *ZH, links=("2.25.8001",)), report("en", *EN, links=("2.25.8001",))
    marks = r"Density <40 HU & >20 HU | a^b ~ c\d \.br\ \T\ &amp; </p><script>alert(1)</script> 5\"x\""
    mixed = "العربية: لا توجد آفة واضحة (12 mm)\nעברית: ללא ממצאים חריגים\nΔ 3 µm · 10⁻³ mm²/s · ≥ 5 % · H₂O"
    long = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 6
    clear = "两肺纹理清晰，未见明显实变影，支气管通畅，纵隔居中，心影不大。"
    many = "\n".join(f"第{n}段：{clear}{clear}" for n in range(1, 45))
    pages = "\n".join(f"Paragraph {n}: the lungs are clear, without focal consolidation or effusion. " * 2
                      for n in range(1, 50))  # fmt: skip
    amendment = Section(AMENDMENT, "更正原因", (Statement("左右侧写反。"),))
    addendum = Section(ADDENDUM, "Addendum", (Statement("Compared with the outside CT of 2025: unchanged."),))
    return {
        "zh plain": signing.page(zh, nodule(1)),
        "en plain": signing.page(en, nodule(1)),
        "zh no findings": signing.page(report("zh", "两肺未见异常。", "胸部CT平扫未见异常。")),
        "en no findings": signing.page(report("en", "Normal.", "No acute abnormality.")),
        "zh many findings": signing.page(report("zh", *ZH, links=("2.25.8001",)), *map(nodule, range(1, 31))),
        "en marks": signing.page(report("en", marks, "a|b^c&d~e\\f", patient=OBRIEN)),
        "en mixed": signing.page(report("en", mixed, "Emoji: 😀🫁 stay; e\u0301 combines; \u202eno trick\u202c.")),
        "en long word": signing.page(report("en", long, "Long word.")),
        "zh two pages": signing.page(report("zh", many, "多页。")),
        "en two pages": signing.page(report("en", pages, "Long.\x07 Bell\x0b and tab\there."), final=False),
        "zh amended": signing.followed(zh, replace(zh, sections=(amendment, *zh.sections))),
        "en addendum": signing.followed(en, replace(en, sections=(*en.sections, addendum))),
        "zh two addenda": signing.followed(zh, *added(zh, ADAMS, ZHOU)),
    }


def added(first: Report, *authors: Person) -> list[Report]:
    """An addendum to it by each, one after the other."""
    found = [first]
    for number, author in enumerate(authors, 1):
        new = Section(ADDENDUM, "补充报告", (Statement(f"补充{number}。"),), number=number)
        found.append(replace(found[-1], author=author, sections=(*found[-1].sections, new)))
    return found[1:]
