"""What no sample has, on images made from known numbers: LUTs, pixel forms, overlays, shutters, padding, timing.

Painted pixels against dcmtk's dcmj2pnm, within 1 of 255; where dcmtk has nothing of the sort, against the numbers
that the image was made from, or the standard's formula written out.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.pixels import apply_color_lut, convert_color_space
from pydicom.uid import JPEG2000Lossless

from reader.core.commands import CommandRegistry
from reader.core.settings import SettingsModel
from reader.dicom.attributes import JsonAttributes
from reader.dicom.header import BrokenObject
from reader.study.codec import instance_from
from reader.study.kept import series_from_record, series_record
from reader.study.model import Window
from reader.terms.measures import MINIMUM
from reader.views import cine
from reader.views.commands import commands
from reader.views.display import Marks, has_marks, marks_of, own_windows, padding_of
from reader.views.measure import measure
from reader.views.model import ViewsModel
from reader.views.readout import value_text, window_text
from reader.views.tools.ellipse import ELLIPSE
from reader.views.windowing import auto_window
from tests.dicom.made import image, lut, overlay, put_data, ramp, written
from tests.dicom.pictures import opened, shown, values
from tests.dicom.references import dcmtk

W = Window(2048, 3000)
RNG = np.random.default_rng(7)
MASK = RNG.random((20, 24)) < 0.3
COLOUR = RNG.integers(0, 256, (16, 20, 3)).astype(np.uint8)
HALVED = RNG.integers(16, 236, (16, 10, 4)).astype(np.uint8)

needs_dcmtk = pytest.mark.skipif(shutil.which("dcmj2pnm") is None, reason="dcmtk is not installed")


def with_voi(made: Dataset, *items: Dataset) -> Dataset:
    made.VOILUTSequence = list(items)
    return made


def with_mlut(made: Dataset, item: Dataset) -> Dataset:
    made.ModalityLUTSequence = [item]
    return made


def root(bits: int, first: int = 500) -> Dataset:
    return lut(np.rint(np.linspace(0, 1, 1000) ** 0.5 * ((1 << bits) - 1)), first, bits, f"root {bits}")


def colour(photometric: str, data: bytes, **more: Any) -> Dataset:
    made = image(COLOUR, allocated=8, stored=8, PhotometricInterpretation=photometric, **more)
    put_data(made, data)
    return made


def argb() -> Dataset:
    planes = np.dstack((np.where(RNG.random((16, 20)) < 0.5, 0, RNG.integers(1, 256, (16, 20))), COLOUR))
    made = colour("ARGB", planes.astype(np.uint8).tobytes(), SamplesPerPixel=4)
    for tag in (0x00281101, 0x00281102, 0x00281103):
        made.add_new(tag, "US", [256, 0, 8])
        made.add_new(tag + 0x100, "OW", RNG.integers(0, 256, 256).astype(np.uint8).tobytes())
    return made


def with_overlay(made: Dataset, *masks: Any, **more: Any) -> Dataset:
    for number, mask in enumerate(masks):
        overlay(made, 0x6000 + 4 * number, mask, **more)
    return made


def with_palettes(made: Dataset, first: int, **more: Any) -> Dataset:
    """Red, green and blue for 1024 stored values from `first` on, each a ramp of its own."""
    for n, tag in enumerate((0x00281101, 0x00281102, 0x00281103)):
        made.add_new(tag, "US", [1024, first, 16])
        made.add_new(tag + 0x100, "OW", np.roll(np.linspace(0, 65535, 1024), 300 * n).astype("<u2").tobytes())
    for name, value in more.items():
        setattr(made, name, value)
    return made


SIGNED = (ramp(low=-2048, high=2047) & 0xFFF) * 4
EMBEDDED = ramp(20, 24) | RNG.integers(0, 16, (20, 24)) << 12
FRAMES = np.stack([ramp(20, 24, 0, 255)] * 4)
BYTE, NARROW = Window(128, 256), {"allocated": 8, "stored": 8}
LONG = {"allocated": 32, "stored": 32}
NEGATIVE = np.linspace(0, 4095, 2000)

PAINTED: dict[str, tuple[Callable[[], Dataset], Window | int | None, str, int, float]] = {
    # name: (the image, its window or the number of its own one, dcmj2pnm's options, frame, tolerance)
    **{
        f"{kind} {shape}": (
            lambda kind=kind, shape=shape: image(
                ramp(), PhotometricInterpretation=kind, **({"PresentationLUTShape": shape} if shape else {})
            ),
            W, "+Ww 2048 3000", 0, 1,
        )
        for kind in ("MONOCHROME1", "MONOCHROME2")
        for shape in ("", "IDENTITY", "INVERSE")
    },
    **{
        f"VOI LUT of {b} bits": (lambda b=b: with_voi(image(ramp()), root(b)), 0, "+Wl 1", 0, 1)
        for b in (8, 10, 16)
    },
    "the second VOI LUT": (lambda: with_voi(image(ramp()), root(8), root(12, 2000)), 1, "+Wl 2", 0, 1),
    "VOI LUT below zero": (
        lambda: with_voi(image(ramp(low=-2000, high=2000)), lut(NEGATIVE, -1000, 12, signed=True)),
        0, "+Wl 1", 0, 1,
    ),
    "VOI LUT below zero after rescale, first written as US": (
        lambda: with_voi(image(ramp(), RescaleSlope=1, RescaleIntercept=-1024), lut(NEGATIVE, 64536, 12)),
        0, "+Wl 1", 0, 1,
    ),
    "modality LUT": (
        lambda: with_mlut(image(ramp()), lut(np.linspace(0, 65535, 4096)[::-1], 0, 16)),
        Window(30000, 40000), "+Ww 30000 40000", 0, 1,
    ),
    "modality LUT, then VOI LUT of 65536 entries": (
        lambda: with_voi(
            with_mlut(image(ramp()), lut(np.linspace(0, 65535, 4096), 0, 16)), lut(np.linspace(0, 255, 65536), 0, 8)
        ),
        0, "+Wl 1", 0, 1,
    ),
    "SIGMOID": (
        lambda: image(ramp(), WindowCenter=2000, WindowWidth=1500, VOILUTFunction="SIGMOID"), 0, "+Wi 1", 0, 1,
    ),
    "the second window": (lambda: image(ramp(), WindowCenter=[9, 2000], WindowWidth=[2, 1]), 1, "+Wi 2", 0, 1),
    "big endian": (lambda: image(ramp(), big=True), W, "+Ww 2048 3000", 0, 1),
    "high bit 15 of 12": (lambda: image(ramp() * 16, HighBit=15), W, "+Ww 2048 3000", 0, 1),
    "high bit 13 of 12, signed": (
        lambda: image(SIGNED.astype(np.uint16).view(np.int16), HighBit=13, PixelRepresentation=1),
        Window(0, 3000), "+Ww 0 3000", 0, 1,
    ),
    "24 bits": (lambda: image(ramp(high=2**24 - 1), allocated=24, stored=24), Window(2**23, 2**22),
                "+Ww 8388608 4194304", 0, 1),
    "32 bits": (lambda: image(ramp(high=2**32 - 1), **LONG), Window(2**31, 2**30),
                "+Ww 2147483648 1073741824", 0, 1),
    "32 bits signed": (lambda: image(ramp(low=-(2**31), high=2**31 - 1), **LONG), Window(0, 2**30),
                       "+Ww 0 1073741824", 0, 1),
    "RGB by plane": (
        lambda: colour("RGB", COLOUR.transpose(2, 0, 1).tobytes(), PlanarConfiguration=1), None, "", 0, 0,
    ),
    "ARGB with a palette": (argb, None, "", 0, 0),
    **{
        f"grey with palettes from {first} on, Pixel Presentation {how or 'absent'}": (
            lambda first=first, how=how: with_palettes(
                image(ramp()), first, **({"PixelPresentation": how} if how else {})
            ),
            W, "+Ww 2048 3000", 0, 1,
        )
        for first in (0, 2000)
        for how in ("", "MONOCHROME", "TRUE_COLOR")
    },
    # dcmtk centres Cb and Cr at 127.5 where the standard says 128
    "YBR_FULL": (lambda: colour("YBR_FULL", COLOUR.tobytes()), None, "", 0, 2),
    "YBR_FULL_422": (lambda: colour("YBR_FULL_422", HALVED.tobytes()), None, "", 0, 2),
    "YBR_PARTIAL_422": (lambda: colour("YBR_PARTIAL_422", HALVED.tobytes()), None, "", 0, 2),
    "two overlays": (lambda: with_overlay(image(FRAMES[0], **NARROW), MASK, MASK[::-1]), BYTE, "", 0, 1),
    "an overlay beyond the edges": (
        lambda: with_overlay(image(FRAMES[0], **NARROW), MASK[:9, :11], origin=(15, -3)), BYTE, "", 0, 1,
    ),
    **{
        f"overlay of two frames on frame {n + 1} of 4": (
            lambda: with_overlay(image(FRAMES, **NARROW), np.stack((MASK, ~MASK)), first=2), BYTE, "", n, 1,
        )
        for n in range(4)
    },
    "one overlay on every frame": (lambda: with_overlay(image(FRAMES, **NARROW), MASK), BYTE, "", 3, 1),
    "overlays in pixel bits 12 and 14": (
        lambda: with_overlay(with_overlay(image(EMBEDDED), MASK, bit=12, allocated=16), bit=14), W,
        "+Ww 2048 3000", 0, 1,
    ),
    "overlay in pixel bits, big endian": (
        lambda: with_overlay(image(EMBEDDED, big=True), MASK, bit=13, allocated=16), W, "+Ww 2048 3000", 0, 1,
    ),
    "overlay on MONOCHROME1": (
        lambda: with_overlay(image(ramp(20, 24), PhotometricInterpretation="MONOCHROME1"), MASK), W,
        "+Ww 2048 3000", 0, 1,
    ),
}  # fmt: skip


@needs_dcmtk
@pytest.mark.parametrize("name", PAINTED)
def test_painted_as_dcmtk_does(name: str, tmp_path: Path) -> None:
    make, window, options, n, tolerance = PAINTED[name]
    path = tmp_path / "made.dcm"
    path.write_bytes(written(make()))
    viewport, _ = opened(path, [n])
    chosen = own_windows(viewport)[window] if isinstance(window, int) else window
    mine, theirs = shown(viewport, n, chosen).astype(int), dcmtk(path, n, tmp_path, *options.split()).astype(int)
    if mine.ndim < theirs.ndim:
        mine = np.repeat(mine[..., np.newaxis], 3, -1)
    assert mine.shape == theirs.shape and np.abs(mine - theirs).max() <= tolerance
    assert np.ptp(mine) > 100  # something is to be seen


def test_colours_are_where_pixel_presentation_says_so() -> None:
    """dcmtk knows no supplemental palette: what lies below it as dcmtk has it (above), the rest by the palette."""
    stored = ramp()
    coloured = stored >= 2000
    wanted = np.stack([np.roll(np.linspace(0, 65535, 1024), 300 * n).astype(int) >> 8 for n in range(3)], axis=-1)
    viewport, _ = opened(written(with_palettes(image(stored), 2000, PixelPresentation="COLOR")))
    painted = shown(viewport, 0, W)
    assert np.array_equal(painted[coloured], wanted[np.minimum(stored[coloured] - 2000, 1023)])
    grey, _ = opened(written(image(stored)))
    assert np.array_equal(painted[~coloured], np.repeat(shown(grey, 0, W)[~coloured][:, np.newaxis], 3, -1))
    assert (painted[~coloured] != shown(viewport, 0, Window(1000, 500))[~coloured]).any()


def test_of_a_mixed_image_only_the_frames_that_say_so_are_coloured() -> None:
    made = with_palettes(image(np.stack([ramp()] * 3)), 2000, PixelPresentation="MIXED")
    groups = []
    for how in ("MONOCHROME", "COLOR", ""):
        kind, group = Dataset(), Dataset()
        if how:
            kind.PixelPresentation = how
        group.CTImageFrameTypeSequence = [kind]
        groups.append(group)
    made.PerFrameFunctionalGroupsSequence = groups
    viewport, _ = opened(written(made))
    assert [shown(viewport, n, W).ndim for n in range(3)] == [2, 3, 2]


def test_the_standards_own_examples_of_window_functions() -> None:
    """PS3.3 C.11.2.1.2.1 and C.11.2.1.3: c 2048, w 4096 and c 0, w 100 written out."""
    viewport, _ = opened(written(image(np.array([[-51, -50, -49, 0, 49, 50, 51]]))))
    linear = [0, 0, 2.6, 128.8, 255, 255, 255]  # ((x - (c - 0.5)) / (w - 1) + 0.5) * 255
    exact = [0, 0, 2.55, 127.5, 252.45, 255, 255]  # ((x - c) / w + 0.5) * 255
    sigmoid = [255 / (1 + np.exp(-4 * x / 100)) for x in (-51, -50, -49, 0, 49, 50, 51)]
    for function, wanted in (("LINEAR", linear), ("LINEAR_EXACT", exact), ("SIGMOID", sigmoid)):
        painted = shown(viewport, 0, Window(0, 100, function=function))[0]
        assert np.abs(painted - np.array(wanted)).max() <= 0.6, function


def test_names_of_windows_and_tables_and_what_the_index_keeps() -> None:
    made = image(
        ramp(), WindowCenter=[40, 50], WindowWidth=[400, 1500], WindowCenterWidthExplanation=["SOFT", "LUNG"]
    )
    viewport, _ = opened(written(with_voi(made, root(12))))
    own = own_windows(viewport)
    assert [window.name for window in own] == ["SOFT", "LUNG", "root 12"]
    assert window_text(own[1]) == "W 1500 L 50" and window_text(own[2]) == "LUT"
    assert own[2].centre == pytest.approx(1000, abs=2) and own[2].width == pytest.approx(1000, abs=3)
    assert window_text(replace(own[1], function="SIGMOID")) == "W 1500 L 50 SIGMOID"
    assert viewport.content is not None
    again = series_from_record(series_record(viewport.content.series))
    assert again.instances[0].windows == own[:2]  # tables come with the header
    named = instance_from(JsonAttributes(made.to_json_dict()))
    assert [window.name for window in named.windows][:2] == ["SOFT", "LUNG"]


def test_an_image_offers_its_windows_and_tables_by_name(tmp_path: Path) -> None:
    names = ["A", "B & C"]
    made = image(ramp(), WindowCenter=[40, 50], WindowWidth=[400, 1500], WindowCenterWidthExplanation=names)
    viewport, _ = opened(written(with_voi(made, root(12))))
    views = ViewsModel(SettingsModel(tmp_path / "settings.json"))
    views.viewports = [viewport]
    registry = CommandRegistry()
    registry.add(*commands(views))
    own = [registry[f"views.window_own_{n}"] for n in range(1, 9)]
    assert [command.when() for command in own] == [True] * 3 + [False] * 5
    assert [command.detail() for command in own[:3] if command.detail] == ["A", "B & C", "LUT root 12"]
    registry.run("views.window_own_3")
    assert views.window_of(0).name == "root 12" and [c.checked() for c in own[:3] if c.checked] == [0, 0, 1]
    views.reset(0)
    assert views.window_of(0).name == "A"
    assert not registry["views.image_overlays"].when() and not registry["views.image_shutter"].when()


def test_each_frame_has_its_own_window() -> None:
    made = image(np.stack([ramp()] * 3))
    groups = []
    for n in range(3):
        voi, group = Dataset(), Dataset()
        voi.WindowCenter, voi.WindowWidth, voi.WindowCenterWidthExplanation = 100 * n, 50, f"frame {n}"
        group.FrameVOILUTSequence = [voi]
        groups.append(group)
    made.PerFrameFunctionalGroupsSequence = groups
    viewport, _ = opened(written(made))
    found = []
    for n in range(3):
        viewport.index = n
        found += [(window.centre, window.name) for window in own_windows(viewport)]
    assert found == [(0, "frame 0"), (100, "frame 1"), (200, "frame 2")]


@pytest.mark.parametrize("allocated,stored,low,high", [
    (8, 8, 0, 255), (8, 5, 0, 31), (16, 10, 0, 1023), (16, 12, -2048, 2047), (16, 16, 0, 65535),
    (24, 24, 0, 2**24 - 1), (24, 20, -(2**19), 2**19 - 1), (32, 32, 0, 2**32 - 1), (32, 31, -(2**30), 2**30 - 1),
])  # fmt: skip
@pytest.mark.parametrize("big", [False, True])
def test_whole_numbers_of_every_width(allocated: int, stored: int, low: int, high: int, big: bool) -> None:
    if big and allocated == 24:
        pytest.skip("24 bits have no order of their own in big endian")
    pixels = ramp(low=low, high=high)
    made = image(pixels & ((1 << stored) - 1), allocated=allocated, stored=stored, big=big)
    made.PixelRepresentation = int(low < 0)
    if allocated == 8 and big:
        put_data(made, made.PixelData, big=True)  # OB: no order
        made["PixelData"].VR = "OB"
    viewport, _ = opened(written(made))
    assert np.array_equal(values(viewport, 0), pixels)


@pytest.mark.parametrize("changes,reason", [
    ({"BitsAllocated": 12}, "12 bits"), ({"BitsAllocated": 0}, "0 bits"),
    ({"SamplesPerPixel": 3, "PhotometricInterpretation": "HSV"}, "HSV"), ({"Rows": 0}, "rows and columns"),
    ({"SamplesPerPixel": 3, "PhotometricInterpretation": "YBR_PARTIAL_420"}, "YBR_PARTIAL_420"),
])  # fmt: skip
def test_what_can_not_be_shown_is_refused_with_its_reason(changes: dict[str, Any], reason: str) -> None:
    made = image(ramp())
    for name, value in changes.items():
        setattr(made, name, value)
    with pytest.raises(BrokenObject, match=reason):
        opened(written(made))


@pytest.mark.parametrize("bits", [8, 16])
def test_a_segmented_palette_as_pydicom_expands_it(bits: int) -> None:
    """PS3.3 C.7.9.2: four entries as they are, a line of 60, both again by an indirect segment, a falling line."""
    top = (1 << bits) - 1
    segments = [0, 4, 0, top // 5, top // 3, 7, 1, 60, top]
    repeated = [2, 2, 0, 0, 0, 0] if bits == 8 else [2, 2, 0, 0]
    data = np.array([*segments, *repeated, 1, 128, 0]).astype(f"<u{bits // 8}").tobytes()
    pixels = np.arange(256).reshape(16, 16)
    made = image(pixels, allocated=8, stored=8, PhotometricInterpretation="PALETTE COLOR")
    for tag in (0x00281101, 0x00281102, 0x00281103):
        made.add_new(tag, "US", [256, 0, bits])
        made.add_new(tag + 0x120, "OW", data + b"\0" * (len(data) % 2))
    viewport, _ = opened(written(made))
    theirs = apply_color_lut(pixels.astype(np.uint8), made)
    assert np.array_equal(values(viewport, 0), theirs >> (bits - 8)) and np.ptp(values(viewport, 0)) == 255


@pytest.mark.parametrize("transformed,photometric", [(False, "YBR_FULL"), (False, "RGB"), (True, "YBR_RCT")])
def test_colours_of_jpeg_2000_by_what_its_stream_says(transformed: bool, photometric: str) -> None:
    """Samples stored as YBR without a transform in the codestream are converted; others are RGB already."""
    made = colour(photometric, b"")
    stream = imagecodecs.jpeg2k_encode(COLOUR, level=0, reversible=True, codecformat="j2k", mct=transformed)
    made.PixelData = encapsulate([stream])
    made["PixelData"].VR, made["PixelData"].is_undefined_length = "OB", True
    made.file_meta.TransferSyntaxUID = JPEG2000Lossless
    viewport, _ = opened(written(made))
    wanted = convert_color_space(COLOUR, "YBR_FULL", "RGB") if photometric == "YBR_FULL" else COLOUR
    assert np.abs(values(viewport, 0).astype(int) - wanted).max() <= (1 if photometric == "YBR_FULL" else 0)


def test_ybr_as_pydicom_converts_it() -> None:
    viewport, _ = opened(written(colour("YBR_FULL", COLOUR.tobytes())))
    theirs = convert_color_space(COLOUR, "YBR_FULL", "RGB")
    assert np.abs(values(viewport, 0).astype(int) - theirs).max() <= 1


def test_a_shutter_covers_what_is_outside_and_can_be_lifted() -> None:
    made = image(np.full((40, 60), 255), allocated=8, stored=8)
    made.ShutterShape = ["RECTANGULAR", "CIRCULAR", "POLYGONAL"]
    made.ShutterLeftVerticalEdge, made.ShutterRightVerticalEdge = 11, 50
    made.ShutterUpperHorizontalEdge, made.ShutterLowerHorizontalEdge = 6, 35
    made.CenterOfCircularShutter, made.RadiusOfCircularShutter = [20, 30], 17
    made.VerticesOfThePolygonalShutter = [1, 1, 1, 60, 40, 60, 20, 1]
    made.ShutterPresentationValue = 0x4000
    viewport, _ = opened(written(made))
    painted = shown(viewport, 0, BYTE)
    row, column = np.mgrid[1:41, 1:61]
    inside = (column >= 11) & (column <= 50) & (row >= 6) & (row <= 35)
    inside &= (row - 20) ** 2 + (column - 30) ** 2 <= 17**2
    inside &= (row - 20) * 59 <= (column - 1) * 20  # under the slanting edge from (20, 1) to (40, 60)
    assert np.array_equal(painted, np.where(inside, 255, 0x40))
    assert has_marks(viewport) == (False, True)
    viewport.shutter = False
    assert (shown(viewport, 0, BYTE) == 255).all()


def test_a_round_shutter_is_round_on_pixels_that_are_not_square() -> None:
    made = image(np.full((50, 60), 255), allocated=8, stored=8, PixelSpacing=[2, 1])
    made.ShutterShape, made.CenterOfCircularShutter, made.RadiusOfCircularShutter = "CIRCULAR", [25, 30], 20
    viewport, _ = opened(written(made))
    seen = shown(viewport, 0, BYTE) == 255
    assert seen.any(axis=0).sum() == 41 and seen.any(axis=1).sum() == 21


def test_overlays_are_switched_and_stay_visible_when_the_picture_is_drawn_small() -> None:
    mask = np.zeros((40, 60), bool)
    mask[:, 31] = True
    viewport, _ = opened(written(with_overlay(image(ramp(40, 60)), mask)))
    marks = marks_of(viewport)
    assert marks is not None and marks.drawn is not None and np.array_equal(marks.drawn, mask)
    small = marks.reduced(3)
    assert small.drawn is not None and small.drawn.shape == (13, 20) and small.drawn[:, 10].all()
    assert isinstance(small, Marks) and small.drawn.sum() == 13
    viewport.graphics = False
    assert marks_of(viewport) is None


@pytest.mark.parametrize("kind", ["MONOCHROME1", "MONOCHROME2"])
def test_padding_is_black_named_and_left_out(kind: str) -> None:
    pixels = ramp(40, 60, 1000, 3000)
    pixels[:5], pixels[5:8] = 0, 30
    made = image(pixels, PhotometricInterpretation=kind, RescaleSlope=1, RescaleIntercept=-1024)
    made.PixelPaddingValue, made.PixelPaddingRangeLimit = 0, 30
    viewport, _ = opened(written(made))
    assert padding_of(viewport) == (-1024, -994)
    for inverted in (False, True):
        viewport.inverted = inverted
        painted = shown(viewport, 0, Window(1000, 4000))
        assert (painted[:8] == 0).all() and (painted[8:] > 20).all()
    window = auto_window(values(viewport, 0), padding=padding_of(viewport))
    assert window.centre - window.width / 2 > -100
    assert "padding" in value_text(viewport, (3, 2)) and "padding" not in value_text(viewport, (3, 20))
    assert viewport.content is not None and viewport.frame is not None
    region = measure(ELLIPSE, viewport.content, viewport.frame, 0, [(5, 0), (50, 30)])
    least = next(m for m in region.measurements if m.derivation == MINIMUM)
    assert least.value >= 1000 - 1024


def test_pixels_that_are_not_square_keep_their_proportions() -> None:
    viewport, _ = opened(written(image(ramp(), PixelAspectRatio=[4, 3])))
    assert viewport.frame is not None and viewport.frame.spacing == (1, pytest.approx(4 / 3))
    assert viewport.frame.calibration is None  # a ratio is no length
    viewport, _ = opened(written(image(ramp(), PixelAspectRatio=[4, 3], PixelSpacing=[0.5, 0.25])))
    assert viewport.frame is not None and viewport.frame.spacing == (0.25, 0.5)


@pytest.mark.parametrize("attributes,times", [
    ({"FrameTime": 40}, [40, 40, 40, 40]), ({"CineRate": 25}, [40, 40, 40, 40]),
    ({"FrameTime": 40, "RecommendedDisplayFrameRate": 10}, [100, 100, 100, 100]),
    ({"FrameTimeVector": [0, 30, 60, 90]}, [30, 60, 90, 60]), ({}, [80, 80, 80, 80]),
    ({"FrameTime": 0.1}, [20, 20, 20, 20]),
])  # fmt: skip
def test_how_long_a_frame_stands(attributes: dict[str, Any], times: list[float]) -> None:
    made = image(FRAMES, **NARROW)
    for name, value in attributes.items():
        setattr(made, name, value)
    viewport, _ = opened(written(made))
    found = []
    for viewport.index in range(4):
        found.append(cine.frame_ms(viewport))
    assert found == times


@pytest.mark.parametrize("sequencing,order", [(0, [1, 2, 3, 0, 1, 2, 3]), (1, [1, 2, 3, 2, 1, 0, 1])])
def test_cine_goes_round_or_to_and_fro(sequencing: int, order: list[int]) -> None:
    viewport, _ = opened(written(image(FRAMES, PreferredPlaybackSequencing=sequencing, **NARROW)))
    backwards, found = False, []
    for _ in order:
        viewport.index, backwards = cine.next_frame(viewport, backwards)
        found.append(viewport.index)
    assert found == order
