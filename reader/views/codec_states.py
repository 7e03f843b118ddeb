"""Presentation states of our own → DICOM: Grayscale and Color Softcopy Presentation State (PS3.3 A.33.1, A.33.2).

Written with pydicom. highdicom's `pr` has no Spatial Transformation, always shows all of an image as the displayed
area, and asks for the images' full headers, which this program does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import (
    ColorSoftcopyPresentationStateStorage,
    GrayscaleSoftcopyPresentationStateStorage,
)
from pydicom.valuerep import DSfloat

from reader import __version__
from reader.dicom.datasets import file_of
from reader.dicom.pixels.luts import Lut
from reader.dicom.texts import clean_text
from reader.dicom.values import Person, in_zone_of
from reader.findings.codec_write import MANUFACTURER, header_of
from reader.findings.model import ImageReference
from reader.findings.placing import StudyIndex
from reader.views.presentation import (
    Annotation,
    Box,
    Graphic,
    Images,
    Point,
    PresentationState,
    Selected,
    TextObject,
)
from reader.views.saving import AI, PERSON, Captured
from reader.views.states.applying import spatial

LABEL = "READER_VIEW"
_Layer = tuple[str, str, tuple[int, int, int]]
_LAYERS: dict[tuple[int, int, int], _Layer] = {
    PERSON: ("READER", "Measurements and annotations of a reader", (56802, 33104, 51060)),
    AI: ("AI", "Results of algorithms", (50413, 21203, 32544)),
}
_OVERLAYS: _Layer = ("OVERLAYS", "Overlays of the images", (65535, 32896, 32896))
"""Name, description, and the colour in CIELab (PS3.3 C.10.7.1.1), as highdicom codes it."""
_LONGEST_TEXT = 1024


def encode_state(
    captured: Captured, creator: Person, *, sop_instance_uid: str, series_uid: str, number: int, when: datetime
) -> bytes:
    """A DICOM file (Explicit VR Little Endian, ISO_IR 192). number: of the object in its series, from 1.

    Any thread. Raises ValueError for a look-up table that can't be written.
    """
    study, state = captured.study, captured.state
    index, moment = StudyIndex(study), in_zone_of(study.when, when)
    grey, colour = GrayscaleSoftcopyPresentationStateStorage, ColorSoftcopyPresentationStateStorage
    sop_class = colour if captured.colour else grey
    ds = header_of(study, ImageReference(str(sop_class), sop_instance_uid, (), series_uid), "")
    ds.Modality, ds.Laterality = "PR", ""
    ds.SeriesNumber, ds.SeriesDescription, ds.InstanceNumber = 9920, "Presentation states", number
    ds.Manufacturer = ds.ManufacturerModelName = MANUFACTURER
    ds.SoftwareVersions, ds.DeviceSerialNumber = __version__, "0"
    if creator.organisation:
        ds.InstitutionName = creator.organisation[:64]
    day, time = moment.strftime("%Y%m%d"), moment.strftime("%H%M%S")
    ds.PresentationCreationDate, ds.PresentationCreationTime = day, time
    ds.SeriesDate, ds.SeriesTime = day, time
    ds.InstanceCreationDate, ds.InstanceCreationTime = day, time
    ds.TimezoneOffsetFromUTC = moment.strftime("%z")[:5]
    ds.ContentLabel = f"{LABEL} {number}"[:16]
    ds.ContentDescription = _line(state.description)
    ds.ContentCreatorName = str(creator.name)
    series = Dataset()
    series.SeriesInstanceUID = captured.series_uid
    series.ReferencedImageSequence = _references(state.images, index)
    ds.ReferencedSeriesSequence = Items([series])
    ds.ImageRotation, ds.ImageHorizontalFlip = 90 * (state.turns % 4), "Y" if state.flipped else "N"
    ds.DisplayedAreaSelectionSequence = Items([_area(captured, area.area.box) for area in state.areas if area.area])
    if captured.colour:
        ds.ICCProfile = _srgb()
    else:
        _add_greys(ds, captured, index)
    if state.annotations:
        _add_annotations(ds, state.annotations, index)
    for group in state.overlays:
        ds.add_new(group << 16 | 0x1001, "CS", _OVERLAYS[0])  # Overlay Activation Layer (PS3.3 C.11.7)
    _add_layers(ds, state)
    return file_of(ds)


def _line(text: str) -> str:
    """As LO: one line of up to 64 characters."""
    return " ".join(clean_text(text).replace("\\", "/").split())[:64]


def _references(images: Images, index: StudyIndex) -> Items:
    """All that are meant; of several frames with their numbers, unless all of them are."""
    found = []
    for uid, frames in images.frames.items():
        known = index.reference("", uid, tuple(sorted(frames)))
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = known.sop_class_uid, uid
        if known.frames:
            item.ReferencedFrameNumber = list(known.frames)
        found.append(item)
    return Items(found)


def _area(captured: Captured, box: Box) -> Dataset:
    """The corners are the pixels that are seen at the upper left and the lower right, after the image was turned,
    by their numbers in the image as it is stored (PS3.3 C.10.4)."""
    left, top, right, bottom = round(box[0] + 1.5), round(box[1] + 1.5), round(box[2] + 0.5), round(box[3] + 0.5)
    (a, b), (c, d) = spatial(captured.state).tolist()
    first = (left if a + c > 0 else right, top if b + d > 0 else bottom)
    item = Dataset()
    item.DisplayedAreaTopLeftHandCorner = list(first)
    item.DisplayedAreaBottomRightHandCorner = [left + right - first[0], top + bottom - first[1]]
    item.PresentationSizeMode = "SCALE TO FIT"
    height, width = captured.pixel
    if captured.in_mm:
        item.PresentationPixelSpacing = [_decimal(height), _decimal(width)]
    else:
        ratio = Fraction(height / width).limit_denominator(1000)
        item.PresentationPixelAspectRatio = [ratio.numerator, ratio.denominator]
    return item


def _add_greys(ds: Dataset, captured: Captured, index: StudyIndex) -> None:
    """Modality LUT, Softcopy VOI LUT and Softcopy Presentation LUT (PS3.3 C.11.1, C.11.8, C.11.6)."""
    state = captured.state
    slope, intercept = state.rescale or (1.0, 0.0)
    if (slope, intercept) != (1.0, 0.0) or captured.units:
        ds.RescaleIntercept, ds.RescaleSlope = _decimal(intercept), _decimal(slope)
        ds.RescaleType = captured.units or "US"
    ds.SoftcopyVOILUTSequence = Items([_voi(one, state.images, index) for one in state.windows])
    ds.PresentationLUTShape = "INVERSE" if state.inverted else "IDENTITY"


def _voi(selected: Selected, all_images: Images, index: StudyIndex) -> Dataset:
    assert selected.window is not None
    item, window = Dataset(), selected.window
    if selected.images != all_images:
        item.ReferencedImageSequence = _references(selected.images, index)
    if isinstance(window.table, Lut):
        item.VOILUTSequence = Items([_table(window.table)])
    else:
        item.WindowCenter, item.WindowWidth = _decimal(window.centre), _decimal(window.width)
        if window.function != "LINEAR":
            item.VOILUTFunction = window.function
        if window.name:
            item.WindowCenterWidthExplanation = _line(window.name)
    return item


def _table(table: Lut) -> Dataset:
    """Of 16 bits, as a presentation state has to have it (PS3.3 C.11.8). Its first value is signed where it is
    below zero; its length then too, where 0 is 65536."""
    count, signed = len(table.values), table.first < 0
    if not 0 < count <= 65536 or not -32768 <= table.first <= 65535 or (signed and 32767 < count < 65536):
        raise ValueError("a look-up table of a length that can't be written")
    item = Dataset()
    item.add_new("LUTDescriptor", "SS" if signed else "US", [count % 65536, table.first, 16])
    if table.name:
        item.LUTExplanation = _line(table.name)
    most = (1 << table.bits) - 1
    entries = np.rint(np.minimum(table.values.astype(np.float64) / most, 1.0) * 65535)
    item.add_new("LUTData", "OW", entries.astype("<u2").tobytes())
    return item


def _add_annotations(ds: Dataset, annotations: Sequence[Annotation], index: StudyIndex) -> None:
    """Graphic Annotation (PS3.3 C.10.5)."""
    ds.GraphicAnnotationSequence = Items()
    for one in annotations:
        item = Dataset()
        item.ReferencedImageSequence = _references(one.images, index)
        item.GraphicLayer = _LAYERS[one.colour or PERSON][0]
        if one.texts:
            item.TextObjectSequence = Items([_text(text) for text in one.texts])
        if one.graphics:
            item.GraphicObjectSequence = Items([_graphic(graphic) for graphic in one.graphics])
        ds.GraphicAnnotationSequence.append(item)


def _add_layers(ds: Dataset, state: PresentationState) -> None:
    """Graphic Layer (PS3.3 C.10.7): those that anything lies in."""
    colours = {one.colour or PERSON for one in state.annotations}
    layers = [layer for colour, layer in _LAYERS.items() if colour in colours]
    if state.overlays:
        layers.append(_OVERLAYS)
    if layers:
        ds.GraphicLayerSequence = Items()
    for order, (name, description, colour) in enumerate(layers, 1):
        layer = Dataset()
        layer.GraphicLayer, layer.GraphicLayerOrder = name, order
        layer.GraphicLayerRecommendedDisplayGrayscaleValue = 0xFFFF
        layer.GraphicLayerRecommendedDisplayCIELabValue = list(colour)
        layer.GraphicLayerDescription = description
        ds.GraphicLayerSequence.append(layer)


def _graphic(graphic: Graphic) -> Dataset:
    item = Dataset()
    item.GraphicAnnotationUnits, item.GraphicDimensions = graphic.units.value, 2
    item.NumberOfGraphicPoints = len(graphic.points)
    item.GraphicData = list(_data(graphic.points))
    item.GraphicType, item.GraphicFilled = graphic.kind.value, "Y" if graphic.filled else "N"
    _track(item, graphic.tracking_uid)
    return item


def _text(text: TextObject) -> Dataset:
    """Beside its anchor."""
    item = Dataset()
    assert text.anchor is not None
    item.UnformattedTextValue = "\r\n".join(text.lines)[:_LONGEST_TEXT]
    item.AnchorPointAnnotationUnits = text.anchor_units.value
    item.AnchorPoint = list(_data((text.anchor,)))
    item.AnchorPointVisibility = "Y" if text.line else "N"
    _track(item, text.tracking_uid)
    return item


def _track(item: Dataset, uid: str) -> None:
    if uid:
        item.TrackingID, item.TrackingUID = uid, uid


def _data(points: Iterable[Point]) -> Iterable[float]:
    """The upper left corner of the first pixel is 0\\0 (PS3.3 C.10.5)."""
    for x, y in points:
        yield from (x + 0.5, y + 0.5)


def _decimal(value: float) -> Any:
    return DSfloat(float(value), auto_format=True)


def _srgb() -> bytes:
    """The profile of the colours that are written without one of their own: sRGB, as highdicom brings it."""
    found = find_spec("highdicom")
    assert found is not None and found.origin is not None
    return (Path(found.origin).parent / "_icc_profiles" / "sRGB_v4_ICC_preference.icc").read_bytes()
