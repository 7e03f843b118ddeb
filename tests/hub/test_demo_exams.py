"""The demo exams: complete, licensed, of one identity each, lossless, and true to the manifest."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, dcmread
from pydicom.pixels import pixel_array

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
NUMBERS = ("due_in_minutes", "scheduled_minutes_ago", "expected_images")
TEXTS = (
    *("kind", "priority", "label", "label_zh", "body_part", "site", "site_code", "assigned_to", "requested_by"),
    *("order_text", "order_text_zh"),
)
TASK_FIELDS = dict.fromkeys(TEXTS, str) | dict.fromkeys(NUMBERS, int)
JPEG_LS_LOSSLESS, EXPLICIT, DEFLATED = "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.1.99"
SR, SEG, KEY_IMAGES = (
    "1.2.840.10008.5.1.4.1.1.88.34",
    "1.2.840.10008.5.1.4.1.1.66.4",
    "1.2.840.10008.5.1.4.1.1.88.59",
)
PIXELS = (0x7FE0, 0x0010)


@pytest.fixture(scope="module")
def manifest() -> list[dict[str, Any]]:
    return list(json.loads((DEMO / "manifest.json").read_text("utf-8"))["exams"])


@pytest.fixture(scope="module")
def exams() -> dict[str, list[Dataset]]:
    """The header of every file, by folder."""
    found: dict[str, list[Dataset]] = defaultdict(list)
    for path in sorted(DEMO.glob("*/*.dcm")):
        found[path.parent.name].append(dcmread(path, stop_before_pixels=True))
    return dict(found)


def nested(ds: Dataset) -> Iterator[Dataset]:
    yield ds
    for element in ds:
        if element.VR == "SQ":
            for item in element.value:
                yield from nested(item)


def codes(ds: Dataset, value: str) -> list[Dataset]:
    """The items whose concept name has that code value."""
    return [
        i for i in nested(ds) if "ConceptNameCodeSequence" in i and i.ConceptNameCodeSequence[0].CodeValue == value
    ]


def test_manifest_lists_every_folder_once(manifest: list[dict[str, Any]]) -> None:
    listed = [entry["folder"] for entry in manifest]
    assert sorted(listed) == sorted(p.name for p in DEMO.iterdir() if p.is_dir())
    assert all(set(entry) == {"folder", "quality", "task"} for entry in manifest)
    assert 9 <= sum(entry["task"] is not None for entry in manifest) <= 11


def test_tasks_are_well_formed_and_varied(manifest: list[dict[str, Any]]) -> None:
    tasks = [entry["task"] for entry in manifest if entry["task"]]
    for task in tasks:
        assert {key: type(value) for key, value in task.items()} == TASK_FIELDS
        assert task["kind"] == "interpretation" and task["assigned_to"] in ("", "li")
        assert all(task[key] for key in ("label", "label_zh", "order_text", "order_text_zh", "requested_by"))
        assert -5 <= task["due_in_minutes"] <= 240 and task["scheduled_minutes_ago"] > 0
    assert {task["priority"] for task in tasks} == {"HIGH", "MEDIUM", "LOW"}
    assert len({task["site_code"] for task in tasks}) >= 4
    assert any(task["due_in_minutes"] < 0 for task in tasks)


def test_every_folder_names_licence_origin_and_citation(manifest: list[dict[str, Any]]) -> None:
    for entry in manifest:
        text = (DEMO / entry["folder"] / "LICENSE.md").read_text("utf-8")
        for needed in ("Licence: ", "Origin: ", "Citation: ", "## What was changed"):
            assert needed in text, (entry["folder"], needed)
        assert f"`{entry['folder']}`" in (DEMO / "README.md").read_text("utf-8")


def test_size_stays_small() -> None:
    assert sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file()) < 90_000_000


def test_every_study_has_one_invented_identity(exams: dict[str, list[Dataset]]) -> None:
    study = "StudyInstanceUID StudyDate StudyTime StudyDescription AccessionNumber InstitutionName"
    patient = "PatientName PatientID IssuerOfPatientID PatientSex PatientBirthDate PatientAge"
    for folder, datasets in exams.items():
        for keyword in f"{study} {patient}".split():
            values = {str(ds[keyword].value) for ds in datasets}
            assert len(values) == 1 and values != {""}, (folder, keyword, values)
        first = datasets[0]
        assert first.PatientName.alphabetic and first.PatientName.ideographic
        whole = first.StudyDate[4:] >= first.PatientBirthDate[4:]
        years = int(first.StudyDate[:4]) - int(first.PatientBirthDate[:4]) - (not whole)
        assert first.PatientAge == f"{years:03d}Y"
    uids = [ds.SOPInstanceUID for datasets in exams.values() for ds in datasets]
    assert len(uids) == len(set(uids))


def test_every_file_says_that_it_is_deidentified_and_made_up(exams: dict[str, list[Dataset]]) -> None:
    for datasets in exams.values():
        for ds in datasets:
            assert ds.SpecificCharacterSet == "ISO_IR 192"
            assert ds.PatientIdentityRemoved == "YES" and "invented" in str(ds.DeidentificationMethod)
            assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
            assert ds.file_meta.MediaStorageSOPClassUID == ds.SOPClassUID
            assert ds.Modality and ds.SeriesDescription
            assert not any(element.tag.is_private or element.tag.element == 0 for element in ds)
    computed = ("ct-chest-prior", "dr-chest", "ct-abdomen-incomplete")
    assert all("LIDC-IDRI-0314" in ds.SeriesDescription for folder in computed for ds in exams[folder])


def test_compression_is_lossless(exams: dict[str, list[Dataset]]) -> None:
    for folder, datasets in exams.items():
        for ds in datasets:
            images = ds.SOPClassUID not in (SR, SEG, KEY_IMAGES)
            assert ds.file_meta.TransferSyntaxUID in ((JPEG_LS_LOSSLESS,) if images else (EXPLICIT, DEFLATED))
            if ds.get("LossyImageCompression", "00") == "01":  # it came from the machine like that
                assert folder == "us-echo" and ds.LossyImageCompressionMethod == "ISO_10918_1"


def test_a_frame_of_every_exam_decodes() -> None:
    for folder in sorted(p for p in DEMO.iterdir() if p.is_dir()):
        images = [p for p in sorted(folder.glob("*.dcm")) if not p.name.startswith("ai-")]
        for path in (images[0], images[len(images) // 2]):
            ds = dcmread(path)
            frame = pixel_array(ds, index=0)
            assert frame.shape[:2] == (ds.Rows, ds.Columns)
            assert np.ptp(frame) > 0, path


def test_expected_images_are_there_unless_the_quality_says_otherwise(
    manifest: list[dict[str, Any]], exams: dict[str, list[Dataset]]
) -> None:
    for entry in manifest:
        images = [ds for ds in exams[entry["folder"]] if "Rows" in ds and ds.SOPClassUID != SEG]
        if entry["task"] and not entry["quality"]:
            assert len(images) == entry["task"]["expected_images"], entry["folder"]
    [bad] = [entry for entry in manifest if entry["quality"]]
    numbers = {int(ds.InstanceNumber) for ds in exams[bad["folder"]]}
    missing = set(range(1, bad["task"]["expected_images"] + 1)) - numbers
    assert missing == set(range(15, 21)) and "6 of 36" in bad["quality"] and "15 to 20" in bad["quality"]


def test_a_prior_has_the_patient_and_issuer_of_its_exam(
    manifest: list[dict[str, Any]], exams: dict[str, list[Dataset]]
) -> None:
    priors = [entry["folder"] for entry in manifest if entry["task"] is None]
    assert "ct-chest-prior" in priors
    for folder in priors:
        old, new = exams[folder][0], exams[folder.removesuffix("-prior")][0]
        for keyword in ("PatientID", "IssuerOfPatientID", "PatientName", "PatientBirthDate", "PatientSex"):
            assert old[keyword].value == new[keyword].value
        assert old.StudyDate < new.StudyDate and old.StudyInstanceUID != new.StudyInstanceUID
    patients = {(d[0].PatientID, d[0].IssuerOfPatientID) for d in exams.values()}
    assert len(patients) == len(exams) - len(priors)


def test_ai_results_refer_to_objects_of_their_study(exams: dict[str, list[Dataset]]) -> None:
    study = exams["ct-chest"]
    there = {(ds.SOPClassUID, ds.SOPInstanceUID) for ds in study}
    results = [ds for ds in study if ds.SOPClassUID in (SR, SEG, KEY_IMAGES)]
    assert sorted(ds.Modality for ds in results) == ["KO", "SEG", "SEG", "SR"]
    for ds in results:
        named = {
            (i.ReferencedSOPClassUID, i.ReferencedSOPInstanceUID)
            for i in nested(ds)
            if "ReferencedSOPInstanceUID" in i
        }
        assert named and named <= there
        assert "AI demo, not clinical" in ds.SeriesDescription


def test_ai_report_names_algorithm_certainty_and_segment(exams: dict[str, list[Dataset]]) -> None:
    [report] = [ds for ds in exams["ct-chest"] if ds.SOPClassUID == SR]
    segmentations = {ds.SOPInstanceUID: ds for ds in exams["ct-chest"] if ds.SOPClassUID == SEG}
    assert report.VerificationFlag == "UNVERIFIED"
    maker = report.ContributingEquipmentSequence[0]
    assert maker.PurposeOfReferenceCodeSequence[0].CodeValue == "109102"
    assert (maker.ManufacturerModelName, maker.SoftwareVersions) == ("NoduleFinder", "1.2") and maker.DeviceUID
    assert [i.ConceptCodeSequence[0].CodeValue for i in codes(report, "121005")] == ["121007"]  # a device observes
    groups = codes(report, "125007")
    certainties = [float(codes(g, "111012")[0].MeasuredValueSequence[0].NumericValue) for g in groups]
    assert certainties == [94.0, 61.0, 43.0]
    for group in groups:
        [tracking], [segment] = codes(group, "112040"), codes(group, "121191")
        assert (
            codes(group, "111001")[0].TextValue == "NoduleFinder" and codes(group, "111003")[0].TextValue == "1.2"
        )
        target = segment.ReferencedSOPSequence[0]
        described = segmentations[target.ReferencedSOPInstanceUID].SegmentSequence[
            target.ReferencedSegmentNumber - 1
        ]
        assert described.TrackingUID == tracking.UID
