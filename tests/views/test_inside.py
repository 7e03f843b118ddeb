"""Which pixels count for a closed shape, against counts that are exact: whole numbers, and Pick's theorem."""

from __future__ import annotations

from math import cos, gcd, pi, sin

import numpy as np
import pytest

from reader.findings.model import ShapeKind
from reader.terms.measures import MAXIMUM, MEAN
from reader.views.content import Content
from reader.views.inside import TOLERANCE, inside
from reader.views.measure import measure, shape_pixels
from reader.views.planes import ORTHOGONAL, Plane, volume_frame
from reader.views.screen import screen_map
from reader.views.tools.ellipse import ELLIPSE
from reader.volume.model import OpenedSeries, Volume
from tests.views.examples import GEOMETRIES, exam, volume

SIDE = 64
PART, HAIR = 2000, 3  # the tolerance, and what rounding to single precision adds


def in_ellipse(centre: tuple[int, int], half: tuple[int, int]) -> set[tuple[int, int]]:
    """(column, row) with (x/a)² + (y/b)² ≤ 1, exactly: everything in whole `PART`s of a pixel."""
    (c, r), (a, b) = centre, half
    across = [(n, ((n * PART - c) * b) ** 2) for n in range(SIDE)]
    down = [(n, ((n * PART - r) * a) ** 2) for n in range(SIDE)]
    most = (a * b) ** 2
    return {(column, row) for column, x in across if x <= most for row, y in down if x + y <= most}


def chosen(kind: ShapeKind, outline: list[tuple[float, float]]) -> set[tuple[int, int]]:
    down, across, mask = inside(kind, outline, SIDE, SIDE)
    rows, columns = np.nonzero(mask)
    return {(int(c) + across.start, int(r) + down.start) for r, c in zip(rows, columns, strict=True)}


def axes(centre: tuple[int, int], half: tuple[int, int]) -> list[tuple[float, float]]:
    (c, r), (a, b) = centre, half
    return [(x / PART, y / PART) for x, y in ((c - a, r), (c + a, r), (c, r - b), (c, r + b))]


def test_ellipses_hold_every_centre_in_them_and_on_them() -> None:
    """Axes in tenths, so that many outlines run through centres; read back in single precision as from an SR."""
    random = np.random.default_rng(9)
    on_edge = 0
    for _ in range(100):
        tenths = random.integers((10, 10, 200, 200), (200, 200, 440, 440))
        a, b, c, r = (int(n) * PART // 10 for n in tenths)
        if random.random() < 0.5:
            c, r = c - c % PART + a % PART, r - r % PART  # the ends of an axis on centres
        expected, at_most = in_ellipse((c, r), (a, b)), in_ellipse((c, r), (a + HAIR, b + HAIR))
        outline = axes((c, r), (a, b))
        assert expected <= chosen(ShapeKind.ELLIPSE, outline) <= at_most
        stored = [(float(np.float32(x + 0.5)) - 0.5, float(np.float32(y + 0.5)) - 0.5) for x, y in outline]
        assert expected <= chosen(ShapeKind.ELLIPSE, stored) <= at_most
        on_edge += len(expected - in_ellipse((c, r), (a - HAIR, b - HAIR)))
    assert on_edge > 50


def test_a_turned_circle_holds_what_the_straight_one_does() -> None:
    for radius, count in ((5, 81), (10, 317), (13, 529), (25, 1961)):  # Gauss's circle problem, OEIS A000328
        for angle in np.linspace(0, pi, 7):
            x, y = radius * cos(angle), radius * sin(angle)
            outline = [(32 - x, 32 - y), (32 + x, 32 + y), (32 + y, 32 - x), (32 - y, 32 + x)]
            assert len(chosen(ShapeKind.ELLIPSE, outline)) == count


def test_polygons_hold_as_many_centres_as_pick_says() -> None:
    """Corners on centres: A + B/2 + 1 lattice points in or on (Pick's theorem); rectangles by their sides."""
    random = np.random.default_rng(3)
    for _ in range(40):
        angles = np.sort(random.uniform(0, 2 * pi, 9))
        ring = [(round(32 + 28 * cos(t)), round(32 + 28 * sin(t))) for t in angles]
        corners = list(dict.fromkeys(ring))
        pairs = list(zip(corners, corners[1:] + corners[:1], strict=True))
        twice = abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs))
        edge = sum(gcd(abs(x1 - x0), abs(y1 - y0)) for (x0, y0), (x1, y1) in pairs)
        if twice:
            assert len(chosen(ShapeKind.POLYGON, corners)) == (twice + edge) // 2 + 1  # type: ignore[arg-type]
    box = [(3.0, 4.0), (10.5, 4.0), (10.5, 9.0), (3.0, 9.0)]
    assert len(chosen(ShapeKind.POLYGON, box)) == 8 * 6
    with pytest.raises(ValueError, match="polyline"):
        inside(ShapeKind.POLYLINE, box, SIDE, SIDE)


