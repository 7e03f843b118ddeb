"""What each object of an exam is, and what becomes of it: one registry for all rooms.

A SOP class belongs to the first kind of `KINDS` that claims it: by its place among the UIDs of storage classes,
or by its name (PS3.6 Annex A, as pydicom has it). A new kind is one `ObjectKind` in `KINDS`; a room that reads it
finds it by what it is used for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from pydicom.config import IGNORE
from pydicom.uid import (
    UID,
    Comprehensive3DSRStorage,
    ComprehensiveSRStorage,
    KeyObjectSelectionDocumentStorage,
)

from reader.core.text import mark

COMPREHENSIVE_SR, COMPREHENSIVE_3D_SR = str(ComprehensiveSRStorage), str(Comprehensive3DSRStorage)
"""What reports and measurements are written as."""
KEY_OBJECT_SELECTION = str(KeyObjectSelectionDocumentStorage)

_STANDARD, _STORAGE = "1.2.840.10008.", "1.2.840.10008.5.1.4.1.1."


class Use(Enum):
    """What becomes of an object in this program, and at a hub."""

    SHOWN = "its pixels, in a viewport"
    FINDINGS = "read into findings, masks and key images"
    REPORT = "read as a report"
    RESULT = "what algorithms make: the worklist counts it"
    ADDED = "a doctor may store it beside the images"
    APPLIED = "images are shown as it says, where the user chooses it"
    DOCUMENT = "pages for people, which may hold a report: named, not shown"
    AUTHORED = "it names its authors and may be verified (PS3.3 C.17.2): a hub checks both"


READ = (Use.FINDINGS, Use.REPORT, Use.APPLIED)


@dataclass(frozen=True, eq=False)
class ObjectKind:
    """One kind of object, equal to itself alone.

    title: what a radiologist calls it; `mark`ed. why: why it is neither shown nor read, a sentence; `mark`ed.
    classes: SOP Class UIDs, storage classes of the standard without the arc that they share; those that end in a
    dot are beginnings. named: a regular expression that the name of a class in PS3.6 matches. modalities: of series
    that hold it, where an archive tells no SOP class.
    """

    title: str
    uses: frozenset[Use] = frozenset()
    why: str = ""
    classes: tuple[str, ...] = ()
    named: str = ""
    modalities: tuple[str, ...] = ()

    @property
    def used(self) -> bool:
        """Shown, or read by a room; else it is only named."""
        return not self.uses.isdisjoint((Use.SHOWN, *READ))

    def claims(self, sop_class: str) -> bool:
        below = sop_class.removeprefix(_STORAGE)
        if any(below.startswith(entry) if entry.endswith(".") else below == entry for entry in self.classes):
            return True
        return bool(self.named) and re.search(self.named, UID(sop_class, IGNORE).name) is not None


def _uses(*uses: Use) -> frozenset[Use]:
    return frozenset(uses)


_NO_DOCUMENTS = mark("No viewer for documents.")
_NO_MODELS = mark("No viewer for 3D models.")
_NO_WAVEFORMS = mark("No viewer for waveforms.")
_NO_RADIOTHERAPY = mark("No viewer for radiotherapy data.")
_NO_VALUES = mark("Its values are not displayed.")
_NO_ALIGNMENT = mark("It is not used to align images.")
_NO_IMAGES = mark("It contains no images.")

IMAGE = ObjectKind(
    mark("Images"), _uses(Use.SHOWN),
    named=r"Image Storage|US Volume Storage|(Thickness|Topography) Map Storage|Volume Analysis Storage",
)  # fmt: skip
PARAMETRIC_MAP = ObjectKind(mark("Parametric map"), _uses(Use.SHOWN, Use.RESULT), classes=("30",))
SEGMENTATION = ObjectKind(
    mark("Segmentation"), _uses(Use.FINDINGS, Use.RESULT, Use.ADDED), classes=("66.4", "66.7"), modalities=("SEG",)
)
KEY_OBJECTS = ObjectKind(
    mark("Key images"), _uses(Use.FINDINGS, Use.RESULT, Use.ADDED), classes=("88.59",), modalities=("KO",)
)
STRUCTURED_REPORT = ObjectKind(
    mark("Structured report"), _uses(Use.FINDINGS, Use.REPORT, Use.RESULT, Use.AUTHORED),
    named=r"^(Enhanced|Comprehensive|Comprehensive 3D|Extensible) SR Storage$", modalities=("SR",),
)  # fmt: skip
TEXT_REPORT = ObjectKind(
    mark("Text report"), _uses(Use.FINDINGS, Use.REPORT, Use.AUTHORED), named="^Basic Text SR"
)
CAD_REPORT = ObjectKind(mark("CAD report"), _uses(Use.FINDINGS, Use.RESULT, Use.AUTHORED), named="CAD SR")
DOSE_REPORT = ObjectKind(
    mark("Radiation dose report"), _uses(Use.AUTHORED), _NO_VALUES, named="Radiation Dose SR"
)
PROCEDURE_LOG = ObjectKind(
    mark("Procedure log"), _uses(Use.AUTHORED), mark("No viewer for procedure logs."),
    named="Procedure Log|Acquisition Context SR|Imaging Agent Administration SR",
)  # fmt: skip
OTHER_REPORT = ObjectKind(
    mark("Structured report"), _uses(Use.FINDINGS, Use.REPORT, Use.AUTHORED), classes=("88.",)
)
PRESENTATION_STATE = ObjectKind(
    mark("Presentation state"), _uses(Use.APPLIED, Use.RESULT, Use.ADDED), classes=("11.1", "11.2"),
    modalities=("PR",),
)  # fmt: skip
OTHER_PRESENTATION_STATE = ObjectKind(
    mark("Presentation state"), _uses(Use.RESULT, Use.ADDED), mark("Its window and annotations are not applied."),
    classes=("11.",),
)  # fmt: skip
RAW_DATA = ObjectKind(mark("Raw data"), why=_NO_IMAGES, classes=("66",))
RADIOTHERAPY = ObjectKind(
    mark("Radiotherapy data"), why=_NO_RADIOTHERAPY, classes=("481.",), named="^RT |Radiation Storage",
    modalities=("RTRECORD", "RTINTENT", "RTRAD", "RTSEGANN", "PLAN"),
)  # fmt: skip
PRIVATE_DATA = ObjectKind(
    mark("Manufacturer's own data"), why=mark("Only the manufacturer's software can read it.")
)
OTHER = ObjectKind(mark("Other object"), why=mark("It can't be read."))

KINDS: tuple[ObjectKind, ...] = (
    IMAGE,
    PARAMETRIC_MAP,
    SEGMENTATION,
    KEY_OBJECTS,
    STRUCTURED_REPORT,
    TEXT_REPORT,
    CAD_REPORT,
    DOSE_REPORT,
    PROCEDURE_LOG,
    OTHER_REPORT,
    PRESENTATION_STATE,
    OTHER_PRESENTATION_STATE,
    ObjectKind(mark("Document (PDF)"), _uses(Use.ADDED, Use.DOCUMENT), _NO_DOCUMENTS, named="Encapsulated PDF"),
    ObjectKind(mark("Document (CDA)"), _uses(Use.ADDED, Use.DOCUMENT), _NO_DOCUMENTS, named="Encapsulated CDA"),
    ObjectKind(
        mark("3D model"), _uses(Use.ADDED), _NO_MODELS, named="Encapsulated (STL|OBJ|MTL)", modalities=("M3D",)
    ),
    ObjectKind(
        mark("Document"), _uses(Use.ADDED, Use.DOCUMENT), _NO_DOCUMENTS, classes=("104.",), modalities=("DOC",)
    ),
    ObjectKind(
        mark("Surface model"), why=_NO_MODELS, classes=("66.5", "66.6", "66.8", "68."), modalities=("SMR", "OSS")
    ),
    ObjectKind(mark("ECG"), why=_NO_WAVEFORMS, named="ECG Waveform", modalities=("ECG",)),
    ObjectKind(
        mark("Sound recording"), why=mark("Sound can't be played."), named="Audio Waveform",
        modalities=("AU",),
    ),
    ObjectKind(
        mark("Waveform"), why=_NO_WAVEFORMS, classes=("9.",),
        modalities=("HD", "EPS", "RESP", "EEG", "EMG", "EOG", "POS"),
    ),
    ObjectKind(mark("Radiotherapy plan"), why=_NO_RADIOTHERAPY, named=r"^RT (Ion )?Plan", modalities=("RTPLAN",)),
    ObjectKind(
        mark("Radiotherapy contours"), why=_NO_RADIOTHERAPY, named="^RT Structure Set", modalities=("RTSTRUCT",)
    ),
    ObjectKind(mark("Radiotherapy dose"), why=_NO_RADIOTHERAPY, named="^RT Dose", modalities=("RTDOSE",)),
    RADIOTHERAPY,
    ObjectKind(mark("Image registration"), why=_NO_ALIGNMENT, classes=("66.1", "66.3"), modalities=("REG",)),
    ObjectKind(mark("Registration points"), why=_NO_ALIGNMENT, classes=("66.2",), modalities=("FID",)),
    RAW_DATA,
    ObjectKind(mark("MR spectroscopy"), why=mark("No viewer for spectra."), classes=("4.2",)),
    ObjectKind(
        mark("Value mapping"), why=mark("Its units are not applied to the images."), classes=("67",),
        modalities=("RWV",),
    ),
    ObjectKind(
        mark("Ophthalmic measurements"), why=_NO_VALUES, classes=("78.", "79.", "80."),
        modalities=("AR", "IOL", "KER", "LEN", "OAM", "OPV", "SRF", "VA"),
    ),
    ObjectKind(mark("Acquisition protocol"), why=_NO_IMAGES, classes=("200.",)),
)
"""The first that claims a class has it."""


def kind_of(sop_class: str, modality: str = "", *, pixels: bool = False) -> ObjectKind:
    """Of an object. Any thread.

    modality: of its series, which decides where no SOP class is told. pixels: whether it has rows and columns,
    which decides for a class that no kind claims.
    """
    if not sop_class:
        return next((kind for kind in KINDS if modality in kind.modalities), IMAGE)
    found = _claiming(KINDS, sop_class)
    if found is not None:
        return found
    if pixels:
        return IMAGE
    return OTHER if sop_class.startswith(_STANDARD) else PRIVATE_DATA


@lru_cache(1024)
def _claiming(kinds: Iterable[ObjectKind], sop_class: str) -> ObjectKind | None:
    return next((kind for kind in kinds if kind.claims(sop_class)), None)


def is_document(sop_class: str) -> bool:
    """Whether objects of this class are what a person or an algorithm says of images."""
    return is_for(Use.AUTHORED, sop_class) or is_for(Use.ADDED, sop_class)


def is_for(use: Use, sop_class: str) -> bool:
    """Whether objects of this class are used for this."""
    return use in kind_of(sop_class).uses
