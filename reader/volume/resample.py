"""Making another grid of a volume, when asked for: straightened, or along any plane (SimpleITK).

What comes out is computed, not acquired; its geometry says so.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import SimpleITK

from reader.core.text import tr
from reader.volume.model import Volume, VolumeGeometry


def is_sheared(geometry: VolumeGeometry) -> bool:
    """The slices do not lie straight above each other (gantry tilt)."""
    axes = geometry.axes
    return bool(np.abs(axes.T @ axes - np.eye(3)).max() > 1e-4)


def straighten(volume: Volume) -> Volume:
    """A tilted volume on a grid with right angles, trilinear; voxels outside take the lowest value.

    The rows, columns and spacing in the plane stay; the new slices lie along the normal, as far apart as the
    old ones were measured along it, and reach as far as any old slice does.
    """
    old = volume.geometry
    axes = old.axes
    normal = np.cross(axes[:, 0], axes[:, 1])
    normal /= np.linalg.norm(normal)
    columns, rows, slices = old.size
    step = axes[:, 2] * old.spacing[2]
    shift = step * (slices - 1)
    along_row, along_column = float(shift @ axes[:, 0]), float(shift @ axes[:, 1])
    extra_columns = math.ceil(abs(along_row) / old.spacing[0])
    extra_rows = math.ceil(abs(along_column) / old.spacing[1])
    origin = np.array(old.origin) + axes[:, 0] * min(0.0, along_row) + axes[:, 1] * min(0.0, along_column)
    direction = np.stack((axes[:, 0], axes[:, 1], normal), axis=1)
    geometry = VolumeGeometry(
        size=(columns + extra_columns, rows + extra_rows, slices),
        spacing=(old.spacing[0], old.spacing[1], float(step @ normal)),
        origin=(float(origin[0]), float(origin[1]), float(origin[2])),
        direction=tuple(float(v) for v in direction.reshape(9)),  # type: ignore[arg-type]
        issues=(*old.issues, tr("straightened by computation")),
    )
    return reslice(volume, geometry)


def reslice(volume: Volume, geometry: VolumeGeometry) -> Volume:
    """The volume's values on another grid, trilinear, rounded to the same type. Sheared grids are fine."""
    index_of = np.linalg.inv(volume.geometry.index_to_patient) @ geometry.index_to_patient
    image = SimpleITK.GetImageFromArray(volume.voxels)  # index space: spacing 1, origin 0
    transform = SimpleITK.AffineTransform(3)
    transform.SetMatrix([float(v) for v in index_of[:3, :3].reshape(9)])
    transform.SetTranslation([float(v) for v in index_of[:3, 3]])
    filter_ = SimpleITK.ResampleImageFilter()
    filter_.SetSize(list(geometry.size))
    filter_.SetTransform(transform)
    filter_.SetInterpolator(SimpleITK.sitkLinear)
    filter_.SetDefaultPixelValue(float(volume.voxels.min()))
    filter_.SetOutputPixelType(SimpleITK.sitkFloat32)  # ITK would cut fractions off, not round
    voxels = SimpleITK.GetArrayFromImage(filter_.Execute(image))
    if volume.voxels.dtype.kind in "iu":
        voxels = np.rint(voxels).astype(volume.voxels.dtype)
    slices = geometry.size[2]
    return replace(
        volume,
        geometry=geometry,
        voxels=voxels,
        present=np.ones(slices, np.bool_),
        slices=(None,) * slices,
        _index={},
    )