@pytest.mark.parametrize("corners", [3, 4, 7, 40, 400])
def test_polygons_of_any_corners_hold_what_they_go_round(corners: int) -> None:
    """Crossing themselves, with repeated corners, corners on pixels and beyond the picture; edge by edge."""
    random = np.random.default_rng(corners)
    for turn in range(30):
        outline = random.uniform(-9, SIDE + 9, (corners, 2))
        if turn % 2:
            outline = np.rint(outline)
        y, x = np.mgrid[:SIDE, :SIDE].astype(float)
        winding, edge = np.zeros((SIDE, SIDE), int), np.zeros((SIDE, SIDE), bool)
        for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
            if y0 != y1:
                left = ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (x1 - x0) / (y1 - y0))
                winding += np.where(left, 1 if y1 > y0 else -1, 0)
            long = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-12)
            t = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / long, 0, 1)
            edge |= np.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)) <= TOLERANCE
        expected = winding != 0
        down, across, mask = inside(ShapeKind.POLYGON, [(c, r) for c, r in outline], SIDE, SIDE)
        assert np.array_equal(mask, (expected | edge)[down, across])
        assert not (expected | edge).sum() - mask.sum()


def test_ellipses_of_any_direction_hold_what_one_asks_each_pixel() -> None:
    """Round, thin and skewed ones, in part beyond the picture: its equation, pixel by pixel."""
    random = np.random.default_rng(4)
    y, x = np.mgrid[:SIDE, :SIDE].astype(float)
    for turn in range(300):
        centre, first = random.uniform(0, SIDE, 2), random.uniform(-30, 30, 2)
        second = np.array((-first[1], first[0])) * random.uniform(0.001, 1) + random.uniform(-2, 2, 2) * (turn % 2)
        if turn % 3 == 0:
            centre, first, second = np.rint(centre), np.rint(first), np.rint(second)
        if abs(np.linalg.det((first, second))) < 1e-9:
            continue
        away = np.stack((x, y)) - centre[:, None, None]
        u, v = np.tensordot(np.linalg.inv(np.stack((first, second), 1)), away, 1)
        ends = (centre - first, centre + first, centre - second, centre + second)
        down, across, mask = inside(ShapeKind.ELLIPSE, [(c, r) for c, r in ends], SIDE, SIDE)
        whole = np.zeros((SIDE, SIDE), bool)
        whole[down, across] = mask
        size = np.hypot(u, v)
        assert not (whole ^ (size <= 1))[np.abs(size - 1) * np.linalg.norm(second) > 0.1].any()
        assert whole[size <= 1].all()


@pytest.mark.parametrize("name", ["straight", "head first slices", "anisotropic", "oblique"])
@pytest.mark.parametrize("plane", ORTHOGONAL)
def test_statistics_take_the_edge_in_every_view(name: str, plane: Plane) -> None:
    """Ends of the axes on centres; through a turned and flipped view, and through millimetres and back."""
    image: Volume = volume(GEOMETRIES[name])
    study, series = exam(image)
    content = Content.of(study, series, OpenedSeries.of(image))
    frame = volume_frame(image.geometry, plane)
    index, centre, half = 5, (8 * PART, 6 * PART), (5 * PART, 5 * PART)
    image.voxels[...] = 0
    place = frame.to_point((13, 6, index))  # the end of an axis: a pixel that only the edge has
    i, j, k = (round(n) for n in image.geometry.to_index(place))
    image.voxels[k, j, i] = 1000
    inner = len(in_ellipse(centre, half) & {(c, r) for c in range(frame.size[0]) for r in range(frame.size[1])})
    outline = axes(centre, half)
    for turns, flipped in ((0, False), (1, False), (2, True), (3, True)):
        view = screen_map(frame, 640, 480, zoom=1.7, pan=(4.0, -3.0), turns=turns, flipped=flipped)
        through = [view.to_pixel(*view.to_screen(*point)) for point in outline]
        measured = measure(ELLIPSE, content, frame, index, through)
        back = shape_pixels(measured.shape, content, frame, index)
        assert back is not None
        for result in (measured, measure(ELLIPSE, content, frame, index, back)):
            numbers = {m.derivation: m.value for m in result.measurements}
            assert numbers[MAXIMUM] == 1000
            assert numbers[MEAN] == pytest.approx(1000 / inner)
