"""Own key images: written as Key Object Selections that others accept, and read back as what they were."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import highdicom as hd
import pydicom
import pytest

from reader.core.errors import ReaderError
from reader.dicom.values import Code
from reader.findings import service
from reader.findings.codec import encode_key_objects, read_alone, read_objects
from reader.findings.model import Finding, FindingsModel, ImageReference, Observer, Source
from reader.findings.own_key_images import KEY_IMAGE, alike, marked, toggle, tracking_uid
from reader.findings.quality import REASONS, reasons
from reader.study.model import Instance, Series, Study
from reader.views.naming import choices
from tests.findings.exams import LI, changed, chest, chest_objects, nodule, own
from tests.pixelmed import JAR, command

NOTE = "右肺上叶磨玻璃结节，随访 \\ 3 mm"
ME = Source(Observer.PERSON, LI.name.display)
WHEN = datetime.fromisoformat("2026-01-01T10:00:00+08:00")
SOP, SERIES = "2.25.8801", "2.25.8800"
_MODIFIED = "Conditional content item present when condition not satisfied"


def slices(count: int, first: int = 100) -> list[ImageReference]:
    [images] = [series for series in chest().series if series.is_image]
    chosen = images.instances[first : first + count]
    return [ImageReference(i.sop_class_uid, i.sop_instance_uid, (), images.series_uid) for i in chosen]


def loops() -> Study:
    """An exam of an ultrasound loop of nine frames, and of one image."""
    clip = Instance("2.25.71", "1.2.840.10008.5.1.4.1.1.3.1", 1, 480, 640, frames=9)
    still = Instance("2.25.72", "1.2.840.10008.5.1.4.1.1.6.1", 2, 480, 640)
    series = (
        Series("2.25.70", "2.25.7", "US", 1, "loop", "", (clip,)),
        Series("2.25.73", "2.25.7", "US", 2, "still", "", (still,)),
    )
    return replace(chest(), study_uid="2.25.7", series=series, description="US abdomen")


def written(images: Sequence[ImageReference], study: Study, note: str = "", why: Code = KEY_IMAGE) -> bytes:
    return encode_key_objects(
        [marked(image, ME, note, why) for image in images], study, LI,
        sop_instance_uid=SOP, series_uid=SERIES, number=1, language="zh", when=WHEN,
    )  # fmt: skip


FRAMES = [
    ImageReference("1.2.840.10008.5.1.4.1.1.3.1", "2.25.71", (2,), "2.25.70"),
    ImageReference("1.2.840.10008.5.1.4.1.1.3.1", "2.25.71", (7,), "2.25.70"),
    ImageReference("1.2.840.10008.5.1.4.1.1.6.1", "2.25.72", (), "2.25.73"),
]


@pytest.mark.parametrize("of", ["slices", "frames", "poor"])
def test_validators_find_nothing(tmp_path: Path, of: str) -> None:
    """PixelMed looks for the title that may have a modifier beside the document's root, where it never is: it
    objects to every modifier, though its rule names both titles (TID 2010, rows 3 and 4)."""
    data = written(slices(3), chest(), NOTE, KEY_IMAGE if of == "slices" else REASONS[0])
    data = written(FRAMES, loops()) if of == "frames" else data
    file = tmp_path / "key.dcm"
    file.write_bytes(data)
    if shutil.which("dciodvfy") is None or not JAR.exists():
        pytest.skip("dicom3tools or PixelMed is not installed")
    done = subprocess.run(["dciodvfy", "-new", file], capture_output=True, text=True, check=False)
    lines = [line for line in (done.stdout + done.stderr).splitlines() if "StudyID" not in line]
    assert lines == ["KeyObjectSelectionDocument"]
    judged = subprocess.run([*command(), str(file)], capture_output=True, text=True, check=False)
    assert "Found Root Template TID_2010 (KeyObjectSelection)" in judged.stdout
    wrong = [line for line in (judged.stdout + judged.stderr).splitlines() if "Error" in line or "Warning" in line]
    rows = ("CODE CID 7011", "CODE CID 7012") if of == "poor" else ()
    assert len(wrong) == len(rows)
    assert all(line.endswith(_MODIFIED) and row in line for row, line in zip(rows, wrong, strict=True))


def test_highdicom_and_pydicom_read_the_same_images_and_frames() -> None:
    dataset = pydicom.dcmread(BytesIO(written(FRAMES, loops(), NOTE)))
    document = hd.ko.KeyObjectSelectionDocument.from_dataset(dataset)
    assert document.resolve_reference("2.25.71") == ("2.25.7", "2.25.70", "2.25.71")
    assert document.resolve_reference("2.25.72") == ("2.25.7", "2.25.73", "2.25.72")
    items = document.content.get_references()
    assert [(item.referenced_sop_instance_uid, item.referenced_frame_numbers) for item in items] == [
        ("2.25.71", [2]), ("2.25.71", [7]), ("2.25.72", None),
    ]  # fmt: skip
    [person] = document.content.get_observer_contexts(observer_type=None)
    assert str(person.observer_identifying_attributes.name) == "Li^Na=李^娜"
    assert dataset.ConceptNameCodeSequence[0].CodeValue == "113000"
    texts = [item for item in dataset.ContentSequence if item.ValueType == "TEXT"]
    said = {item.ConceptNameCodeSequence[0].CodeValue: item.TextValue for item in texts}
    assert said["113012"] == NOTE
    [evidence] = dataset.CurrentRequestedProcedureEvidenceSequence
    cited = {s.SeriesInstanceUID: [i.ReferencedSOPInstanceUID for i in s.ReferencedSOPSequence]
             for s in evidence.ReferencedSeriesSequence}  # fmt: skip
    assert cited == {"2.25.70": ["2.25.71"], "2.25.73": ["2.25.72"]}, "each object once"
    assert (dataset.StudyInstanceUID, dataset.AccessionNumber) == ("2.25.7", chest().accession)
    assert "IdenticalDocumentsSequence" not in dataset


def test_read_back_they_are_findings_of_the_report_they_belong_to() -> None:
    mine = written(FRAMES, loops(), NOTE)
    read = read_objects([mine], loops(), reported=(SOP,))
    assert [(f.key_image, f.note, f.source.name, f.is_ai) for f in read.findings] == [
        (image, NOTE, "李娜 Li Na", False) for image in FRAMES
    ]
    assert [f.tracking_uid for f in read.findings] == [tracking_uid(image) for image in FRAMES]
    assert read.key_images == () and read.problems == ()
    assert read_alone([mine], loops(), {SOP})[SOP] == read.findings, "what a version was built on"
    of_others = read_objects([mine], loops())
    assert of_others.findings == () and [key.image for key in of_others.key_images] == FRAMES
    earlier = read_objects([mine], loops(), replaced=(SOP,))
    assert earlier.findings == () and earlier.key_images == ()


@pytest.mark.parametrize("note", [NOTE, ""])
@pytest.mark.parametrize("why", REASONS, ids=lambda why: why.meaning)
def test_a_poor_image_says_why_and_is_found_again(why: Code, note: str) -> None:
    data = written(FRAMES, loops(), note, why)
    document = pydicom.dcmread(BytesIO(data))
    title, first = document.ConceptNameCodeSequence[0], document.ContentSequence[0]
    said = title, first.ConceptNameCodeSequence[0], first.ConceptCodeSequence[0]
    assert [code.CodeValue for code in said] == ["113010", "113011", why.value]
    read = read_objects([data], loops(), reported=(SOP,))
    assert [(f.finding, f.note, f.key_image) for f in read.findings] == [(why, note, image) for image in FRAMES]
    [of_others, *_] = read_objects([data], loops()).key_images
    assert of_others.title.meaning == "Quality Issue" and of_others.note.startswith(why.meaning)


def test_what_an_algorithm_chose_is_its_word_whatever_cites_it() -> None:
    [kos] = [data for data in chest_objects() if b"1.2.840.10008.5.1.4.1.1.88.59" in data[:400]]
    uid = pydicom.dcmread(BytesIO(kos)).SOPInstanceUID
    for cited in ({"reported": (uid,)}, {"replaced": (uid,)}):
        read = read_objects([kos], chest(), **cited)
        assert len(read.key_images) == 3 and read.findings == ()


def test_images_that_are_not_there_are_named_and_the_others_kept() -> None:
    def worse(dataset: pydicom.Dataset) -> None:
        images = [item for item in dataset.ContentSequence if item.ValueType == "IMAGE"]
        images[0].ReferencedSOPSequence[0].ReferencedFrameNumber = 99
        images[2].ReferencedSOPSequence[0].ReferencedSOPInstanceUID = "2.25.999"

    dataset = pydicom.dcmread(BytesIO(written(FRAMES, loops())))
    worse(dataset)
    out = BytesIO()
    dataset.save_as(out)
    read = read_objects([out.getvalue()], loops(), reported=(SOP,))
    assert [f.key_image for f in read.findings] == [FRAMES[1]]
    assert [str(problem) for problem in read.problems] == ["李娜 Li Na cites 2 images that are not in this exam."]


def test_of_another_study_nothing_is_written() -> None:
    with pytest.raises(ValueError):
        written([*slices(1), FRAMES[0]], chest())
    with pytest.raises(ValueError):
        written([replace(FRAMES[0], frames=(10,))], loops())  # it has nine


def test_of_a_series_that_is_not_listed_yet_it_is_written_as_it_was_marked() -> None:
    """A draft that is opened again and handed over at once."""
    unlisted = replace(loops(), series=tuple(replace(s, instances=(), expected=1) for s in loops().series))
    read = read_objects([written(FRAMES, unlisted)], loops(), (SOP,)).findings
    assert [finding.key_image for finding in read] == FRAMES


def test_one_key_marks_and_unmarks_and_both_are_undone_by_name() -> None:
    model, image = FindingsModel((own(), nodule(1))), slices(1)[0]
    assert toggle(model, image, LI) and model.history.undoes == "Key image marked"
    uid = tracking_uid(image)
    assert model.selected == uid and [key.image for key in model.key_images] == [image]
    service.edit(model, uid, note="比较\x1b2025年")
    assert model[uid].note == "比较2025年"
    assert not toggle(model, image, LI) and model.key_images == ()
    assert model.history.undoes == "Key image removed"
    model.history.undo()
    assert model[uid].note == "比较2025年"
    assert service.neighbour(model, 0, 1) == nodule(1).tracking_uid
    model.select(own().tracking_uid)
    assert service.neighbour(model, 0, 1) == nodule(1).tracking_uid, "stepped over"
    model.set_read_only("It is signed.")
    with pytest.raises(ReaderError) as refused:
        toggle(model, image, LI)
    assert refused.value.hint == "It is signed." and model[uid]


def test_a_poor_image_is_named_as_one_and_is_no_measurement_s_name() -> None:
    model, image = FindingsModel((own(),)), slices(1)[0]
    toggle(model, image, LI)
    uid = tracking_uid(image)
    offered = {choice.text: choice.said for choice in choices(model[uid], "")}
    assert list(offered)[:2] == ["Image quality: positioning", "Image quality: motion"]
    assert [choice.text for choice in choices(model[uid], "motion")] == ["motion", "Image quality: motion"]
    service.name(model, uid, *offered["Image quality: motion"])
    service.name(model, uid, "breathing")
    assert service.title(model[uid]) == "Image quality: motion · breathing"
    assert reasons(model.findings) == (REASONS[1],)
    assert model.named is None and [key.title for key in model.key_images] == [REASONS[1]]
    assert choices(model[uid], "")[0].said == (KEY_IMAGE,), "and back"
    assert not toggle(model, image, LI) and reasons(model.findings) == ()


def test_images_of_one_note_are_one_document() -> None:
    found: list[Finding] = [marked(image, ME, note) for image, note in zip(slices(4), "abaa", strict=True)]
    assert [[f.note for f in group] for group in alike(found)] == [["a", "a", "a"], ["b"]]
    found[3] = replace(found[3], finding=REASONS[0])
    assert [[f.note for f in group] for group in alike(found)] == [["a", "a"], ["b"], ["a"]]


def test_what_was_taken_away_is_known_until_it_is_back() -> None:
    model, image = FindingsModel(), slices(1)[0]
    model.load([marked(image, ME)])
    toggle(model, image, LI)
    assert model.removed == {tracking_uid(image)}
    toggle(model, image, LI)
    assert model.removed == frozenset()


def test_a_broken_selection_costs_itself_alone() -> None:
    broken = changed(written(FRAMES, loops()), ContentSequence=[])
    read = read_objects([broken], loops(), reported=(SOP,))
    assert read.findings == () and read.key_images == ()
