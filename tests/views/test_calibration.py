"""What a line of 100 pixels measures: by PS3.3 10.7 in projections, by C.8.5.5 in ultrasound, worked out by hand.

The words go with the number from the picture to the list, the sentence and the SR.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from reader.findings.service import number_text, size_text
from reader.report.sentences import facts, sentence
from reader.study.kept import series_from_record, series_record
from reader.study.model import Series
from reader.views.measure import MeasuredShape, label_lines, measure
from reader.views.scales import even_mm
from reader.views.tools.angle import ANGLE
from reader.views.tools.distance import DISTANCE
from reader.views.tools.ellipse import ELLIPSE
from reader.views.tools.measuring_tool import MeasuringTool
from tests.dicom.made import image, ramp, written
from tests.dicom.pictures import opened
from tests.report.examples import nodule

Box = tuple[int, int, int, int]
Point = tuple[float, float]
TISSUE, SPECTRUM, M_MODE = (3, 3), (4, 7), (4, 3)
CM, SECOND = 3, 4


def line(made: Dataset, first: Point, second: Point, tool: MeasuringTool = DISTANCE, *more: Point) -> MeasuredShape:
    viewport, _ = opened(written(made))
    assert viewport.content is not None and viewport.frame is not None
    return measure(tool, viewport.content, viewport.frame, 0, [first, second, *more])


def said(made: Dataset, first: Point = (50, 40), second: Point = (150, 40)) -> str:
    return label_lines(line(made, first, second).measurements)[0]


def projection(**attributes: Any) -> Dataset:
    return image(ramp(300, 400), **({"Modality": "DX"} | attributes))


@pytest.mark.parametrize(
    ("attributes", "expected", "prose"),
    [
        ({"ImagerPixelSpacing": [0.15, 0.15]}, "15 mm at detector", "（探测器平面）"),
        ({"ImagerPixelSpacing": [0.15, 0.15], "EstimatedRadiographicMagnificationFactor": 1.5},
         "10 mm by the stated magnification 1.5", "（按标称放大率1.5校正）"),
        ({"ImagerPixelSpacing": [0.15, 0.15], "PixelSpacing": [0.15, 0.15]}, "15 mm at detector", "（探测器平面）"),
        ({"ImagerPixelSpacing": [0.15, 0.15], "PixelSpacing": [0.1500001, 0.15]}, "15 mm at detector", None),
        ({"ImagerPixelSpacing": [0.15, 0.15], "PixelSpacing": [0.15, 0.15],
          "EstimatedRadiographicMagnificationFactor": 1.5}, "10 mm by the stated magnification 1.5", None),
        ({"ImagerPixelSpacing": [0.15, 0.15], "PixelSpacing": [0.10, 0.10],
          "PixelSpacingCalibrationType": "GEOMETRY"}, "10 mm calibrated (geometry)", "（已按几何校准）"),
        ({"PixelSpacing": [0.10, 0.10], "PixelSpacingCalibrationType": "FIDUCIAL"},
         "10 mm calibrated (fiducial)", "（已按标记物校准）"),
        ({"ImagerPixelSpacing": [0.15, 0.15], "PixelSpacing": [0.10, 0.10]}, "10 mm calibration not stated", None),
        ({"ImagerPixelSpacing": [0.15, 0.15], "DistanceSourceToDetector": 1500, "DistanceSourceToPatient": 1000},
         "10 mm estimated, magnification 1.5", "（按放大率1.5估算）"),
        ({"PixelSpacing": [0.15, 0.15]}, "15 mm calibration not stated", "（校准方式未注明）"),
        ({"NominalScannedPixelSpacing": [0.15, 0.15], "Modality": "OT"}, "15 mm nominal, scanned", None),
        ({"PixelSpacing": [0.15, 0.15], "Modality": "CT"}, "15 mm", ""),
        # what can't be right calibrates nothing
        ({"ImagerPixelSpacing": [0.15, 0.15], "EstimatedRadiographicMagnificationFactor": 0},
         "15 mm at detector", None),
        ({"ImagerPixelSpacing": [0.15, 0.15], "EstimatedRadiographicMagnificationFactor": 150},
         "15 mm at detector", None),
        ({"ImagerPixelSpacing": [0.15, 0.15], "DistanceSourceToDetector": 1000, "DistanceSourceToPatient": 1500},
         "15 mm at detector", None),
        ({"ImagerPixelSpacing": [0, 0]}, "100 px", ""),
        ({}, "100 px", ""),
    ],
)  # fmt: skip
def test_a_projection_says_what_its_millimetres_rest_on(
    attributes: dict[str, Any], expected: str, prose: str | None
) -> None:
    made = projection(**attributes)
    measured = line(made, (50, 40), (150, 40))
    assert label_lines(measured.measurements) == [expected]
    finding = replace(nodule(), measurements=measured.measurements)
    assert number_text(measured.measurements[0]) == size_text(finding) == expected
    english = sentence(finding, "en")
    number, _, words = expected.partition(" mm")
    assert (f"{number} mm ({words.strip()})" in english) if words else ("(" not in english)
    if prose is not None:
        assert sentence(finding, "zh").endswith(f"{prose}。")
    qualified = replace(finding, measurements=tuple(replace(m, method=None) for m in measured.measurements))
    assert (facts(finding) == facts(qualified)) == (not words), "a sentence with other words is out of date"


def test_an_area_has_the_words_too() -> None:
    made = projection(ImagerPixelSpacing=[0.15, 0.15])
    area = line(made, (50, 40), (150, 140), ELLIPSE).measurements[0]
    assert number_text(area).endswith("mm² at detector")


def region(box: Box, units: tuple[int, int], deltas: Point, *, low: bool = False) -> Dataset:
    item = Dataset()
    item.RegionSpatialFormat, item.RegionDataType, item.RegionFlags = 1, 1, int(low)
    item.RegionLocationMinX0, item.RegionLocationMinY0, item.RegionLocationMaxX1, item.RegionLocationMaxY1 = box
    item.PhysicalUnitsXDirection, item.PhysicalUnitsYDirection = units
    item.PhysicalDeltaX, item.PhysicalDeltaY = deltas
    return item


def ultrasound(*regions: Dataset, **more: Any) -> Dataset:
    pixels = np.zeros((480, 640, 3), np.uint8)
    made = image(pixels, allocated=8, stored=8, Modality="US", **more)
    made.SequenceOfUltrasoundRegions = Sequence(regions)
    return made


B_MODE = region((100, 20, 540, 230), TISSUE, (0.05, 0.05))
DOPPLER = ultrasound(B_MODE, region((100, 250, 540, 460), SPECTRUM, (0.005, 1.0)))
PANES = ultrasound(
    region((0, 20, 319, 460), TISSUE, (0.05, 0.05)), region((320, 20, 639, 460), TISSUE, (0.02, 0.02))
)
MOTION = ultrasound(B_MODE, region((100, 250, 540, 460), M_MODE, (0.005, 0.05)))


@pytest.mark.parametrize(
    ("made", "first", "second", "expected"),
    [
        (DOPPLER, (200, 100), (300, 100), "50 mm"), (DOPPLER, (200, 100), (260, 180), "50 mm"),
        (DOPPLER, (200, 300), (300, 300), "0.5 s"), (DOPPLER, (200, 300), (300, 300.6), "0.5 s"),
        (DOPPLER, (200, 300), (200, 400), "100 cm/s"), (DOPPLER, (200, 300), (260, 380), "100 px"),
        (DOPPLER, (10, 5), (90, 5), "80 px"), (DOPPLER, (200, 200), (200, 300), "100 px"),
        (PANES, (100, 100), (200, 100), "50 mm"), (PANES, (400, 100), (500, 100), "20 mm"),
        (PANES, (270, 100), (370, 100), "100 px"), (PANES, (319, 100), (319, 200), "50 mm"),
        (MOTION, (200, 300), (200, 400), "50 mm"), (MOTION, (200, 300), (300, 300), "0.5 s"),
        (MOTION, (200, 300), (260, 380), "100 px"),
        (ultrasound(B_MODE, PixelSpacing=[1, 1]), (200, 100), (300, 100), "50 mm"),
        (ultrasound(B_MODE, PixelSpacing=[1, 1]), (200, 300), (300, 300), "100 px"),
        # an ECG under the picture: its time has a scale, its height none
        (ultrasound(region((0, 0, 600, 400), (SECOND, 0), (0.01, 0.0))), (100, 100), (200, 100), "1 s"),
        (ultrasound(region((0, 0, 600, 400), (SECOND, 0), (0.01, 0.0))), (100, 100), (100, 200), "100 px"),
        # an inset over the picture counts before what it covers; a negative delta is a direction
        (ultrasound(region((0, 0, 600, 400), TISSUE, (0.05, 0.05), low=True),
                    region((400, 0, 600, 100), TISSUE, (0.1, -0.1))), (450, 50), (550, 50), "100 mm"),
        (ultrasound(region((0, 0, 600, 400), TISSUE, (0.05, 0.05)),
                    region((400, 0, 600, 100), TISSUE, (0.1, 0.1), low=True)), (450, 50), (550, 50), "50 mm"),
        # a colour box in the picture of the tissue, as it is: of one scale; another scale or a hole is none
        (ultrasound(B_MODE, region((200, 50, 400, 200), TISSUE, (0.05, 0.05))), (150, 100), (250, 100), "50 mm"),
        (ultrasound(B_MODE, region((200, 50, 400, 200), TISSUE, (0.04, 0.05))), (150, 100), (250, 100), "100 px"),
        (ultrasound(B_MODE, region((200, 50, 600, 200), TISSUE, (0.05, 0.05))), (500, 100), (600, 100), "50 mm"),
        (ultrasound(B_MODE, region((200, 50, 600, 200), TISSUE, (0.05, 0.05))), (150, 100), (600, 100), "450 px"),
        # pixels higher than wide
        (ultrasound(region((0, 0, 600, 400), TISSUE, (0.03, 0.04))), (100, 100), (200, 200), "50 mm"),
        (ultrasound(), (100, 100), (200, 100), "100 px"),
    ],
)  # fmt: skip
def test_an_ultrasound_region_has_its_own_axes(made: Dataset, first: Point, second: Point, expected: str) -> None:
    assert said(made, first, second) == expected


def test_areas_and_angles_in_and_between_regions() -> None:
    def area(first: Point, second: Point) -> str:
        return label_lines(line(DOPPLER, first, second, ELLIPSE).measurements)[0]

    assert area((200, 60), (300, 160)) == f"{np.pi * 25 * 25:.0f} mm²"
    assert area((200, 300), (300, 400)).endswith(" px²") and area((200, 200), (300, 300)).endswith(" px²")
    high = ultrasound(region((0, 0, 600, 400), TISSUE, (0.03, 0.06)))
    assert said(high, (100, 100), (200, 100)) == "30 mm"
    assert label_lines(line(high, (200, 100), (100, 100), ANGLE, (200, 150)).measurements)[0] == "45°"


def test_each_image_of_a_series_has_its_own_scale_and_a_bar_only_where_all_agree() -> None:
    zoomed = ultrasound(region((100, 20, 540, 460), TISSUE, (0.02, 0.02)))
    each = [said(made, (200, 100), (300, 100)) for made in (ultrasound(B_MODE), zoomed)]
    assert each == ["50 mm", "20 mm"]
    bars = [even_mm(opened(written(made))[0].frame) for made in (zoomed, PANES, DOPPLER, ultrasound())]  # type: ignore[arg-type]
    assert bars == [0.2, None, None, None]


def test_calibrations_are_kept_with_the_exam() -> None:
    magnified = {"ImagerPixelSpacing": [0.15, 0.15], "EstimatedRadiographicMagnificationFactor": 1.5}
    for made in (DOPPLER, projection(**magnified)):
        viewport, _ = opened(written(made))
        assert viewport.content is not None
        [instance] = viewport.content.image.instances.values()
        assert instance.calibration is not None
        series = Series("1.2", "1.3", "US", 1, instances=(instance,))
        assert series_from_record(series_record(series)).instances[0].calibration == instance.calibration
