"""Every object of an exam is shown, read or named: from a folder and from the hub; a kind comes by the registry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import UID_dictionary

from reader.core.http import Http
from reader.dicom import objects
from reader.dicom.archives.media import media_url
from reader.dicom.archives.web import DicomWeb
from reader.dicom.header import read_header
from reader.dicom.objects import COMPREHENSIVE_3D_SR, IMAGE, KINDS, ObjectKind, Use, is_for, kind_of
from reader.findings.codec import READERS, read_objects
from reader.findings.codec import Reading as Said
from reader.study.codec import instance_from, series_from, study_from
from reader.study.model import Arrival, Study
from reader.study.opened import StudyModel
from reader.volume.model import Stack
from tests.objects import NAMED, STUDY, other, write
from tests.servers import HubProcess
from tests.volume.made import part10
from tests.volume.test_open import Reading

_ARC = "1.2.840.10008.5.1.4.1.1."


@pytest.fixture(params=["folder", "hub"])
def reading(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reading]:
    folder = write(tmp_path / "disc")
    if request.param == "folder":
        made = Reading(tmp_path, media_url([folder]))
        yield made
        made.close()
        return
    with HubProcess(tmp_path / "hub") as hub:
        http = Http()
        http.authorize(hub.url, hub.login("gate"))
        DicomWeb(http, hub.dicomweb).store([path.read_bytes() for path in folder.iterdir()])
        made = Reading(tmp_path, hub.dicomweb, http)
        yield made
        made.close()


def test_every_object_is_accounted_for(reading: Reading) -> None:
    model = reading.open(STUDY, 1)
    study = model.study
    assert [series.number for series in study.series if series.is_image] == [1, 2]
    assert [len(series.pictures) for series in study.series[:2]] == [3, 2]
    named = {title: entry for entry in model.unshown(study) for title in entry.series}
    assert {title: entry.kind.title for title, entry in named.items()} == {
        "2 · Screen captures": "Document (PDF)",
        **{f"{number} · {what}": name for number, (_, _, what, name) in NAMED.items()},
    }
    assert all(entry.why for entry in named.values())
    assert named["5 · Clinical report"].heading == "Document (PDF) ×\N{NO-BREAK SPACE}2"
    # the series with a document among its images: both of them, nothing missing and nothing failed
    assert reading.state.arrival is Arrival.COMPLETE and not reading.state.failures
    [opened], [image] = reading.opened, reading.images
    assert len(opened.parts) == 1
    assert isinstance(image, Stack) and [entry[0][-4:] for entry in image.frames] == [".2.1", ".2.2"]


@pytest.mark.parametrize("modality", ["SR", "OT"])
def test_a_report_that_nobody_reads_is_named(modality: str) -> None:
    text = other(4, COMPREHENSIVE_3D_SR, modality, "Echo")
    study = study_of(text)
    model = StudyModel(study)
    assert study.series[0].holds(Use.FINDINGS) and not study.series[0].is_image
    assert model.unshown(study) == ()  # it is not known yet
    model.set_used([])
    [entry] = model.unshown(study)
    assert entry.heading == "Structured report" and entry.series == ("4 · Echo",)
    model.set_used([text.SOPInstanceUID])
    assert model.unshown(study) == ()


def test_a_kind_is_one_entry_of_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A toy that an algorithm makes: named; and once a room reads it, fetched and read."""
    toy = ObjectKind("Toy", frozenset({Use.RESULT}), "Toys are not displayed.", classes=("2.25.5.1",))
    made = other(9, "2.25.5.1", "OT", "Bricks")
    monkeypatch.setattr(objects, "KINDS", (toy, *KINDS))
    study = study_of(made)
    [entry] = StudyModel(study).unshown(study)
    assert entry.text == "Toy\n9 · Bricks\nToys are not displayed."
    assert is_for(Use.RESULT, "2.25.5.1") and not study.series[0].holds(Use.FINDINGS)

    read = ObjectKind("Toy", frozenset({Use.FINDINGS}), classes=("2.25.5.1",))
    monkeypatch.setattr(objects, "KINDS", (read, *KINDS))
    monkeypatch.setitem(READERS, read, lambda dataset, index: Said(problem=f"{len(index.series_uids)} toy"))
    study = study_of(made)
    assert study.series[0].holds(Use.FINDINGS)
    found = read_objects([part10(made)], study)
    assert found.problems == ("1 toy",) and found.used == {made.SOPInstanceUID}


def test_what_is_read_has_a_reader() -> None:
    assert {kind for kind in KINDS if Use.FINDINGS in kind.uses} == set(READERS)


def test_the_classes_of_the_standard() -> None:
    """Against what the rooms knew by themselves before, and against the names of PS3.6."""
    results = ("88.22", "88.33", "88.34", "88.50", "88.59", "88.65", "66.4", "66.7", "30", "11.1")
    assert all(is_for(Use.RESULT, _ARC + tail) for tail in results)
    assert not any(is_for(Use.RESULT, _ARC + tail) for tail in ("2", "88.11", "88.67", "104.1"))
    assert all(is_for(Use.REPORT, _ARC + f"88.{tail}") for tail in ("11", "22", "33", "34"))
    for uid, (name, kind, _, retired, _) in UID_dictionary.items():
        if kind != "SOP Class" or not uid.startswith(_ARC) or retired:
            continue
        document = uid.startswith(f"{_ARC}88.") and uid != f"{_ARC}88.59"
        assert is_for(Use.AUTHORED, uid) == document, name
        added = ("88.59", "66.4", "66.7"), ("11.", "104.")
        below = uid.removeprefix(_ARC)
        assert is_for(Use.ADDED, uid) == (below in added[0] or below.startswith(added[1])), name
        assert "Image Storage" not in name or kind_of(uid) is IMAGE, name
    assert is_for(Use.AUTHORED, f"{_ARC}88.999"), "a document class of a later edition"
    assert kind_of("", "SEG").title == "Segmentation" and kind_of("", "CT") is IMAGE
    assert kind_of("1.2.3", "SR").title == "Manufacturer's own data" and kind_of("1.2.3", pixels=True) is IMAGE


def study_of(*made: Dataset) -> Study:
    headers = [read_header(part10(dataset)) for dataset in made]
    series = [series_from(header, STUDY, [instance_from(header)]) for header in headers]
    return study_from(headers[0], "", series)
