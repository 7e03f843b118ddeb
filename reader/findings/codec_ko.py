"""Key Object Selections of any maker → key images (PS3.3 A.35.4, PS3.16 TID 2010)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydicom.dataset import Dataset

from reader.core.text import tr
from reader.dicom.values import Code
from reader.findings.codec_sr import is_named, source_of
from reader.findings.codec_tree import read_tree
from reader.findings.model import KeyImage, Source
from reader.findings.placing import StudyIndex

DESCRIPTION, MODIFIER = "113012", "113011"


@dataclass(frozen=True)
class KeyObjectsRead:
    """One document. missing: how many of the images that it names are not in the exam."""

    source: Source
    images: tuple[KeyImage, ...]
    missing: int


def read_key_objects(dataset: Dataset, index: StudyIndex) -> KeyObjectsRead:
    """Each image, and each frame where some are named. Raises `READ_ERRORS` where the document is broken.

    Where nobody is named as the one who chose, its Series Description tells; it passes for an algorithm's then.
    """
    root = read_tree(dataset)
    source = source_of(dataset, root, index)
    if not is_named(root):
        source = replace(source, name=source.series_description or source.manufacturer or tr("Unknown"), version="")
    said = [item.text for item in root.walk() if item.concept is not None and item.concept.value == DESCRIPTION]
    modifiers = [item.code.meaning for item in root.named(MODIFIER) if item.code is not None]
    note = "\n".join(text for text in (*modifiers, *said) if text)
    title = root.concept or Code("113000", "DCM", "Of Interest")
    named = dict.fromkeys(
        index.reference(image.sop_class_uid, image.sop_instance_uid, (number,) if number else ())
        for item in root.walk()
        for image, _ in item.images
        for number in image.frames or (0,)
    )
    here = [image for image in named if index.holds(image) and index.is_image(image)]
    gone = sum(1 for image in named if not index.holds(image))
    return KeyObjectsRead(source, tuple(KeyImage(image, title, note, source) for image in here), gone)
