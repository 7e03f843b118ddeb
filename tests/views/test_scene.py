"""Pictures against SimpleITK's resampling and plain numpy, in geometries that are easy to get wrong."""

from __future__ import annotations

import gc
from dataclasses import replace

import numpy as np
import pytest
import SimpleITK as sitk

from reader.views.planes import ORTHOGONAL, Frame, Plane, acquired_plane, oriented, volume_frame
from reader.views.scene import windows
from reader.views.scene.mask_scene import MaskScene, outlines
from reader.views.scene.slice_scene import Picture, SliceScene, reduce_by
from reader.views.scene.volume_scene import VolumeScene, camera_axes, has_gpu
from reader.volume.model import Volume, VolumeGeometry
from tests.views.examples import GEOMETRIES, STRAIGHT, segment, volume


def as_sitk(image: Volume) -> sitk.Image:
    result = sitk.GetImageFromArray(image.voxels)
    result.SetSpacing(image.geometry.spacing)
    result.SetOrigin(image.geometry.origin)
    result.SetDirection(image.geometry.direction)
    return result


def resampled(image: Volume, frame: Frame, index: int, picture: Picture) -> np.ndarray:
    """What SimpleITK puts on the picture's grid."""
    rows, columns = picture.values.shape
    spacing = (frame.spacing[0] * picture.step[0], frame.spacing[1] * picture.step[1], frame.slice_mm)
    axes = np.column_stack([np.asarray(v) / np.linalg.norm(v) for v in (frame.right, frame.down, frame.step)])
    result = sitk.Resample(
        as_sitk(image),
        (columns, rows, 1),
        sitk.Transform(),
        sitk.sitkLinear,
        frame.to_point((0, 0, index)),
        spacing,
        axes.reshape(-1).tolist(),
        -9999.0,
        sitk.sitkFloat64,
    )
    return sitk.GetArrayFromImage(result)[0]


