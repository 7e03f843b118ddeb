"""What a report says of the kind of exam: a technique, a template or an impression of another modality.

What a text compares with, advises, was told of or was guided by is another exam, and no contradiction. Each rule
would rather be silent than wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.core.text import tr
from reader.dicom.values import Code
from reader.report.modality import for_another, kinds, listed
from reader.report.model import FINDINGS, IMPRESSION, TECHNIQUE, Report
from reader.report.mrrt.model import Template
from reader.review.sides import shortened
from reader.review.templates import normal_with
from reader.study.model import Study


def _words(upper: str, any_case: str) -> re.Pattern[str]:
    """Abbreviations only as they are written, in capitals: "us" is a word, "Mr" a person."""
    return re.compile(rf"(?<![A-Za-z])(?:{upper})(?![A-Za-z])|(?i:{any_case})")


# A modality, its words, and the exams in which they are said too. Read from above: what is found is taken out.
_SAID = (
    ("PT", _words(r"(?:[A-Z]{2,5}[- ]?)?PET(?:\s?[/-]\s?(?:CT|MRI?))?", r"\bpositron emission"), {"PT"}),
    ("NM", _words(r"SPECT(?:\s?/\s?CT)?|ECT", r"\bscintigra\w+|\bbone scan\b|骨扫描|骨显像"), {"NM", "PT"}),
    ("XA", _words(r"DSA", r"\bdigital subtraction angio\w+|数字减影"), {"XA", "CT", "MR"}),
    ("MG", _words(r"FFDM|DBT", r"\bmammogra\w+|钼靶|乳腺\s?X\s?[线光]|\btomosynthesis\b"), {"MG"}),
    ("CT", _words(r"(?:HR|LD|CE|NC|NE|CB|MD|MS)?CT(?:P?A|V|U|P)?",
                  r"\bcomputed tomogra\w+|计算机断层"), {"CT", "PT", "NM", "XA"}),
    ("MR", _words(r"f?MRI?|MR(?:A|V|CP|S|U|E)", r"\bmagnetic resonance\b|磁共振|核磁"), {"MR"}),
    ("US", _words(r"US|TTE|TEE", r"\bultraso\w+|\bsonogra\w+|\bechocardiogra\w+|超声(?!刀)|[BＢ]超|彩超"),
     {"US"}),
    ("DX", _words(r"DR|CR", r"\bx-?\s?rays?\b|\bradiogra(?:phs?|ms?|phy)\b|X\s?[线光]|平片|[正侧斜]位片|胸片"),
     {"DX", "MG", "XA"}),
)  # fmt: skip
# Another exam: an earlier one, one that is advised, one that was made elsewhere or beside.
_ANOTHER = re.compile(
    r"\bcompar\w+|\bpriors?\b|\bprevious\w*|\bearlier\b|\bformer\w*|\bknown\b|\bsince\b|\bhistory\b|\boutside\b"
    r"|\brecommend\w*|\badvis\w+|\bsuggest\w*|\bfurther\b|\bfollow\w*|\bconsider\w*|\bcorrelat\w+|\bconfirm\w*"
    r"|\badditional\w*|\bnext\b|\bshould\b|\bplanned\b|\brequest\w*|\bneeded\b|\bif\b|\bbetter\b|\binstead\b"
    r"|\bguid\w+|\bfus(?:ed|ion)\b|\bregist\w+|\bnot\b|\bwithout\s+(?:CT|MR|PET|US)\b|\brefer\b|\battenuation\b"
    r"|\b(?:19|20)\d\d\b|\bsee\b|\bseparate\w*|\blike\b|\bcontrast agent\b|\bsame day\b"
    r"|对比(?!剂|增强|度)|比较|相比|较|既往|前[片次]|旧片|老片|原片|上次|此前|外院|病史|随访|随诊|复查|建议|进一步|必要时|可行|请结合|结合|补充"
    r"|引导|融合|配准|定位|如需|若|未行|不能|参见|参阅|另见|另行|同日|当日|衰减校正|(?:19|20)\d\d",
    re.IGNORECASE,
)
# An impression of all of the exam: by what it was made.
_CONCLUDES = re.compile(
    r"^\W*(?:no|normal|unremarkable|negative)\b.{0,60}\b(?:on|at|by|in)\b"
    r"|^\W*(?:normal|unremarkable|negative)\b.{0,40}$"
    r"|^.{0,16}(?:平扫|增强|检查|扫描)?(?:未见|无)(?:明显|明确|显著)?异常",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[。；;\n]|\.(?=\s|$)|[,，、](?!\d)")


def unlike_exam(report: Report, screen: Study, template: Template | None) -> Iterator[str]:
    """Each sentence that names another modality than the exam's, and the template that is for another one."""
    exam = kinds_of(report, screen)
    if not exam:
        return
    written = [section for section in report.sections if not section.locked]
    fresh = any(section.heading in (TECHNIQUE, FINDINGS) for section in written)
    if template is not None and fresh and (other := for_another(template, exam)):
        yield other
    normal = normal_with(template)
    for section in written:
        for statement in section.statements:
            if not _is_of_exam(section.heading, statement.text, normal):
                continue
            if against := named_against(statement.text, exam):
                yield tr(
                    "“{text}” says {named}; this exam is {exam}.",
                    text=shortened(statement.text), named=listed(against), exam=listed(exam),
                )  # fmt: skip


def kinds_of(report: Report, screen: Study) -> frozenset[str]:
    """By its images, else as it is described or ordered; empty where that tells nothing."""
    images = (series.modality for series in screen.series if series.is_image)
    subject = report.subject.modality
    return kinds(images) or kinds(screen.modalities) or kinds((subject,))


def named(text: str) -> frozenset[str]:
    """The modalities that a text names, of whatever exam."""
    found = set()
    for name, words, _ in _SAID:
        text, count = words.subn(" ", text)
        found |= {name} if count else set()
    return frozenset(found)


def named_against(text: str, exam: frozenset[str]) -> frozenset[str]:
    """The modalities by which a text says that its exam was made, without those that an exam of this one has."""
    found = set()
    for clause in _CLAUSE.split(text):
        if _ANOTHER.search(clause):
            continue
        for name, words, within in _SAID:
            clause, count = words.subn(" ", clause)
            if count and not exam & within:
                found.add(name)
    return frozenset(found)


def _is_of_exam(heading: Code, text: str, normal: frozenset[str]) -> bool:
    if heading == TECHNIQUE:
        return True
    if heading in (FINDINGS, IMPRESSION) and text in normal:
        return True
    return heading == IMPRESSION and _CONCLUDES.search(text) is not None
