"""A finding is at one image: in its sentence, in the tables and messages made of it, and where one jumps to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pydicom
import pytest

from reader.delivery.outputs.content import page_of
from reader.delivery.outputs.fhir import fhir_of
from reader.delivery.outputs.hl7 import hl7_of
from reader.delivery.outputs.html import html_of
from reader.delivery.outputs.text import text_of
from reader.dicom.signatures.certificates import SigningKey
from reader.findings.codec import encode_measurement_report, read_alone, read_objects
from reader.findings.model import Event, Finding, ImageReference
from reader.report.model import FINDINGS, IMPRESSION, Section, Statement
from reader.report.sentences import statement
from reader.review import service
from reader.review.history import history_of, read_versions
from reader.study.numbering import ImageNumber, number_of
from reader.views.jumping import images_of
from tests.findings.exams import chest, chest_objects, nodule, own
from tests.review.conftest import LI, SUBJECT, ZHOU, Authority, make_report

WHEN = datetime(2026, 1, 1, 12, 4, tzinfo=UTC)


def number(image: ImageReference) -> ImageNumber | None:
    return number_of((chest(),), image.sop_instance_uid)


def accepted(which: int) -> Finding:
    return replace(nodule(which).apply(Event.ACCEPT), judged_by="李娜 Li Na", judged_at=WHEN)


# Of these the middle of what is cited, or the nearest image, is not the one that the sentence names.
FOUND = {
    "a segment": lambda: accepted(1),
    "another segment": lambda: accepted(2),
    "a length across slices": lambda: own(on_image=False),
}


@pytest.mark.parametrize("name", FOUND)
def test_an_image_is_named_alike_everywhere(
    name: str, li_key: SigningKey, zhou_key: SigningKey, authority: Authority
) -> None:
    finding = FOUND[name]()
    assert finding.key_image is not None
    expected = number(finding.key_image)
    assert expected is not None
    said = statement(finding, "zh", expected)
    assert f"图像{expected.image}" in said.text
    report = replace(
        make_report("x", "x"), subject=replace(SUBJECT, patient=chest().patient, study_uid=chest().study_uid),
        sections=(Section(FINDINGS, "影像所见", (said,)), Section(IMPRESSION, "诊断意见", (Statement("结节。"),))),
    )  # fmt: skip
    first = service.submit(report, (finding,), chest(), LI, li_key, when=WHEN)
    signed = service.sign(report, (finding,), chest(), ZHOU, zhou_key, first.version, loaded=(finding,), when=WHEN)
    objects = [*chest_objects(), *first.objects, signed.report]
    versions = read_versions(objects, authority.trust).versions
    history = history_of(versions, (signed.version.reference.sop_instance_uid,))
    evidence = first.version.evidence[0].sop_instance_uid
    stored = read_alone(objects, chest(), {evidence})[evidence]

    page = page_of(history, stored, number)
    told = {
        "sentence": page.parts[0].text, "findings": page.findings[0].image, "key image": page.key_images[0].caption,
        "text": text_of(page), "paper": html_of(page), "message": hl7_of(page).decode(),
        "bundle": fhir_of(page, html_of(page), b"").decode(),
    }  # fmt: skip
    named = {where: set(re.findall(r"图像\s*(\d+)", text)) for where, text in told.items()}
    assert named == {where: {str(expected.image)} for where in told}
    assert page.key_images[0].image == finding.key_image
    live = next(
        f for f in read_objects(objects, chest(), (evidence,)).findings if f.tracking_uid == finding.tracking_uid
    )
    assert images_of(live)[0] == finding.key_image, "one jumps to it"


def test_documents_from_before_it_was_stated_are_read_alike() -> None:
    finding = accepted(1)
    dataset = pydicom.dcmread(BytesIO(encode_measurement_report([finding], chest(), LI)))

    def forget(item: pydicom.Dataset) -> None:
        kept = [c for c in item.get("ContentSequence", ()) if c.ConceptNameCodeSequence[0].CodeValue != "121080"]
        if kept:
            item.ContentSequence = kept
        for child in kept:
            forget(child)

    forget(dataset)
    file = BytesIO()
    dataset.save_as(file)
    assert b"121080" not in file.getvalue()
    (alone,) = read_alone([file.getvalue()], chest(), {dataset.SOPInstanceUID})[dataset.SOPInstanceUID]
    live = read_objects([*chest_objects(), file.getvalue()], chest()).findings
    assert alone.key_image == finding.key_image
    assert finding.key_image in [f.key_image for f in live if f.tracking_uid == finding.tracking_uid]
