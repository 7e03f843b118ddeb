"""Padding, gaps and what lies outside after straightening are no image: not measured, not probed, not drawn.

A phantom of 50 everywhere: whatever is mixed into it shows.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from reader.findings.model import Measurement
from reader.study.model import Instance, Presentation, Window
from reader.terms.measures import DEVIATION, MAXIMUM, MEAN, MINIMUM
from reader.views.measure import measure
from reader.views.planes import ORTHOGONAL, Plane
from reader.views.readout import value_text
from reader.views.scene.volume_scene import VolumeScene
from reader.views.tools.ellipse import ELLIPSE
from reader.views.ui.picture import PictureSource
from reader.views.ui.scenes import Scenes
from reader.views.viewport import Viewport
from reader.volume.model import Part, Volume, VolumeGeometry
from reader.volume.resample import regular
from tests.views.examples import STRAIGHT
from tests.views.test_slabs import painted, tilted, viewport, with_gap

SQUARE = VolumeGeometry((30, 30, 20), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), STRAIGHT)
KINDS = (np.int16, np.uint16, np.uint8, np.float32)


def phantom(geometry: VolumeGeometry, *, kind: type = np.int16, padding: float | None = None) -> Volume:
    """50 everywhere; with padding a frame of it, 6 voxels wide, around every slice."""
    columns, rows, slices = geometry.size
    voxels = np.full((slices, rows, columns), 50, kind)
    if padding is not None:
        ring = np.ones((rows, columns), bool)
        ring[6:-6, 6:-6] = False
        voxels[:, ring] = padding
    shown = Presentation(paddings=((padding, padding),) if padding is not None else ())
    entries = tuple((f"1.{k}", 1) for k in range(slices))
    instances = {uid: Instance(uid, "1.2", 1, rows, columns, presentation=shown) for uid, _ in entries}
    there = np.ones(slices, np.bool_)
    return Volume("1.2.3.1", geometry, voxels, there, entries, units="HU", instances=instances)


def statistics(shown: Viewport) -> dict[str, float]:
    """Of an ellipse as large as the picture."""
    content, frame = shown.content, shown.frame
    assert content is not None and frame is not None
    corners = [(0.0, 0.0), (frame.size[0] - 1.0, frame.size[1] - 1.0)]
    found: tuple[Measurement, ...] = measure(ELLIPSE, content, frame, shown.index, corners).measurements
    return {m.derivation.value: m.value for m in found if m.derivation is not None}


def is_the_phantom(shown: Viewport) -> None:
    told = statistics(shown)
    assert [told[how.value] for how in (MEAN, DEVIATION, MINIMUM, MAXIMUM)] == [50, 0, 50, 50]
    mine = painted(shown)
    assert mine is not None and set(np.unique(mine)) <= {0, 50} and (mine == 50).mean() > 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_what_lies_outside_after_straightening(kind: type) -> None:
    (image,) = regular(Part((phantom(tilted(20.0), kind=kind),)), lambda _: None).images
    assert isinstance(image, Volume)
    for plane in ORTHOGONAL:
        shown = viewport(image, plane, 0)
        shown.index = shown.count // 2
        is_the_phantom(shown)
    axial = viewport(image, Plane.AXIAL, 0)
    assert axial.frame is not None
    here = [row for row in range(axial.frame.size[1]) if "no image" not in value_text(axial, (0, row))]
    assert len(here) == 30 and here[-1] - here[0] == 29, "the slice, shifted"


@pytest.mark.parametrize("geometry", [SQUARE, tilted(15.0)], ids=["straight", "tilted"])
@pytest.mark.parametrize("padding", [-2000, 3000, 49])
def test_padding_in_every_plane_before_and_after_straightening(geometry: VolumeGeometry, padding: int) -> None:
    """Also a padding value amid or above the values of the image."""
    image = phantom(geometry, padding=padding)
    images = [image]
    if geometry is not SQUARE:
        images += [i for i in regular(Part((image,)), lambda _: None).images if isinstance(i, Volume)]
    for one in images:
        for plane in ORTHOGONAL:
            shown = viewport(one, plane, 0)
            shown.index = shown.count // 2
            is_the_phantom(shown)
            assert "no image" in value_text(shown, (0, 0)) and str(padding) not in value_text(shown, (0, 0))


@pytest.mark.parametrize("plane", [Plane.CORONAL, Plane.SAGITTAL])
def test_missing_slices_are_not_measured_and_not_probed(plane: Plane) -> None:
    image = with_gap(phantom(SQUARE), 8, 9)
    shown = viewport(image, plane, 15)
    is_the_phantom(shown)
    row = 19 - 8
    assert "no image" in value_text(shown, (5, row)) and "…" in value_text(shown, (5, row), arriving=True)
    assert value_text(shown, (5, 2)).startswith("50 HU")


def test_a_picture_drawn_small_has_no_ring_of_half_padding() -> None:
    shown = viewport(phantom(SQUARE, padding=-2000), Plane.AXIAL, 10)
    found = PictureSource(Scenes()).image(shown, Window(128.0, 256.0), 0.25)
    assert found is not None
    image = found[0].convertToFormat(QImage.Format.Format_Grayscale8)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    grey: NDArray[np.uint8] = lines[:, : image.width()]
    assert image.width() < 10 and set(np.unique(grey)) == {0, 50}


def test_padding_above_the_image_is_not_drawn_as_bone_in_the_volume_view() -> None:
    scene = VolumeScene(phantom(SQUARE, padding=3000))
    scene.set_preset("bone")
    assert scene.render((60, 60), (0.0, 0.0), 1.0, (0.0, 0.0), moving=False).max() < 40
    scene.close()


def test_what_is_not_a_number_is_no_image() -> None:
    image = phantom(SQUARE, kind=np.float32)
    image.voxels[:, :6] = np.nan
    shown = viewport(image, Plane.AXIAL, 10)
    is_the_phantom(shown)
    assert "no image" in value_text(shown, (10, 2))
