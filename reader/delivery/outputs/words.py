"""The fixed words of a report that leaves the program, in the language that it is written in."""

from __future__ import annotations

from dataclasses import dataclass

from reader.terms.languages import short


@dataclass(frozen=True)
class Words:
    """colon: after a label. aside: {said} in brackets. page: {number}, {count}. amended, added: {name}, {when} of
    the version before. original, kinds: a version and what it is to the one before, by its standing. of_version:
    {kind}, {number} of several, {role}. sexes: by Patient's Sex (0010,0040)."""

    title: str
    name: str
    sex: str
    age: str
    born: str
    patient_id: str
    accession: str
    exam: str
    exam_when: str
    site: str
    author: str
    verifier: str
    reviewer: str
    approver: str
    positive: str
    result: tuple[str, str]
    findings: str
    finding: str
    place: str
    size: str
    image: str
    key_images: str
    algorithm: str
    amended: str
    added: str
    amended_unknown: str
    added_unknown: str
    preliminary: str
    unverified: str
    unknown_version: str
    identifiers: str
    page: str
    colon: str
    aside: str
    sexes: dict[str, str]
    original: str
    kinds: dict[str, str]
    of_version: str


ENGLISH = Words(
    title="Radiology report", name="Name", sex="Sex", age="Age", born="Date of birth", patient_id="Patient ID",
    accession="Accession no.", exam="Exam", exam_when="Exam date", site="Acquired at",
    author="Reported by", verifier="Verified by", reviewer="Reviewed by", approver="Approved by",
    positive="Result", result=("Negative", "Positive"),
    findings="Measured findings", finding="Finding", place="Site", size="Size", image="Image",
    key_images="Key images", algorithm="found by {name}",
    amended="AMENDED REPORT. Replaces the version that {name} signed on {when}.",
    added="REPORT WITH ADDENDUM. Continues the version that {name} signed on {when}.",
    amended_unknown="AMENDED REPORT. Replaces an earlier version.",
    added_unknown="REPORT WITH ADDENDUM. Continues an earlier version.",
    preliminary="PRELIMINARY. The final report takes precedence.", unverified="not verified yet",
    unknown_version="an unknown person",
    identifiers="Report", page="Page {number} of {count}", colon=": ",
    aside=" ({said})", sexes={"M": "Male", "F": "Female", "O": "Other"},
    original="Original report", kinds={"addendum": "Addendum", "amended": "Amendment"},
    of_version="{kind}{number}, {role}",
)  # fmt: skip
CHINESE = Words(
    title="影像诊断报告", name="姓名", sex="性别", age="年龄", born="出生日期", patient_id="患者编号",
    accession="检查号", exam="检查项目", exam_when="检查时间", site="检查机构",
    author="书写医师", verifier="审核医师", reviewer="审核医师", approver="签发医师",
    positive="结果", result=("阴性", "阳性"),
    findings="病灶测量", finding="病灶", place="部位", size="大小", image="图像",
    key_images="关键图像", algorithm="由{name}检出",
    amended="更正报告，替代{name}于{when}签发的报告。",
    added="补充报告，附于{name}于{when}签发的报告之后。",
    amended_unknown="更正报告，替代此前签发的报告。", added_unknown="补充报告，附于此前签发的报告之后。",
    preliminary="急诊报告，以正式报告为准。", unverified="尚未审核", unknown_version="不详",
    identifiers="报告编号", page="第{number}页，共{count}页", colon="：",
    aside="（{said}）", sexes={"M": "男", "F": "女", "O": "其他"},
    original="原报告", kinds={"addendum": "补充报告", "amended": "更正报告"}, of_version="{kind}{number} {role}",
)  # fmt: skip
_WORDS = {"zh": CHINESE, "en": ENGLISH}


def words_of(language: str) -> Words:
    """By RFC 5646 tag; English for what is not here."""
    return _WORDS.get(short(language), ENGLISH)
