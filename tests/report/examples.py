"""Reports and findings to try things on: invented people, invented text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from reader.dicom.values import Code, Person, PersonName
from reader.findings.model import Finding, ImageReference, Measurement, Observer, Source, Status
from reader.report.model import (
    CLINICAL_INFORMATION,
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
from reader.study.identity import PatientIdentity

CT = "1.2.840.10008.5.1.4.1.1.2"
SR = "1.2.840.10008.5.1.4.1.1.88.33"
SR_3D = "1.2.840.10008.5.1.4.1.1.88.34"
STUDY = "2.25.100"
CHINA = timezone(timedelta(hours=8))
MM = Code("mm", "UCUM", "mm")
NODULE = Code("27925004", "SCT", "Nodule")
RIGHT_UPPER = Code("42400003", "SCT", "Upper lobe of right lung")
LI = Person(PersonName("Li^Na", "李^娜"), "区域影像中心", Code("li", "99READER", "Li Na"), "li")
ZHOU = Person(PersonName("Zhou^Wei", "周^伟"), "区域影像中心", Code("zhou", "99READER", "Zhou Wei"))
AI = Source(Observer.DEVICE, "NoduleFinder", "1.2")
SUBJECT = Subject(
    PatientIdentity(PersonName("Wang^Xiaodong", "王^小东"), "00314", "Xihu", "M", date(1969, 5, 4)),
    STUDY, "20260101-7", datetime(2026, 1, 1, 9, 12, tzinfo=CHINA), "胸部CT平扫", "西湖医院", "CT", "CHEST",
)  # fmt: skip

CHINESE = (
    Section(CLINICAL_INFORMATION, "临床信息"),
    Section(
        FINDINGS, "影像所见",
        (
            Statement("右肺上叶见结节，大小约16mm×11mm（图像116）。", ("2.25.5",), ("NoduleFinder 1.2",)),
            Statement("左肺下叶见结节，长径约4mm。", ("2.25.6",)),
            Statement("两肺门未见肿大淋巴结。"),
        ),
    ),
    Section(IMPRESSION, "诊断意见", (Statement("右肺上叶结节，建议3个月后复查。", ("2.25.5", "2.25.6")),)),
)  # fmt: skip
ENGLISH = (
    Section(
        FINDINGS, "Findings",
        (
            Statement("Nodule in the right upper lobe, 16 mm × 11 mm.", ("2.25.5",), ("NoduleFinder 1.2",)),
            Statement("No enlarged lymph nodes."),
        ),
    ),
    Section(IMPRESSION, "Impression", (Statement("Nodule; follow-up CT in 3 months."),)),
)  # fmt: skip


def report(sections: tuple[Section, ...] = CHINESE, language: str = "zh", positive: bool | None = True) -> Report:
    return Report(
        SUBJECT, "reader.ct-chest.zh-CN", DIAGNOSTIC_IMAGING_REPORT, language, sections, LI, positive
    )


def document(said: Report | None = None) -> ReportDocument:
    """A draft with a predecessor, a measurement report as evidence and an image of another study."""
    return ReportDocument(
        report=said or report(),
        reference=ObjectReference(SR, "2.25.201", "2.25.200", STUDY),
        when=datetime(2026, 1, 1, 10, 0, 1, 5000, tzinfo=CHINA),
        participants=(ZHOU,),
        predecessor=ObjectReference(SR, "2.25.301", "2.25.300", STUDY),
        evidence=(
            ObjectReference(SR_3D, "2.25.401", "2.25.400", STUDY),
            ObjectReference(CT, "2.25.501", "2.25.500", "2.25.99"),
        ),
    )


def verified(draft: ReportDocument) -> ReportDocument:
    moment = draft.when + timedelta(minutes=5)
    return replace(draft, complete=True, final=True, verifier=ZHOU, verified_at=moment)


def nodule(uid: str = "2.25.5", status: Status = Status.ACCEPTED, source: Source = AI) -> Finding:
    return Finding(
        uid, f"nodule {uid}", source, NODULE, RIGHT_UPPER, status=status, certainty=91.0,
        measurements=(
            Measurement(Code("103339001", "SCT", "Long Axis"), 16.087, MM),
            Measurement(Code("103340004", "SCT", "Short Axis"), 11.079, MM),
        ),
        key_image=ImageReference(CT, "2.25.601", (), "2.25.600"),
    )  # fmt: skip
