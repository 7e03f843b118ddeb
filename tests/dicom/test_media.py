"""Discs, folders and ZIPs against pydicom's own reading of the same files, and what can be wrong with them."""

from __future__ import annotations

import os
import shutil
import struct
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.fileset import FileSet

from reader.core.errors import Cancelled
from reader.dicom.archives.media import MediaArchive, Problem, media_url, paths_of
from reader.dicom.archives.media_files import Unreadable
from reader.study.model import Arrival
from reader.study.uncached import NoCache
from tests.exams import SETS, exam_set
from tests.synthetic import CtSeries, ct_series
from tests.volume.test_open import Reading


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CtSeries:
    return ct_series(tmp_path_factory.mktemp("ct") / "a", 90, 64, uid_root="2.25.171")


def sample(number: str) -> Path:
    return exam_set(next((name for name in SETS if name.startswith(number)), number))


class OldName(zipfile.ZipInfo):
    """A name in GB18030 without a word that it is."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return "胸部.txt".encode("gb18030"), self.flag_bits


def archive(*paths: Path) -> MediaArchive:
    return MediaArchive(media_url(paths))


def uids_in(found: MediaArchive) -> Counter[str]:
    """How many objects of each series there are, as the answers say."""
    counted: Counter[str] = Counter()
    for study in found.read().studies:
        for series in found.search_series(study.study_uid):
            uid = series["0020000E"]["Value"][0]
            counted[uid] += len(found.search_instances(study.study_uid, uid))
            assert series["00201209"]["Value"] == [counted[uid]]
    return counted


def uids_by_pydicom(folder: Path) -> Counter[str]:
    seen: dict[str, str] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            try:
                header = pydicom.dcmread(path, stop_before_pixels=True)
            except pydicom.errors.InvalidDicomError:
                continue
            if "SeriesInstanceUID" in header:
                seen.setdefault(header.SOPInstanceUID, header.SeriesInstanceUID)
    return Counter(seen.values())


@pytest.mark.parametrize("number", ["01", "02", "07", "09", "10", "17", "18"])
def test_a_folder_holds_what_pydicom_finds_in_it(number: str) -> None:
    folder = sample(number)
    found = archive(folder)
    assert uids_in(found) == uids_by_pydicom(folder)
    assert not [p for p in found.read().problems if "claims" not in p.reason]


@pytest.mark.parametrize("name", ["DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-reordered"])
def test_dicomdir_as_pydicoms_file_set(name: str) -> None:
    folder = sample("17") / "dicomdirtests"
    found = archive(folder / name)
    found.read()
    listed = {(i.SOPInstanceUID, i.SeriesInstanceUID, i.StudyInstanceUID) for i in FileSet(folder / "DICOMDIR")}
    told = {(e.uid, e.series, e.study) for e in found._entries.values() if e.told}
    assert told == listed and len(told) == 31


@pytest.mark.parametrize("name", ["DICOMDIR-nooffset", "DICOMDIR-nopatient", "DICOMDIR-empty.dcm"])
def test_a_broken_dicomdir_hides_nothing(name: str) -> None:
    folder = sample("17") / "dicomdirtests"
    assert uids_in(archive(folder / name)) == uids_by_pydicom(folder)


def test_a_dicomdir_that_points_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "disc"
    shutil.copytree(sample("17") / "dicomdirtests", folder)
    shutil.rmtree(folder / "TINY_ALPHA")
    files = sorted((folder / "98892001" / "CT5N").iterdir())
    files[1].unlink()  # one is missing
    found = archive(folder)
    assert found.read().problems == [
        Problem("98892001/CT5N/2392", "the DICOMDIR names it, but it is not there")
    ]
    assert sum(uids_in(found).values()) == 30
    a, b = sorted((folder / "77654033" / "CT2").iterdir())[:2]
    a.write_bytes((folder / "77654033" / "CR1" / "6154").read_bytes())  # another image under its name
    found = archive(folder)
    assert "DICOMDIR" in found.read().notes[0]
    assert sum(uids_in(found).values()) == 29 and len(found.read().doubles) == 1
    assert b.exists()


def test_a_disc_names_an_exam_by_the_patient_of_most_images(tmp_path: Path) -> None:
    """As a folder does: a DICOMDIR states no name that can be compared, so a file of each series does."""
    files = FileSet()
    for series, (images, name) in enumerate(((1, "Wang^Wu"), (3, "Li^Na")), 1):
        for path in ct_series(tmp_path / str(series), images, 16, uid_root=f"2.25.17{series}").files:
            image = pydicom.dcmread(path)
            image.StudyInstanceUID, image.PatientID, image.PatientName = "2.25.17", "7", name
            files.add(image)
    files.write(tmp_path / "disc")
    found = archive(tmp_path / "disc")
    [study] = found.read().studies
    assert all(entry.told for entry in found._entries.values()) and study.images == 4
    assert study.answer["00100010"]["Value"] == [{"Alphabetic": "Li^Na"}]


def test_the_series_is_read_from_its_place(made: CtSeries, tmp_path: Path) -> None:
    """Bit for bit, from files without an ending in nested folders, and from a ZIP; nothing goes into a cache."""
    nested = tmp_path / "usb" / "IMAGES"
    nested.mkdir(parents=True)
    for n, path in enumerate(made.files):
        target = nested / str(n % 4) / f"I{n:05}"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    packed = tmp_path / "exam.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for n, path in enumerate(made.files):
            file.write(path, f"../../outside/{n}")
    for place in (tmp_path / "usb", packed):
        reading = Reading(tmp_path / "profile", media_url([place]))
        reading.studies.cache = NoCache()
        reading.open(made.study_uid)
        assert reading.state.arrival is Arrival.COMPLETE
        assert np.array_equal(reading.volume.voxels, made.voxels)
        reading.close()
    assert not list((tmp_path / "profile" / "cache").rglob("??????????*"))
    assert not (tmp_path / "outside").exists() and not (tmp_path.parent / "outside").exists()


def test_everything_that_is_no_good_image_is_named(made: CtSeries, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    good, bare, cut = (path.read_bytes() for path in made.files[:3])
    (folder / "good").write_bytes(good)
    (folder / "twice.dcm").write_bytes(good)
    meta = 144 + struct.unpack_from("<I", bare, 140)[0]
    (folder / "bare").write_bytes(bare[meta:])  # no preamble, no meta header
    (folder / "cut.dcm").write_bytes(cut[:200])
    (folder / "readme.txt").write_text("viewer")
    (folder / "autorun.exe").write_bytes(b"MZ" + bytes(5000))
    (folder / "empty").write_bytes(b"")
    other = pydicom.dcmread(made.files[3])
    other.PatientID, other.PatientName = "ELSE", "Somebody^Else"
    other.save_as(folder / "other")
    changed = bytearray(good)
    changed[-1] ^= 1
    changed += b"\0\0"
    (folder / "z-changed").write_bytes(changed)
    contents = archive(folder).read()
    assert [(study.images, study.answer["00100020"]["Value"]) for study in contents.studies] == [(3, ["SYN-600"])]
    assert sorted(contents.others) == ["autorun.exe", "empty", "readme.txt"]
    assert contents.doubles == ["twice.dcm"]
    reasons = {problem.name: problem.reason for problem in contents.problems}
    assert set(reasons) == {"cut.dcm", "z-changed"}  # whose image "other" is, is judged where it would be shown
    assert "good" in reasons["z-changed"]


def test_a_disc_pulled_out_while_it_is_read(made: CtSeries, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    shutil.copytree(made.files[0].parent, folder)
    reading = Reading(tmp_path / "profile", media_url([folder]))
    reading.studies.cache = NoCache()
    study = reading.study(made.study_uid)
    for path in made.files[40:]:
        (folder / path.name).unlink()
    reading.open(made.study_uid)
    state = reading.state
    assert study.study_uid == made.study_uid
    assert state.arrival is Arrival.INCOMPLETE and state.arrived == 40 and len(state.failures) == 50
    assert {failure.reason for failure in state.failures} == {"it is not there any more"}
    reading.close()
    shutil.rmtree(folder)
    with pytest.raises(Unreadable, match="not there any more"):
        archive(folder).read()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user who may not read everything")
def test_no_right_to_read(made: CtSeries, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    shutil.copytree(made.files[0].parent, folder)
    (folder / made.files[0].name).chmod(0)
    assert "no right" in archive(folder).read().problems[0].reason


def test_bad_zips(made: CtSeries, tmp_path: Path) -> None:
    data = made.files[0].read_bytes()
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("one", data)
        file.writestr("bomb", bytes(128) + b"DICM" + bytes(300 * 1024 * 1024))
        file.writestr(OldName("name"), "text")
    contents = archive(path).read()
    assert [study.images for study in contents.studies] == [1]
    assert contents.problems == [Problem("a.zip/bomb", "it would unpack to 300 MB")]
    assert contents.others == ["a.zip/胸部.txt"]

    locked = bytearray(path.read_bytes())
    for mark in (b"PK\1\2", b"PK\3\4"):  # flag bit 0: encrypted
        at = locked.find(mark)
        while at >= 0:
            locked[at + (8 if mark == b"PK\1\2" else 6)] |= 1
            at = locked.find(mark, at + 4)
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(Unreadable, match="password"):
        archive(tmp_path / "locked.zip").read()
    (tmp_path / "cut.zip").write_bytes(path.read_bytes()[:2000])
    with pytest.raises(Unreadable, match="damaged"):
        archive(tmp_path / "cut.zip").read()
    both = archive(tmp_path).read()  # a ZIP that can't be opened does not hide the other
    assert {problem.name for problem in both.problems} == {"a.zip/bomb", "cut.zip", "locked.zip"}
    assert [study.images for study in both.studies] == [1]


def test_several_paths_and_calling_it_off(made: CtSeries, tmp_path: Path) -> None:
    odd = tmp_path / "a; b%20c 胸"
    odd.mkdir()
    shutil.copy(made.files[5], odd)
    found = archive(odd, made.files[6])
    assert paths_of(found.base_url) == [odd, made.files[6]]
    assert [study.images for study in found.read().studies] == [2]

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        archive(odd).read(stop)
    answers = found.search_studies({"PatientID": "SYN*", "StudyInstanceUID": made.study_uid})
    assert len(answers) == 1 and not found.search_studies({"PatientName": "Nobody*"})
    assert found.search_studies({"PatientName": "synthetic^*"}) and not found.search_studies({"PatientID": "syn*"})
