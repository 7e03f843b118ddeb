"""Exams of the tests, read from real files; and findings made from them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

import pydicom

from reader.dicom.header import read_header
from reader.dicom.values import Code, Person, PersonName
from reader.findings.codec import FindingsRead, read_objects
from reader.findings.model import Finding, Measurement, Observer, Shape, ShapeKind, Source, Status
from reader.findings.placing import StudyIndex, to_patient
from reader.study import codec as studies
from reader.study.model import Instance, Study
from reader.terms.calibration import Basis, Calibrated

DATA = Path(__file__).parents[1] / "data" / "findings"
CHEST = Path(__file__).parents[2] / "resources" / "demo" / "ct-chest"
LI = Person(PersonName("Li^Na", "李^娜"), "Demo region", Code("li", "99READER", "Li Na"), "li")
MAGNIFIED = Calibrated(Basis.MAGNIFICATION, 1.5).code
LENGTH, LONG, SHORT = (
    Code("410668003", "SCT", "Length"),
    Code("103339001", "SCT", "Long axis"),
    Code("103340004", "SCT", "Short axis"),
)
MILLIMETRE = Code("mm", "UCUM", "mm")


def study_of(files: Iterable[Path]) -> Study:
    """The study that these files are of, as the study room describes it."""
    headers = [read_header(file.read_bytes()) for file in files]
    series: dict[str, list[Instance]] = {}
    first = {}
    for header in headers:
        uid = header.texts(0x0020000E)[0]
        series.setdefault(uid, []).append(studies.instance_from(header))
        first.setdefault(uid, header)
    study_uid = headers[0].texts(0x0020000D)[0]
    made = [studies.series_from(first[uid], study_uid, instances) for uid, instances in series.items()]
    return studies.study_from(headers[0], "", made)


@cache
def chest() -> Study:
    """The demo exam: 275 CT slices and what an algorithm found."""
    return study_of(sorted(CHEST.glob("*.dcm")))


@cache
def chest_objects() -> tuple[bytes, ...]:
    return tuple((CHEST / name).read_bytes() for name in CHEST_OBJECTS)


CHEST_OBJECTS = ("ai-findings-sr.dcm", "ai-nodules-seg.dcm", "ai-lungs-seg.dcm", "ai-key-images-kos.dcm")


@cache
def chest_read() -> FindingsRead:
    return read_objects(chest_objects(), chest())


def read(*names: str, images: Iterable[str]) -> FindingsRead:
    """Read files of tests/data/findings in the study of some of its images and of the files themselves."""
    files = [DATA / name for name in names]
    study = study_of([*(DATA / image for image in images), *files])
    return read_objects([file.read_bytes() for file in files], study)


def nodule(number: int) -> Finding:
    return next(f for f in chest_read().findings if f.tracking_id == f"Nodule {number}")


def own(uid: str = "2.25.7001", *, on_image: bool = True, shapes: tuple[Shape, ...] | None = None) -> Finding:
    """A person's length in the chest exam, on a stored slice or across slices."""
    image = nodule(1).key_image
    plane = StudyIndex(chest()).plane(image)
    assert plane is not None
    start = to_patient(plane, 180.25, 240.5)
    end = to_patient(plane, 192.75, 246.0)
    if not on_image:
        end = (end[0], end[1], end[2] + 3.0)
    line = Shape(ShapeKind.POLYLINE, (start, end), True, image if on_image else None)
    return Finding(
        tracking_uid=uid,
        tracking_id="Own length",
        source=Source(Observer.PERSON, "李娜 Li Na"),
        finding=Code("4147007", "SCT", "Mass"),
        site=Code("41224006", "SCT", "Lower lobe of left lung"),
        laterality=Code("7771000", "SCT", "Left"),
        shapes=(line,) if shapes is None else shapes,
        measurements=(Measurement(LENGTH, 10.77, MILLIMETRE, method=MAGNIFIED),),
        status=Status.ACCEPTED,
        key_image=image,
    )


def changed(data: bytes, **attributes: object) -> bytes:
    """The object with some top-level attributes set by pydicom."""
    dataset = pydicom.dcmread(BytesIO(data))
    for keyword, value in attributes.items():
        setattr(dataset, keyword, value)
    buffer = BytesIO()
    dataset.save_as(buffer)
    return buffer.getvalue()
