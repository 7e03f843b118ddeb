"""The measurement report that a reader writes: validators, dcmtk, highdicom's parser, and read back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
import pytest

from reader.dicom.values import Code
from reader.findings import codes, service
from reader.findings.codec import encode_measurement_report, read_objects
from reader.findings.model import (
    Event,
    Finding,
    FindingsModel,
    ImageReference,
    Measurement,
    Shape,
    ShapeKind,
    Status,
)
from reader.findings.placing import StudyIndex, to_patient, to_pixel
from reader.terms.measures import ATTENUATION, MAXIMUM, MEAN, SUV, VOLUME
from reader.terms.units import CUBIC_MILLIMETRE, HOUNSFIELD, SUV_BODY_WEIGHT
from reader.views.outlined_volume import is_outlined
from tests.findings.exams import CHEST, LI, chest, chest_objects, chest_read, nodule, own
from tests.pixelmed import JAR, command

# What dciodvfy says of a good document, line by line.
_TOLERATED = (
    "<99READER>",  # our own scheme, which it can't know
    "StudyID",  # type 2, empty: the order system's, not ours
)
MASS = Code("4147007", "SCT", "Mass")


def edited() -> Finding:
    model = FindingsModel((nodule(2),))
    service.edit(model, nodule(2).tracking_uid, finding=MASS, laterality=codes.RIGHT, note="随访 3 个月")
    return model.findings[0]


def ellipse() -> Shape:
    line = own().shapes[0]
    plane = StudyIndex(chest()).plane(line.image)
    assert plane is not None
    corners = ((180.0, 240.0), (200.0, 240.0), (190.0, 235.0), (190.0, 245.0))
    return Shape(ShapeKind.ELLIPSE, tuple(to_patient(plane, *c) for c in corners), True, line.image)


def outlined() -> Finding:
    """A volume from outlines in three slices."""
    plane_of, shapes = StudyIndex(chest()).plane, []
    for number in (1, 2, 3):
        image = nodule(number).key_image
        plane = plane_of(image)
        assert image is not None and plane is not None
        corners = ((180.0, 240.0), (200.0, 240.0), (190.0, 235.0), (190.0, 245.0))
        points = tuple(to_patient(plane, *c) for c in corners)
        shapes.append(Shape(ShapeKind.ELLIPSE, points, True, image))
    images = tuple(shape.image for shape in shapes if shape.image is not None)
    numbers = (
        Measurement(VOLUME, 4321.5, CUBIC_MILLIMETRE, taken_from=images),
        Measurement(ATTENUATION, -612.0, HOUNSFIELD, MEAN, taken_from=images),
    )
    return replace(own("2.25.7009", shapes=tuple(shapes)), measurements=numbers)


def mean_of(image: ImageReference | None) -> Measurement:
    assert image is not None
    return Measurement(ATTENUATION, -612.0, HOUNSFIELD, MEAN, taken_from=(image,))


def uptake() -> Finding:
    image = nodule(1).key_image
    assert image is not None
    numbers = (Measurement(SUV, value, SUV_BODY_WEIGHT, how, taken_from=(image,))
               for how, value in ((MAXIMUM, 5.8), (MEAN, 1.6)))  # fmt: skip
    return replace(own("2.25.7010"), measurements=(*own().measurements, *numbers))


NOON = datetime(2026, 1, 1, 12, 4, tzinfo=UTC)


def only_ai() -> list[Finding]:
    by = {"judged_by": "李娜 Li Na", "judged_at": NOON}
    accepted, rejected = nodule(1).apply(Event.ACCEPT), nodule(3).apply(Event.REJECT)
    return [replace(accepted, **by), replace(edited(), **by), replace(rejected, **by)]  # type: ignore[arg-type]


def judged() -> list[Finding]:
    return [*only_ai(), own()]


# Every mix of groups that decides how PixelMed takes the document.
DOCUMENTS: dict[str, Callable[[], list[Finding]]] = {
    "segments alone": only_ai,
    "segments and an outline": judged,
    "one outline, one across slices": lambda: [own(), own("2.25.7002", on_image=False)],
    "outlines and one without": lambda: [
        own("2.25.7003", shapes=(ellipse(), own().shapes[0])), own("2.25.7004", shapes=()), own(),
    ],
    "a mean across slices": lambda: [
        replace(own("2.25.7005", on_image=False), measurements=(mean_of(nodule(1).key_image),)), own(),
    ],
    "a volume of outlines": lambda: [outlined()],
    "an uptake": lambda: [uptake()],
    "only a rejection": lambda: [nodule(3).apply(Event.REJECT)],
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sr")
    made = {}
    for number, (name, findings) in enumerate(DOCUMENTS.items()):
        made[name] = folder / f"{number}.dcm"
        made[name].write_bytes(encode_measurement_report(findings(), chest(), LI))
    return made


@pytest.fixture(scope="module", autouse=True)
def pixelmed(files: dict[str, Path]) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """PixelMed's validator at work on four of the documents while the other tests run; it takes its time."""

    there = JAR.exists() and shutil.which("java") is not None
    names = ("segments alone", "segments and an outline", "outlines and one without", "a volume of outlines")
    running = {
        name: subprocess.Popen(
            [*command(), files[name]], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for name in (names if there else ())
    }
    yield running
    for process in running.values():
        process.kill()
        process.communicate()


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def test_dciodvfy_and_dcentvfy_find_nothing(files: dict[str, Path]) -> None:
    for file in files.values():
        done = subprocess.run([tool("dciodvfy"), "-new", str(file)], capture_output=True, text=True, check=False)
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        assert [x for x in lines if x != "Comprehensive3DSR" and not any(t in x for t in _TOLERATED)] == []
        with_ai = [str(file), str(CHEST / "ai-findings-sr.dcm")]
        done = subprocess.run([tool("dcentvfy"), *with_ai], capture_output=True, text=True, check=False)
        assert "Error" not in done.stdout + done.stderr, done.stdout + done.stderr


def test_dsrdump_prints_what_was_said(files: dict[str, Path]) -> None:
    done = subprocess.run(
        [tool("dsrdump"), "+Pl", "+U8", str(files["segments and an outline"])],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = done.stdout
    assert '"Person Observer Name")="Li^Na=李^娜"' in said and '(121006,DCM,"Person")' in said
    assert '"Procedure reported")=(25045-6,LN,"CT unspecified body region")' in said
    for word in ("accepted", "edited", "rejected", "added"):
        assert f'"Reading status")=({word},99READER,' in said
    for uid in (nodule(1).tracking_uid, nodule(2).tracking_uid, nodule(3).tracking_uid, "2.25.7001"):
        assert f'"Tracking Unique Identifier")="{uid}"' in said
    assert 'Algorithm Name")="NoduleFinder"' in said and "随访 3 个月" in said
    assert '"Certainty of Finding")="94' in said


def test_evidence_names_images_and_the_algorithms_objects(files: dict[str, Path]) -> None:
    document = pydicom.dcmread(files["segments and an outline"])
    cited = {
        sop.ReferencedSOPInstanceUID
        for item in document.CurrentRequestedProcedureEvidenceSequence
        for series in item.ReferencedSeriesSequence
        for sop in series.ReferencedSOPSequence
    }
    algorithm = pydicom.dcmread(CHEST / "ai-findings-sr.dcm", stop_before_pixels=True)
    segments = pydicom.dcmread(CHEST / "ai-nodules-seg.dcm", stop_before_pixels=True)
    assert {algorithm.SOPInstanceUID, segments.SOPInstanceUID} <= cited
    key_image = own().key_image
    assert key_image is not None and key_image.sop_instance_uid in cited
    assert (document.PatientID, document.StudyInstanceUID) == (algorithm.PatientID, algorithm.StudyInstanceUID)
    assert str(document.PatientName) == str(algorithm.PatientName)
    assert document.AccessionNumber == algorithm.AccessionNumber
    made = [e for e in document.ContributingEquipmentSequence if e.Manufacturer == "reader"]
    assert made[0].PurposeOfReferenceCodeSequence[0].CodeValue == "109102" and made[0].SoftwareVersions
    assert (document.CompletionFlag, document.VerificationFlag) == ("COMPLETE", "UNVERIFIED")


def test_highdicom_reads_it(files: dict[str, Path]) -> None:
    alone = hd.sr.srread(files["segments alone"]).content
    (volumetric,) = alone.get_volumetric_roi_measurement_groups(tracking_uid=nodule(1).tracking_uid)
    segment = volumetric.referenced_segment
    assert segment.referenced_sop_instance_uid == nodule(1).segments[0].sop_instance_uid
    assert [m.value for m in volumetric.get_measurements()][:2] == [16.087, 11.079]
    content = hd.sr.srread(files["outlines and one without"]).content
    (planar,) = content.get_planar_roi_measurement_groups(tracking_uid="2.25.7001")
    plane = StudyIndex(chest()).plane(own().shapes[0].image)
    assert plane is not None
    expected = [to_pixel(plane, p)[:2] for p in own().shapes[0].points]
    assert np.allclose(planar.roi.value, expected, atol=1e-3)
    assert planar.finding_type.value == MASS.value
    assert planar.finding_sites[0].value.value == "41224006"
    mixed = hd.sr.srread(files["segments and an outline"]).content
    groups = [*mixed.get_image_measurement_groups(), *mixed.get_planar_roi_measurement_groups()]
    assert {g.tracking_uid for g in groups} == {f.tracking_uid for f in judged()}


def essence(finding: Finding) -> tuple[object, ...]:
    return (
        finding.tracking_uid, finding.finding, finding.site, finding.laterality, finding.status, finding.is_ai,
        finding.measurements, finding.certainty, finding.note, finding.evaluations, finding.segments,
        finding.proposed.finding if finding.proposed else None,
    )  # fmt: skip


def test_read_back_with_the_algorithms_own_objects(files: dict[str, Path]) -> None:
    """The judgement is there again: status, edit, what was proposed, places and outlines to 0.01 mm."""
    told = read_objects([files["segments and an outline"].read_bytes(), *chest_objects()], chest())
    assert told.problems == ()
    said = {f.tracking_uid: f for f in judged()}
    assert {f.tracking_uid for f in told.findings} == set(said)
    for finding in told.findings:
        before = said[finding.tracking_uid]
        assert essence(finding) == essence(before)
        judge = (before.judged_by, before.judged_at) if finding.is_ai else (LI.name.display, finding.judged_at)
        assert (finding.judged_by, finding.judged_at) == judge, "whoever writes the document, this one judged it"
        assert finding.source.name == before.source.name and finding.source.version == before.source.version
        assert finding.place == pytest.approx(before.place or service.placing.centre(before.shapes), abs=0.01)
        for shape, drawn in zip(finding.shapes, before.shapes, strict=True):
            assert shape.kind is drawn.kind and shape.image == drawn.image
            assert np.allclose(shape.points, drawn.points, atol=0.01)
    reopened = next(f for f in told.findings if f.status is Status.EDITED).apply(Event.REOPEN)
    assert essence(reopened) == essence(nodule(2))


def test_read_back_without_the_algorithms_objects_is_still_told_apart(files: dict[str, Path]) -> None:
    told = read_objects([files["segments and an outline"].read_bytes()], chest())
    by_uid = {f.tracking_uid: f for f in told.findings}
    assert by_uid[nodule(1).tracking_uid].is_ai and by_uid[nodule(1).tracking_uid].status is Status.ACCEPTED
    assert by_uid[nodule(1).tracking_uid].source.name == "NoduleFinder"
    assert not by_uid["2.25.7001"].is_ai and by_uid["2.25.7001"].source.name == LI.name.display


def test_length_across_slices_comes_back_in_three_dimensions(files: dict[str, Path]) -> None:
    told = read_objects([files["one outline, one across slices"].read_bytes()], chest())
    for finding, before in zip(told.findings, (own(), own("2.25.7002", on_image=False)), strict=True):
        assert np.allclose(finding.shapes[0].points, before.shapes[0].points, atol=0.01)
        assert finding.key_image is not None and finding.laterality == codes.LEFT


def test_an_outline_across_the_slices_comes_back_with_its_corners() -> None:
    (x, y, z), _ = own().shapes[0].points
    corners = ((x, y, z), (x + 20, y, z), (x + 20, y, z + 12), (x, y, z + 12))
    drawn = own(shapes=(Shape(ShapeKind.POLYGON, corners, True),))
    (found,) = read_objects([encode_measurement_report([drawn], chest(), LI)], chest()).findings
    assert found.shapes[0].kind is ShapeKind.POLYGON
    assert found.shapes[0].points == pytest.approx(np.array(corners), abs=1e-4)


def test_a_volume_of_outlines_comes_back_with_all_of_them(files: dict[str, Path]) -> None:
    (found,) = read_objects([files["a volume of outlines"].read_bytes()], chest()).findings
    before = outlined()
    assert [shape.image for shape in found.shapes] == [shape.image for shape in before.shapes]
    assert all(np.allclose(a.points, b.points, atol=0.01) for a, b in zip(found.shapes, before.shapes, strict=True))
    assert {(m.concept, m.derivation): m.value for m in found.measurements} == {
        (m.concept, m.derivation): m.value for m in before.measurements
    }
    assert is_outlined(found)


def test_a_later_version_takes_the_place_of_its_predecessor() -> None:
    first = encode_measurement_report(judged(), chest(), LI, when=datetime(2026, 1, 1, 9, tzinfo=UTC))
    before = pydicom.dcmread(pydicom.filebase.DicomBytesIO(first))
    reference = ImageReference(before.SOPClassUID, before.SOPInstanceUID, (), before.SeriesInstanceUID)
    changed = [nodule(1).apply(Event.REJECT), replace(own(), finding=MASS, tracking_uid="2.25.7009")]
    second = encode_measurement_report(
        changed, chest(), LI, predecessor=reference, sop_instance_uid="2.25.42", series_uid="2.25.43",
        when=datetime(2026, 1, 1, 10, tzinfo=UTC),
    )  # fmt: skip
    told = read_objects([*chest_objects(), second, first], chest())
    status = {f.tracking_uid: f.status for f in told.findings}
    assert status[nodule(1).tracking_uid] is Status.REJECTED
    assert status[nodule(2).tracking_uid] is Status.PROPOSED, "the second version no longer says anything of it"
    assert "2.25.7001" not in status and status["2.25.7009"] is Status.ACCEPTED
    written = pydicom.dcmread(pydicom.filebase.DicomBytesIO(second))
    assert (written.SOPInstanceUID, written.SeriesInstanceUID) == ("2.25.42", "2.25.43")
    assert (written.ContentDate, written.ContentTime, written.TimezoneOffsetFromUTC) == (
        "20260101",
        "100000",
        "+0000",
    )


def test_a_segment_that_no_report_speaks_of_can_be_judged_too() -> None:
    """A result that is a SEG alone: proposed, accepted, written, and read back as one finding."""
    alone = chest_objects()[1:2]
    proposed = read_objects(alone, chest()).findings
    written = encode_measurement_report([proposed[0].apply(Event.ACCEPT)], chest(), LI)
    told = read_objects([*alone, written], chest())
    assert len(told.findings) == len(proposed)
    assert told.findings[0].status is Status.ACCEPTED and told.findings[0].segments == proposed[0].segments


def test_nothing_judged_is_nothing_to_write() -> None:
    with pytest.raises(ValueError, match="judged"):
        encode_measurement_report(chest_read().findings, chest(), LI)


@pytest.mark.timeout(400)
def test_pixelmed_finds_no_error(pixelmed: dict[str, subprocess.Popen[str]]) -> None:
    if not pixelmed:
        pytest.skip("Pixelmed's DicomSRValidator is not installed")
    for process in pixelmed.values():
        said = process.communicate(timeout=380)[0]
        assert "TID_1500" in said and "IOD validation complete" in said
        assert "Error" not in said, said