@pytest.mark.parametrize("name", list(GEOMETRIES))
@pytest.mark.parametrize("plane", ORTHOGONAL)
def test_every_plane_is_what_simpleitk_resamples(name: str, plane: Plane) -> None:
    image = volume(GEOMETRIES[name])
    frame = volume_frame(image.geometry, plane)
    scene = SliceScene(image)
    for index in (0, frame.size[2] // 3, frame.size[2] - 1):
        picture = scene.picture(frame, index)
        expected = resampled(image, frame, index, picture)
        inside = expected != -9999.0
        assert inside.mean() > 0.8  # SimpleITK leaves out samples a hair outside the last voxel
        assert np.abs(picture.values[inside] - expected[inside]).max() <= 0.5 + 1e-6  # rounded to whole values
        assert picture.there is None


@pytest.mark.parametrize("slice_mm", [0.5, 3.0])
def test_a_slice_that_is_missing_leaves_a_gap_of_its_own_thickness(slice_mm: float) -> None:
    geometry = VolumeGeometry((24, 20, 100), (1.0, 2.0, slice_mm), (0.0, 0.0, 0.0), STRAIGHT)
    image = volume(geometry)
    image.present[60] = False
    image = replace(image, slices=(*image.slices[:60], None, *image.slices[61:]))
    frame = volume_frame(geometry, Plane.SAGITTAL)
    picture = SliceScene(image).picture(frame, 7)
    assert picture.there is not None
    z = np.array([frame.to_point((0.0, row * picture.step[1], 7))[2] for row in range(len(picture.values))])
    gap = np.abs(z - 60 * slice_mm) < 0.5 * slice_mm - 1e-6
    assert gap.any()
    assert not picture.there[gap].any()
    assert picture.there[~gap].all()


def test_the_stored_slices_are_shown_pixel_by_pixel_and_share_their_memory() -> None:
    image = volume(GEOMETRIES["anisotropic"])
    frame = volume_frame(image.geometry, Plane.AXIAL)
    picture = SliceScene(image).picture(frame, 2)
    assert np.shares_memory(picture.values, image.voxels)
    # slice 0 is the one nearest to the head, which this volume stores last
    assert np.array_equal(picture.values, image.voxels[-3])


def test_a_sagittal_acquisition_shows_its_own_slices_as_sagittal() -> None:
    image = volume(GEOMETRIES["sagittal"])
    assert acquired_plane(image.geometry) is Plane.SAGITTAL
    frame = volume_frame(image.geometry, Plane.SAGITTAL)
    assert frame.stored
    assert frame.right[1] > 0
    assert frame.down[2] < 0
    assert frame.step[0] > 0


def test_new_slices_are_seen_without_a_new_scene() -> None:
    image = volume(GEOMETRIES["straight"])
    scene = SliceScene(image)
    frame = volume_frame(image.geometry, Plane.SAGITTAL)
    scene.picture(frame, 3)
    image.voxels[5] = 777
    row = frame.size[1] - 1 - 5
    assert (scene.picture(frame, 3).values[row] == 777).all()
    image.voxels = image.voxels.astype(np.float32) + 0.25  # widened while it arrives
    assert (scene.picture(frame, 3).values[row] == 777.25).all()


def test_a_big_image_drawn_small_is_averaged() -> None:
    pixels = np.arange(64, dtype=np.uint16).reshape(8, 8)
    small = reduce_by(Picture(pixels), 2)
    assert np.array_equal(small.values, np.rint(pixels.reshape(4, 2, 4, 2).mean(axis=(1, 3))))
    assert small.offset == (0.5, 0.5)


@pytest.mark.parametrize("name", ["anisotropic", "oblique"])
@pytest.mark.parametrize("plane", ORTHOGONAL)
def test_a_cropped_segment_lies_where_its_voxels_do(name: str, plane: Plane) -> None:
    geometry = GEOMETRIES[name]
    whole = np.zeros(geometry.size[::-1], dtype=np.uint8)
    whole[4:8, 6:13, 5:15] = 1
    cropped = VolumeGeometry((10, 7, 4), geometry.spacing, geometry.to_patient((5, 6, 4)), geometry.direction)
    mask = segment(cropped, whole[4:8, 6:13, 5:15].copy())
    full = Volume("x", geometry, whole, np.ones(len(whole), bool), (None,) * len(whole))
    frame = volume_frame(geometry, plane)
    scene = MaskScene(mask)
    for index in range(frame.size[2]):
        expected = SliceScene(full).picture(frame, index).values if frame.stored else None
        cut = scene.cut(frame, index)
        drawn = np.zeros((frame.size[1], frame.size[0]), np.uint8)
        if cut is not None:
            pixels, (left, top) = cut
            drawn[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
        if expected is None:
            expected = oriented(full, frame)[index]
        assert np.array_equal(drawn, expected), index


def test_outlines_close_around_the_pixels() -> None:
    pixels = np.zeros((8, 9), np.uint8)
    pixels[2:5, 3:7] = 1
    (line,) = outlines(pixels)
    assert np.array_equal(line[0], line[-1])
    assert line.min(axis=0).tolist() == [2.5, 1.5]
    assert line.max(axis=0).tolist() == [6.5, 4.5]
    assert outlines(np.zeros((4, 4), np.uint8)) == []


def test_only_hardware_is_taken_for_a_gpu() -> None:
    report = "OpenGL vendor string:  {}\nOpenGL renderer string:  {}\nOpenGL version string:  4.5"
    assert not has_gpu(report.format("Mesa", "llvmpipe (LLVM 15.0.6, 256 bits)"))
    assert has_gpu(report.format("NVIDIA Corporation", "NVIDIA RTX A2000/PCIe/SSE2"))
    assert not has_gpu("")


def test_the_volume_view_shows_the_body_the_right_way_round() -> None:
    geometry = VolumeGeometry((40, 40, 40), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), STRAIGHT)
    voxels = np.full((40, 40, 40), -1000, np.int16)
    voxels[30:38, 16:24, 4:12] = 1200  # high up (towards the head), at the patient's right
    image = Volume("x", geometry, voxels, np.ones(40, bool), (None,) * 40, units="HU")
    scene = VolumeScene(image)
    scene.set_preset("bone")
    rgb = scene.render((80, 80), (0.0, 0.0), 1.0, (0.0, 0.0), moving=False)
    rows, columns = np.nonzero(rgb.sum(axis=2) > 90)
    assert rows.mean() < 40  # the head is up
    assert columns.mean() < 40  # the patient's right is at the left, seen from the front
    behind = scene.render((80, 80), (180.0, 0.0), 1.0, (0.0, 0.0), moving=False)
    assert np.nonzero(behind.sum(axis=2) > 90)[1].mean() > 40
    scene.close()
    assert camera_axes((0.0, 0.0))[2] == pytest.approx((0.0, 1.0, 0.0))


def test_the_window_of_a_dropped_scene_is_used_again() -> None:
    """A window that is closed closes its connection to the screen, and Mesa takes the next one for it: a crash."""
    image = volume(GEOMETRIES["straight"])
    scene = VolumeScene(image)
    window = scene._window
    del scene
    gc.collect()
    free = list(windows._free)  # scenes that other tests have dropped are among them
    assert window in free
    again = VolumeScene(image)
    assert again._window in free
    again.close()
    again.close()
    assert windows._free.count(again._window) == 1
