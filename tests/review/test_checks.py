"""What is asked before a signature, as a table: each case with the checks that have to fire, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from reader.dicom.ups.workitem import INTERPRETATION, Workitem
from reader.dicom.values import Code, PersonName
from reader.findings.model import (
    Event,
    Finding,
    ImageReference,
    Measurement,
    Observer,
    Shape,
    ShapeKind,
    Source,
    Status,
)
from reader.findings.own_key_images import marked
from reader.report.linking import settled
from reader.report.model import ADDENDUM, FINDINGS, Report, Section, Statement
from reader.review import checks, words
from reader.review.checks import Severity, Viewed, check
from reader.review.figures import figures
from reader.spatial.space import Space
from reader.study.admission import Confirmed, Withheld
from reader.study.calibration import Calibration
from reader.study.identity import compare
from reader.study.model import ImagePlane, Instance, Series, Study
from tests.report.examples import RIGHT_UPPER
from tests.review.conftest import LI, SUBJECT, make_report, make_study

LUNG = "胸廓对称,右肺上叶见结节,左肺未见异常。"
DIAMETER, MM = Code("81827009", "SCT", "Diameter"), Code("mm", "UCUM", "mm")
RIGHT, LEFT = Code("24028007", "SCT", "Right"), Code("7771000", "SCT", "Left")


def order(**changes: object) -> Workitem:
    base = Workitem(
        "2.25.9", "IN PROGRESS", INTERPRETATION, patient_id="00314", issuer="Xihu", sex="M",
        study_uid=SUBJECT.study_uid, accession=SUBJECT.accession, procedure="CT chest, plain",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def of_sex(report: Report, sex: str) -> Report:
    subject = report.subject
    return replace(report, subject=replace(subject, patient=replace(subject.patient, sex=sex)))


def fired(report: Report, task: Workitem | None = None, findings: Sequence[Finding] = ()) -> list[tuple[str, str]]:
    patient = report.subject.patient
    screen = replace(make_study(), patient=replace(make_study().patient, sex=patient.sex))
    return [(d.severity.value, d.kind) for d in check(report, screen, task, findings)]


def finding(side: Code | None = RIGHT, status: Status = Status.ACCEPTED) -> Finding:
    source = Source(Observer.DEVICE, "NoduleFinder", "1.2")
    return Finding("2.25.1", "n1", source, Code("27925004", "SCT", "Nodule"), laterality=side, status=status)


def linked(text: str, impression: str = "右肺结节。") -> Report:
    report = make_report(LUNG, impression)
    return report.with_section(Section(FINDINGS, "影像所见", (Statement(text, ("2.25.1",)),)))


def test_all_well_says_nothing() -> None:
    assert fired(make_report(LUNG, "右肺上叶结节。"), order()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"patient_id": "00315"}, ("block", "patient")),
        ({"patient_name": PersonName("Li^Na", "李^娜")}, ("block", "patient")),
        ({"patient_name": PersonName("Wang^Xiaodong", "王^晓东")}, ("ask", "patient")),
        ({"issuer": "Other"}, ("ask", "patient")),
        ({"study_uid": "1.2.9"}, ("block", "study")),
        ({"accession": "X-1"}, ("ask", "accession")),  # ordered a second time, under another number
        ({"sex": "F"}, ("ask", "sex")),
    ],
)
def test_order_against_report(changes: dict[str, object], expected: tuple[str, str]) -> None:
    assert fired(make_report(LUNG, "右肺上叶结节。"), order(**changes)) == [expected]
    unsaid = {name: PersonName() if name == "patient_name" else "" for name in changes}
    assert fired(make_report(LUNG, "右肺上叶结节。"), order(**unsaid)) == []


def test_what_was_kept_off_the_screen_is_asked_about() -> None:
    stranger = replace(make_study().patient, patient_id="7", name=PersonName("Li^Na"))
    entry = Withheld("2 · Thorax", stranger, compare(make_study().patient, stranger, same_exam=True), "1.2", 3)
    [found] = check(make_report(LUNG, "右肺上叶结节。"), make_study(), None, (), (), (entry,))
    assert found.severity is Severity.ASK and found.kind == "withheld"
    assert all(word in found.text for word in ("2 · Thorax", "images: 3", "patient ID 7, not 00314", "Li Na"))


def test_what_a_person_took_as_this_patient_is_asked_about() -> None:
    patient = make_study().patient
    born = replace(patient, birth_date=date(1969, 1, 1))
    entry = Withheld("10 · Thorax", born, compare(patient, born, same_exam=True), "1.2")
    said = (Confirmed(entry, "Zhou Wei"),)
    [found] = check(make_report(LUNG, "右肺上叶结节。"), make_study(), None, (), confirmed=said)
    assert found.severity is Severity.ASK and found.text == said[0].text


def test_what_rests_on_withheld_images_stops_the_report_unless_it_was_signed() -> None:
    seen, report = finding(), linked("右肺结节。")
    what = {seen.tracking_uid: "10 · Thorax"}

    def found(report: Report, *findings: Finding) -> list[tuple[Severity, str]]:
        every = check(report, make_study(), None, findings, resting=what)
        return [(d.severity, d.text) for d in every if d.kind == "resting"]

    rests = "is based on withheld images or results: 10 · Thorax"
    assert found(report, seen) == [(Severity.BLOCK, f"“右肺结节。” {rests}")]
    assert found(make_report(LUNG, "右肺结节。"), seen) == [(Severity.BLOCK, f"Nodule right {rests}")]
    signed = replace(report, sections=tuple(replace(section, locked=True) for section in report.sections))
    assert [severity for severity, _ in found(signed, seen)] == [Severity.ASK]
    rejected = finding(status=Status.REJECTED)
    assert found(make_report(LUNG, "右肺结节。"), rejected) == [], "nobody says it"


def test_a_returned_report_that_is_handed_in_as_it_was_is_asked_about() -> None:
    def asked(report: Report) -> list[Severity]:
        found = check(report, make_study(), None, (), returned=make_report(LUNG, "右肺结节。"))
        return [d.severity for d in found if d.kind == "returned"]

    assert asked(make_report(f"{LUNG}\n", "右肺结节。")) == [Severity.ASK]
    assert asked(make_report(LUNG, "右肺上叶结节。")) == []


@pytest.mark.parametrize(
    ("place", "changes", "expected"),
    [
        ("patient", {"patient_id": "1"}, ("block", "patient")),
        ("patient", {"issuer": "B"}, ("block", "patient")),
        ("patient", {"sex": "F"}, ("block", "sex")),
        ("patient", {"name": PersonName("Wang^Xiaoxi")}, ("ask", "patient")),
        ("study", {"study_uid": "1.2.9"}, ("block", "study")),
        ("study", {"accession": "X-1"}, ("block", "accession")),
    ],
)
def test_screen_against_report(place: str, changes: dict[str, object], expected: tuple[str, str]) -> None:
    screen = make_study()
    if place == "patient":
        screen = replace(screen, patient=replace(screen.patient, **changes))  # type: ignore[arg-type]
    else:
        screen = replace(screen, **changes)  # type: ignore[arg-type]
    found = check(make_report(LUNG, "右肺上叶结节。"), screen, None, ())
    assert [(d.severity.value, d.kind) for d in found] == [expected]


@pytest.mark.parametrize(
    ("sex", "text", "expected"),
    [
        ("F", "前列腺增大。", True),
        ("F", "无前列腺增大。", True),  # a man's template: asked about in negations too
        ("F", "The prostate is enlarged.", True),
        ("F", "子宫前位,卵巢未见异常。", False),
        ("M", "子宫前位。", True),
        ("M", "The uterus is normal.", True),
        ("M", "Both ovaries are normal.", True),
        ("M", "前列腺增大,精囊正常。", False),
        ("M", "Cervical spine: lung apices clear.", False),
        ("M", "见附件。", False),
        ("O", "子宫及前列腺。", False),
        ("", "子宫及前列腺。", False),
    ],
)
def test_organs_of_one_sex(sex: str, text: str, expected: bool) -> None:
    report = of_sex(make_report(f"{LUNG}\n{text}", "右肺结节。"), sex)
    assert (("ask", "sex") in fired(report)) is expected


@pytest.mark.parametrize(
    ("text", "side", "expected"),
    [
        ("右肺上叶结节。", RIGHT, False),
        ("左肺上叶结节。", RIGHT, True),
        ("Nodule in the left upper lobe.", RIGHT, True),
        ("Nodule in the right upper lobe.", LEFT, True),
        ("双肺多发结节。", RIGHT, False),
        ("肺结节,直径5mm左右。", RIGHT, False),
        ("右肺上叶结节,较左肺大。", LEFT, False),
        ("结节。", RIGHT, False),
        ("左肺上叶结节。", None, False),
    ],
)
def test_side_of_a_sentence_and_its_finding(text: str, side: Code | None, expected: bool) -> None:
    found = check(linked(text, "肺结节。"), make_study(), None, (finding(side),))
    assert any(d.kind == "side" for d in found) is expected


@pytest.mark.parametrize(
    ("findings", "impression", "expected"),
    [
        ("右肺上叶结节。", "左肺上叶结节。", True),
        ("右肺上叶结节,左肺未见异常。", "左肺上叶结节。", True),
        ("右肺上叶结节,左肺下叶结节。", "左肺下叶结节。", False),
        ("Nodule in the right upper lobe.", "Left upper lobe nodule. No nodule in the right lung.", True),
        ("Nodule in the right upper lobe.", "Right upper lobe nodule. No nodule in the left lung.", False),
        ("右肺上叶结节。", "肺结节。", False),
        ("右肺结节,左肾囊肿。", "右肺结节;左肾囊肿。", False),
        ("右肺结节,左肾囊肿。", "右肺结节;右肾囊肿。", True),
        ("Nodule in the right upper lobe.", "Left upper lobe nodule.", True),
        ("Cyst of the left kidney. Right adrenal normal.", "Left renal cyst.", False),
        ("右侧见肿块。", "左肺上叶占位。", True),
        ("Cyst in the right side.", "Cyst on the left.", True),
        ("Nodule in the right upper lobe. Scar in the left upper lobe.", "Left upper lobe nodule.", True),
        ("右肺上叶结节，左肺下叶实变。", "左肺结节。", True),
        ("右肺上叶结节，左肺下叶实变。", "左肺实变，右肺结节。", False),
        ("Cyst on the right, the left side is clear.", "Cyst on the left.", True),
        ("Cyst on the right.", "Cyst; no effusion on either side, left or right.", False),
    ],
)
def test_findings_against_impression(findings: str, impression: str, expected: bool) -> None:
    assert (("ask", "side") in fired(make_report(findings, impression))) is expected


@pytest.mark.parametrize(
    ("impression", "expected"), [("左肺占位。", True), ("右肺占位。", False), ("占位。", False)]
)
def test_impression_against_the_findings_in_the_list(impression: str, expected: bool) -> None:
    """Also where the text of the findings names no side, or both."""
    for text in ("见肿块。", "右侧见肿块，左侧未见异常。"):
        found = fired(make_report(text, impression), None, (finding(),))
        assert (("ask", "side") in found) is expected
    other = replace(finding(LEFT), tracking_uid="2.25.2")
    assert ("ask", "side") not in fired(make_report("见肿块。", impression), None, (finding(), other))


def across(width_mm: float, middle: float = 0.0, uid: str = "1.9.9") -> Study:
    """An exam of one axial image whose columns run from right to left."""
    plane = ImagePlane((middle - width_mm / 2, -100.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0))
    image = Instance(
        "1.9.1", "1.2.840.10008.5.1.4.1.1.2", 1, rows=201, columns=round(width_mm) + 1, planes=(plane,),
        frame_of_reference_uid=uid,
    )  # fmt: skip
    return replace(make_study(), series=(Series("1.9", "1.8", "CT", 1, instances=(image,)),))


@pytest.mark.parametrize(
    ("side", "x", "screen", "expected"),
    [
        (LEFT, -113.0, across(400.0), True),
        (RIGHT, 113.0, across(400.0), True),
        (RIGHT, -113.0, across(400.0), False),
        (LEFT, 113.0, across(400.0), False),
        (LEFT, -25.0, across(400.0), False),
        (LEFT, -60.0, across(160.0), False),
        (LEFT, -60.0, across(300.0, middle=-120.0), False),
        (LEFT, -113.0, across(400.0, uid="1.9.8"), False),
        (None, -113.0, across(400.0), False),
    ],
    ids=["left", "right", "fits", "fits too", "near the middle", "of one knee", "off centre", "elsewhere", "none"],
)
def test_side_of_a_finding_and_where_it_lies(side: Code | None, x: float, screen: Study, expected: bool) -> None:
    placed = replace(finding(side), place=(x, 0.0, 0.0), space=Space.frame("1.9.9"))
    found = [d for d in check(make_report("结节。", "肺结节。"), screen, None, (placed,)) if d.kind == "side"]
    assert [d.severity for d in found] == [Severity.ASK] * expected


def test_texts_against_where_a_finding_without_a_side_lies() -> None:
    placed = replace(finding(None), site=None, place=(-113.0, 0.0, 0.0), space=Space.frame("1.9.9"))

    def asked(told: str, impression: str, screen: Study) -> list[str]:
        sentence = Section(FINDINGS, "影像所见", (Statement(told, (placed.tracking_uid,)),))
        report = make_report("", impression).with_section(sentence)
        return [d.text for d in check(report, screen, None, (placed,)) if d.kind == "side"]

    [sentence] = asked("左肺囊肿。", "肺囊肿。", across(400.0))
    assert "differs from the linked finding" in sentence
    [impression] = asked("囊肿。", "左肺囊肿。", across(400.0))
    assert "than the findings in the list" in impression
    assert asked("右肺囊肿。", "右肺囊肿。", across(400.0)) == []
    assert asked("左肺囊肿。", "左肺囊肿。", across(160.0)) == []


def test_a_location_that_names_the_side_is_held_against_where_it_lies() -> None:
    """As algorithms write it: the lobe, and no side beside it."""
    placed = replace(finding(None), site=RIGHT_UPPER, place=(113.0, 0.0, 0.0), space=Space.frame("1.9.9"))
    found = check(make_report("结节。", "肺结节。"), across(400.0), None, (placed,))
    [told] = [d.text for d in found if d.kind == "side"]
    assert "upper lobe" in told and "patient's left" in told


@pytest.mark.parametrize(
    ("runs_to", "column", "columns", "description", "expected"),
    [
        ("L", 400.0, 2000, "Chest, PA", True),
        ("L", 1600.0, 2000, "Chest, PA", False),
        ("R", 1600.0, 2000, "Chest, AP", True),
        ("L", 950.0, 2000, "Chest, PA", False),
        ("L", 100.0, 1000, "Knees", False),
        ("", 400.0, 2000, "Chest, PA", False),
        ("L", 400.0, 2000, "Left knee", False),
    ],
    ids=["right lung", "left lung", "turned", "near the middle", "narrow", "not said", "one knee"],
)
def test_side_of_a_finding_on_a_radiograph(
    runs_to: str, column: float, columns: int, description: str, expected: bool
) -> None:
    """Said to be left, on an image of 0.2 mm pixels whose rows run to this side of the patient."""
    image = Instance(
        "1.9.1", "1.2.840.10008.5.1.4.1.1.1.1", 1, rows=2000, columns=columns, calibration=Calibration(0.2, 0.2),
        patient_orientation=(runs_to, "F"),
    )  # fmt: skip
    series = Series("1.9", "1.8", "DX", 1, instances=(image,))
    screen = replace(make_study(), description=description, series=(series,))
    reference = ImageReference(image.sop_class_uid, "1.9.1", (), "1.9")
    shape = Shape(ShapeKind.POLYLINE, ((column, 900.0, 0.0), (column, 1000.0, 0.0)), False, reference)
    drawn = replace(finding(LEFT), shapes=(shape,))
    found = [d for d in check(make_report("结节。", "肺结节。"), screen, None, (drawn,)) if d.kind == "side"]
    assert [d.severity for d in found] == [Severity.ASK] * expected


@pytest.mark.parametrize(
    ("signed", "added", "expected"),
    [
        ("Nodule in the right upper lobe.", "The nodule is in the left upper lobe.", True),
        ("Nodule in the right upper lobe.", "The nodule is in the left upper lobe, not in the right one.", True),
        ("Nodule in the right upper lobe.", "Corrected size of the right nodule: 25 mm.", False),
        ("Nodule in the right upper lobe. Left kidney small.", "Cyst of the left kidney.", False),
        ("Nodule in the right upper lobe.", "The size is 25 mm.", False),
        ("右肺上叶结节。", "左肺上叶结节增大。", True),
        ("右肺上叶结节。", "结节位于右肺上叶。", False),
        ("右侧胸腔积液。", "补充：左侧胸腔积液。", True),
    ],
)
def test_side_of_an_addendum_and_of_the_signed_text(signed: str, added: str, expected: bool) -> None:
    report = make_report(signed, signed)
    locked = tuple(replace(section, locked=True) for section in report.sections)
    report = replace(report, sections=(*locked, Section(ADDENDUM, "Addendum", (Statement(added),))))
    assert (("ask", "side") in fired(report)) is expected


def test_side_of_the_exam() -> None:
    knee = replace(SUBJECT, study_description="Right knee, 2 views", body_part="KNEE", modality="DX")
    screen = replace(make_study(), description="Right knee, 2 views", body_part="KNEE")

    def kinds(text: str) -> list[str]:
        report = replace(make_report(text, text), subject=knee)
        return [d.kind for d in check(report, screen, None, ())]

    assert kinds("左膝关节退变。") == ["side"]
    assert kinds("右膝关节退变。") == []
    assert kinds("膝关节退变。") == []


@pytest.mark.parametrize(
    ("part", "text", "expected"),
    [
        ("CHEST", "脑实质未见异常,中线居中。", True),
        ("HEAD", "脑实质未见异常。", False),
        ("HEAD", "两肺纹理清晰。", True),
        ("CHEST", "两肺清晰。肝内低密度灶。", False),
        ("ABDOMEN", "Liver and spleen normal. Lung bases clear.", False),
        ("WHOLEBODY", "脑实质未见异常。", False),
        ("CHEST", "未见异常。", False),
    ],
)
def test_body_part(part: str, text: str, expected: bool) -> None:
    report = replace(make_report(text, text), subject=replace(SUBJECT, body_part=part))
    assert (("ask", "body part") in fired(report)) is expected


def test_empty_impression_blocks() -> None:
    assert fired(make_report(LUNG, "")) == [("block", "empty")]
    assert fired(make_report(LUNG, "  ")) == [("block", "empty")]


def test_links() -> None:
    said = linked("右肺上叶结节。")
    assert fired(said, None, (finding(),)) == []
    assert fired(said) == [("ask", "link")]
    assert fired(said, None, (finding(status=Status.REJECTED),)) == [("block", "link")]
    proposed = finding(status=Status.PROPOSED)
    assert fired(said, None, (proposed,)) == [("block", "link"), ("note", "unjudged")]
    assert fired(make_report(LUNG, "右肺结节。"), None, (proposed.apply(Event.ACCEPT),)) == [("note", "silent")]


def test_a_finding_changed_after_its_sentence_stops_it() -> None:
    """Side, site, kind and size; a remark changes nothing that the sentence says."""
    known = replace(finding(), measurements=(Measurement(DIAMETER, 4.0, MM),))
    before = settled(linked("右肺上叶结节。"), {known.tracking_uid: known})
    assert fired(before, None, (known,)) == [] and fired(before, None, (replace(known, note="seen"),)) == []
    for change in (
        {"laterality": None}, {"site": Code("39607008", "SCT", "Lung")},
        {"finding": Code("4147007", "SCT", "Mass")},
        {"measurements": (Measurement(DIAMETER, 9.0, MM),)},
    ):  # fmt: skip
        assert ("block", "stale") in fired(before, None, (replace(known, **change),)), change


AXES = (Code("103339001", "SCT", "Long Axis"), Code("103340004", "SCT", "Short Axis"))
DENSITY = Code("112031", "DCM", "Attenuation Coefficient")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("右肺上叶见结节，大小约16mm×11mm（图像116）。", ""),
        ("右肺上叶见结节，大小约61mm×11mm（图像116）。", "61 mm"),
        ("右肺上叶见结节，大小约61×11毫米。", "61毫米"),
        ("右肺上叶见结节，大小约１６ｍｍ×１１ｍｍ。", ""),
        ("右肺上叶见结节，大小约1.6厘米×1.1厘米。", ""),
        ("右肺上叶见结节，由12mm增大至16mm×11mm。", ""),
        ("右肺上叶见结节，长径约16mm。", ""),
        ("右肺上叶见结节，3个月后复查。", ""),
        ("右肺上叶见结节，大小约16.1mm×11.2mm，体积约1610mm³，层厚1mm。", ""),
        ("右肺上叶见结节，平均CT值约-30HU。", "-30 HU"),
        ("右肺上叶见结节，平均CT值约30HU，CT值28-35HU。", ""),
        ("Nodule in the right upper lobe, 16 mm × 11 mm (image 61).", ""),
        ("Nodule in the right upper lobe, 61 mm × 11 mm.", "61 mm"),
        ("Nodule in the right upper lobe, 16.4 x 11 mm.", "16.4 mm"),
        ("Nodule in the right upper lobe, 1.6 × 1.1 cm.", ""),
        ("Nodule in the right upper lobe, 6.1 × 1.1 cm.", "6.1 cm"),
        ("Nodule in the right upper lobe, grown from 12 mm to 16 × 11 mm.", ""),
        ("Nodule in the right upper lobe, 16 mm × 11 mm, 30 HU.", ""),
        ("Nodule in the right upper lobe, 16 mm × 11 mm, 300 HU.", "300 HU"),
        ("Nodule in the right upper lobe, velocity 61 cm/s, area 140 mm².", ""),
    ],
)
def test_figures_of_a_sentence_and_its_finding(text: str, given: str) -> None:
    values = [(AXES[0], 16.1, MM), (AXES[1], 11.2, MM), (DENSITY, 30.2, Code("[hnsf'U]", "UCUM", "HU"))]
    known = replace(finding(), measurements=tuple(Measurement(*value) for value in values))
    report = replace(linked(text), language="zh" if "右" in text else "en")
    asked = [d for d in check(report, make_study(), None, (known,)) if d.kind == "figure"]
    assert [d.severity for d in asked] == [Severity.ASK] * bool(given)
    measured = "30 HU" if "HU" in given else "16×11 mm"
    assert all(f"gives {given}; the finding measures {measured}." in d.text for d in asked)
    rejected = replace(known, status=Status.REJECTED)
    assert not any(d.kind == "figure" for d in check(report, make_study(), None, (rejected,)))
    unmeasured = replace(known, measurements=())
    assert not any(d.kind == "figure" for d in check(report, make_study(), None, (unmeasured,)))


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("A 16-mm nodule", [16.0]), ("12-16 mm", [12.0, 16.0]), ("约1.6厘米", [16.0]), ("1,5 mm", []),
        ("20 毫米汞柱", []), ("3 毫米/秒", []), ("5 cm/秒", []), ("412 mm²", []), ("20mmHg", []),
    ],
)  # fmt: skip
def test_what_is_a_length(text: str, lengths: list[float]) -> None:
    assert [figure.value for figure in figures(text)] == lengths


def test_a_negative_exam_with_findings_is_asked_about() -> None:
    said = linked("右肺上叶结节。")
    found = check(replace(said, positive=False), make_study(), None, (finding(),))
    assert [(d.severity, d.kind) for d in found] == [(Severity.ASK, "flag")] and "Nodule right" in found[0].text
    for positive in (True, None):
        assert fired(replace(said, positive=positive), None, (finding(),)) == []
    normal = replace(make_report(LUNG, "右肺结节。"), positive=False)
    assert fired(normal, None, (finding(),)) == [("note", "silent")]
    assert ("ask", "flag") not in fired(replace(said, positive=False), None, (finding(status=Status.REJECTED),))


@pytest.mark.parametrize(
    ("side", "site", "expected"),
    [
        (LEFT, "Upper lobe of right lung", True),
        (RIGHT, "左肺下叶", True),
        (RIGHT, "Upper lobe of right lung", False),
        (LEFT, "Lung", False),
        (None, "Upper lobe of right lung", False),
        (Code("51440002", "SCT", "Bilateral"), "Upper lobe of right lung", False),
    ],
)
def test_side_of_a_finding_and_its_own_location(side: Code | None, site: str, expected: bool) -> None:
    known = replace(finding(side), site=Code("1", "99TEST", site))
    for report in (linked("结节。", "肺结节。"), make_report("未见积液。", "肺结节。")):  # in the report or not
        found = [d for d in check(report, make_study(), None, (known,)) if d.kind == "side"]
        assert [d.severity for d in found] == [Severity.ASK] * expected
    rejected = replace(known, status=Status.REJECTED)
    assert not any(d.kind == "side" for d in check(make_report("无。", "无。"), make_study(), None, (rejected,)))


def test_what_the_report_leaves_out_is_named() -> None:
    nodule, waiting = finding(), replace(finding(status=Status.PROPOSED), tracking_uid="2.25.2", laterality=LEFT)
    report = make_report(LUNG, "右肺结节。")
    texts = {d.kind: d.text for d in check(report, make_study(), None, (nodule, waiting), loaded=False)}
    assert "Nodule right" in texts["silent"] and "Nodule left" in texts["unjudged"] and "loading" in texts


def test_what_has_not_arrived_is_asked_about() -> None:
    def asked(missing: int) -> list[str]:
        found = check(make_report(LUNG, "右肺上叶结节。"), make_study(), None, (), missing=missing)
        return [d.text for d in found if d.kind == "missing" and d.severity is Severity.ASK]

    assert asked(6) == ["6 images of this exam have not arrived."] and asked(0) == []


def test_what_was_not_seen_is_asked_about() -> None:
    viewed = (
        Viewed("Series 1", 275, 275), Viewed("Series 2", 0, 60), Viewed("Series 3", 12, 60),
        Viewed("Series 4", 58, 60, 2), Viewed("Series 5", 50, 60),
    )  # fmt: skip
    found = check(make_report(LUNG, "右肺结节。"), make_study(), None, (), viewed)
    assert [(d.severity, d.kind) for d in found] == [
        (Severity.ASK, "unseen"), (Severity.ASK, "unseen"), (Severity.ASK, "failed"), (Severity.NOTE, "unseen"),
    ]  # fmt: skip
    assert "12" in found[1].text and "60" in found[1].text
    assert not checks.blocked(found)
    assert sum(d.severity is Severity.ASK for d in found) == 3


def test_the_gravest_comes_first() -> None:
    found = check(make_report("左肺前列腺。", ""), make_study(), order(sex="F"), (finding(status=Status.PROPOSED),))
    severities = [list(Severity).index(d.severity) for d in found]
    assert severities == sorted(severities)
    assert checks.blocked(found)


def test_sides_of_texts() -> None:
    assert words.sides("右侧") == {"R"} and words.sides("left") == {"L"}
    assert words.sides("bilateral") == words.sides("左、右肺") == {"L", "R"}
    assert words.sides("约5mm左右") == words.sides("upright") == frozenset()


def test_author_is_not_part_of_it() -> None:
    assert fired(make_report(LUNG, "右肺结节。", author=LI)) == []


@pytest.mark.parametrize(
    ("ahead", "told"),
    [(60.0, ""), (400 * 86_400.0, "400 days ahead"), (-7200, "2 h behind"), (-259_150.0, "3 days behind")],
)
def test_a_wrong_clock_is_asked_about(ahead: float, told: str) -> None:
    """Report and signature bear its date."""
    found = check(make_report(LUNG, "右肺上叶结节。"), make_study(), order(), (), clock_ahead_s=ahead)
    assert [d.kind for d in found] == (["clock"] if told else [])
    assert all(told in d.text and d.severity is Severity.ASK for d in found)


def test_a_report_need_not_mention_key_images_and_may() -> None:
    """Nor is one with them positive, nor are the figures of a note those of a measurement."""
    image = marked(ImageReference("1.2", "2.25.1", (), "2.25.2"), Source(Observer.PERSON, "Li Na"), "3 mm")
    normal = replace(make_report(LUNG, "未见异常。"), positive=False)
    assert fired(normal, None, (image,)) == []
    said = Statement("微小结节4mm（图像1）。", (image.tracking_uid,))
    cited = normal.with_section(Section(FINDINGS, "影像所见", (said,)))
    assert fired(cited, None, (image,)) == []
    assert fired(cited, None, ()) == [("ask", "link")], "it was taken away"
