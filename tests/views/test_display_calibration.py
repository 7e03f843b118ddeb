"""Displays that were measured: the GSDF and contrast against dcmtk and a second calculation, records that
contradict themselves, and the grey levels that images are painted in."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.qt.displays import device_of
from reader.views.calibration import gsdf
from reader.views.calibration.codec import NotMeasurements, measurements, read, written
from reader.views.calibration.evaluation import contradictions, doubtful_dates, evaluated
from reader.views.calibration.greys import look_up, shown
from reader.views.calibration.pattern import WORDS, letter_levels, patch, quality
from reader.views.calibration.record import LEVELS, Calibration, DisplayRecord, GreysBy, Use
from tests.views.examples import volume
from tests.views.test_widget import BIG, Window_, activate

TODAY = date(2026, 11, 28)
ANNEX_B = {1: 0.0500, 2: 0.0547, 3: 0.0594, 4: 0.0643, 1022: 3967.5470, 1023: 3993.4040}
"""Lines of the table of PS3.14 annex B."""
GAMMA = tuple((float(level), 0.5 + 399.5 * (level / 255) ** 2.2) for level in LEVELS)


def standard(j: float) -> float:
    """cd/m², written from PS3.14 7.1 a second time."""
    a, b, c, d, e = -1.3011877, -2.5840191e-2, 8.0242636e-2, -1.0320229e-1, 1.3646699e-1
    f, g, h, k, m = 2.8745620e-2, -2.5468404e-2, -3.1978977e-3, 1.2992634e-4, 1.3635334e-3
    x = float(np.log(j))
    above = a + c * x + e * x**2 + g * x**3 + m * x**4
    return float(10 ** (above / (1 + b * x + d * x**2 + f * x**3 + h * x**4 + k * x**5)))


J = np.arange(1.0, 1023.25, 0.25)
TABLE = np.array([standard(j) for j in J])


def jnd(luminance: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Without the standard's polynomial: between the lines of its table."""
    return np.interp(np.log(luminance), np.log(TABLE), J)


def inverse(luminance: NDArray[np.float64]) -> NDArray[np.float64]:
    """JND indices by the standard's polynomial (PS3.14 7.1), a second time."""
    x, found = np.log10(luminance), np.zeros_like(luminance)
    terms = (
        71.498068, 94.593053, 41.912053, 9.8247004, 0.28175407, -1.1878455, -0.18014349, 0.14710899, -0.017046845,
    )  # fmt: skip
    for power, term in enumerate(terms):
        found = found + term * x**power
    return found


def expected_greys(points: tuple[tuple[float, float], ...], ambient: float) -> NDArray[np.uint8]:
    levels, luminances = np.array(points).T
    indices = inverse(luminances + ambient)
    return np.interp(np.linspace(indices[0], indices[-1], 256), indices, levels).round().astype(np.uint8)


def by_dcmtk(folder: Path, *options: str) -> NDArray[np.float64]:
    """The table that dcmdspfn writes: level and luminances."""
    peer = shutil.which("dcmdspfn")
    assert peer is not None, "dcmtk is a peer that the tests need"
    out = folder / "gsdf.txt"
    subprocess.run([peer, *options, "+Og", str(out)], check=True, timeout=60)
    lines = [line for line in out.read_text().splitlines() if line[:1].isdigit()]
    return np.array([[float(value) for value in line.split()] for line in lines])


def test_the_gsdf_is_that_of_the_standard_and_of_dcmtk(tmp_path: Path) -> None:
    assert np.allclose(gsdf.luminance(list(ANNEX_B)), list(ANNEX_B.values()), rtol=5e-5, atol=5e-5)
    assert np.allclose(gsdf.luminance(J), TABLE, rtol=1e-12)
    assert np.abs(gsdf.index(TABLE) - J).max() < 0.15  # as near as the standard's own inverse is
    peer = by_dcmtk(tmp_path, "+Il", "1.0", "400.0", "+Cd", "256")
    ours = gsdf.luminance(np.linspace(*gsdf.index([1.0, 400.0]), 256))
    assert np.allclose(ours, peer[:, 1], rtol=1e-3)


def test_contrast_is_evaluated_as_tg18_says() -> None:
    """A display by the GSDF has no deviation; one by a power of 2.2 that which a second calculation finds."""
    jnds = np.linspace(float(jnd(1.0)), float(jnd(400.0)), 256)
    exact = Calibration(tuple((float(n), standard(jnds[n])) for n in LEVELS))
    found = evaluated(exact)
    assert found is not None and abs(found.worst[1]) < 0.01
    assert found.ratio == pytest.approx(400, rel=1e-3) and found.jnds == pytest.approx(jnds[-1] - jnds[0], abs=0.2)

    calibration = Calibration(GAMMA, ambient=0.2)
    found = evaluated(calibration)
    levels, luminances = np.array(GAMMA).T
    real = luminances + 0.2
    wanted = np.linspace(jnd(real[0]), jnd(real[-1]), 256)[levels.astype(int)]
    ideal = np.array([standard(j) for j in wanted])
    contrast, goal = (2 * (one[1:] - one[:-1]) / (one[1:] + one[:-1]) for one in (real, ideal))
    assert found is not None
    assert np.allclose([share for _, share in found.deviations], contrast / goal - 1, atol=2e-3)
    assert found.darkest == pytest.approx(0.7) and found.brightest == pytest.approx(400.2)


def test_the_look_up_is_that_of_dcmtk_and_brings_the_contrast_in_order(tmp_path: Path) -> None:
    levels = np.arange(256)
    luminances = 0.6 + 250 * (levels / 255) ** 2.4
    lines = "\n".join(f"{level} {value:.6f}" for level, value in zip(levels, luminances, strict=True))
    (tmp_path / "monitor.lut").write_text(f"max 255\namb 0.4\n{lines}\n")
    peer = by_dcmtk(tmp_path, "+Im", str(tmp_path / "monitor.lut"))
    points = tuple(zip(map(float, levels), map(float, luminances), strict=True))
    calibration = Calibration(points, ambient=0.4)
    table = look_up(calibration)
    assert table is not None
    theirs = np.abs(luminances[None, :] + 0.4 - peer[:, 3][:, None]).argmin(axis=1)  # dcmtk tells luminances
    assert np.abs(table.astype(int) - theirs).max() <= 1
    assert (table == theirs).mean() > 0.9

    few = DisplayRecord(Use.DIAGNOSTIC, GreysBy.READER, Calibration(GAMMA, ambient=0.2))
    before, after = evaluated(few.calibration or calibration), evaluated(shown(few) or calibration)
    assert before is not None and after is not None
    assert abs(before.worst[1]) > 0.3 > 3 * abs(after.worst[1])
    table = look_up(few.calibration or calibration)
    assert table is not None and np.array_equal(table, expected_greys(GAMMA, 0.2))


CONTRADICTIONS = {
    "darker": ((*GAMMA[:4], (60.0, 2.0), *GAMMA[5:]), 0.0, "Level 60 is darker than level 45."),
    "same": (((0.0, 0.5), (15.0, 0.5), (255.0, 300.0)), 0.0, "Levels 0 and 15 have the same luminance."),
    "negative": (((0.0, -0.5), (255.0, 300.0)), 0.0, "Level 0: the luminance is negative."),
    "not a number": (((0.0, float("nan")), (255.0, 300.0)), 0.0, "Level 0: the luminance is not a number."),
    "infinite": (((0.0, 0.5), (255.0, float("inf"))), 0.0, "Level 255: the luminance is not a number."),
    "twice": ((*GAMMA, (15.0, 3.0)), 0.0, "Level 15 is there twice."),
    "ten bits": (((0.0, 0.5), (1023.0, 300.0)), 0.0, "1023 is not a grey level from 0 to 255."),
    "half a level": (((0.0, 0.5), (15.5, 3.0), (255.0, 300.0)), 0.0, "15.5 is not a grey level from 0 to 255."),
    "no level": (((float("nan"), 0.5), (255.0, 300.0)), 0.0, "nan is not a grey level from 0 to 255."),
    "one point": (((0.0, 0.5),), 0.0, "At least two grey levels have to be measured."),
    "none": ((), 0.0, "At least two grey levels have to be measured."),
    "no white": (GAMMA[:-1], 0.0, "Levels 0 and 255 have to be measured."),
    "ambient": (GAMMA, -1.0, "The ambient luminance is negative."),
    "no ambient": (GAMMA, float("nan"), "The ambient luminance is not a number."),
    "black is nothing": (
        ((0.0, 0.0), (255.0, 300.0)), 0.0,
        "0 to 300 cd/m² is beyond what the GSDF is defined for (0.05 to 4000).",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_what_contradicts_itself_is_named_kept_and_never_used(case: str) -> None:
    points, ambient, words = CONTRADICTIONS[case]
    calibration = Calibration(points, ambient, TODAY, TODAY)
    assert words in contradictions(calibration)
    assert evaluated(calibration) is None and look_up(calibration) is None
    again = read(written(DisplayRecord(Use.DIAGNOSTIC, GreysBy.READER, calibration)))
    assert again.calibration is not None and again.greys is GreysBy.READER
    assert len(again.calibration.points) == len(points) and contradictions(again.calibration)


def test_dates_that_can_not_be_are_named() -> None:
    future = Calibration(GAMMA, measured=date(2027, 1, 1), due=date(2026, 1, 1))
    assert doubtful_dates(future, TODAY) == (
        "It was measured in the future (2027-01-01).", "It was due (2026-01-01) before it was measured.",
    )  # fmt: skip
    assert len(doubtful_dates(Calibration(GAMMA), TODAY)) == 2
    assert doubtful_dates(Calibration(GAMMA, measured=TODAY, due=TODAY), TODAY) == ()


@pytest.mark.parametrize(
    "text",
    ["{", "[]", "7", '{"calibration": 3}', '{"calibration": {"points": [[1]]}}', '{"calibration": {"points": {}}}',
     '{"use": 4, "calibration": {"points": [["a", null], [true, {}]], "measured": 5, "due": "31.12.2026"}}',
     '{"calibration": {"points": [[0, 1e400], [255, NaN]], "ambient": []}}', "[" * 5000],
)  # fmt: skip
def test_a_damaged_record_is_a_damaged_calibration(text: str) -> None:
    calibration = read(text).calibration
    assert calibration is not None and contradictions(calibration) and look_up(calibration) is None


def test_a_record_is_kept_as_it_is() -> None:
    calibration = Calibration(GAMMA, 0.25, date(2026, 1, 2), date(2027, 1, 2), "陈物理师", "LXcan")
    record = DisplayRecord(Use.REVIEW, GreysBy.READER, calibration)
    assert read(written(record)) == record and read("") == DisplayRecord()


@pytest.mark.parametrize(
    "content",
    ["level,luminance\n0,0.5\n15,0.98\n255,300\n", "0;0,5\n15;0,98\n255;300", "# LXcan\n0\t0.5\n15\t0.98\n255\t300",
     "0 0.5\n15  0.98\n255 300",
     "\ufeff灰阶,亮度\r\n0,0.5\r\n15,0.98\r\n255,300\r\n", "[[0, 0.5], [15, 0.98], [255, 300]]",
     '{"points": [{"level": 0, "luminance": 0.5}, {"DDL": 15, "L": 0.98}, {"gray": 255, "cd/m2": "300"}]}'],
)  # fmt: skip
def test_measurements_of_other_programs_are_read(content: str) -> None:
    assert measurements(content.encode()) == ((0.0, 0.5), (15.0, 0.98), (255.0, 300.0))


def test_no_file_is_guessed_at() -> None:
    random = np.random.default_rng(4)
    good = b"0,0.5\n15,0.98\n255,300\n" + json.dumps([[0, 1], [255, 2]]).encode()
    for content in (b"", b"\xff\xfe\x00", b"{", b"[1, 2]", b"level\n0\n", b"x" * 2_000_000):
        with pytest.raises(NotMeasurements):
            measurements(content)
    for _ in range(300):
        bytes_ = bytearray(good)
        for at in random.integers(0, len(bytes_), 4):
            bytes_[at] = random.integers(0, 256)
        try:
            calibration = Calibration(measurements(bytes(bytes_)))
        except NotMeasurements:
            continue
        assert (evaluated(calibration) is None) == bool(contradictions(calibration))
    ten_bits = "\n".join(f"{level},{level + 1}" for level in range(1024))
    with pytest.raises(NotMeasurements) as refused:
        measurements(ten_bits.encode())
    assert "8 bits" in refused.value.hint
    (point,) = measurements(b"15, about 3\n")
    assert point[0] == 15 and point[1] != point[1], "what is no number is none"


@pytest.mark.parametrize("size", [(1280, 800), (1536, 2048), (2560, 1440), (3840, 2160), (640, 400)])
def test_the_pattern_has_each_thing_at_its_own_pixels(size: tuple[int, int]) -> None:
    width, height = size
    found = quality(width, height)
    assert found.picture.shape == (height, width)
    middles = [found.picture[a.top + a.height // 2, a.left + a.width // 2] for a in found.patches]
    assert middles == list(LEVELS)
    for area, level in zip(found.patches, LEVELS, strict=True):
        around = {max(0, level - 4), level, min(255, level + 4)}
        assert set(np.unique(area.of(found.picture))) == around, "four little squares, brighter and darker"
    assert [set(np.unique(area.of(found.picture))) for area in found.extremes] == [{0, 13}, {255, 242}]
    assert len(found.lines) == 5 * 2 * 4
    for n, area in enumerate(found.lines):
        square = area.of(found.picture).astype(int)
        along, across = (square, square.T) if n % 2 else (square.T, square)
        assert (along == along[:, :1]).all()
        changes = np.flatnonzero(np.diff(across[0]))
        assert set(np.diff(changes)) == {1 if n % 4 < 2 else 2}, "the Nyquist frequency, and half of it"
        assert set(np.unique(square)) == ({0, 255} if n % 8 < 4 else {128, 130})
    everything = [*found.patches, *found.extremes, *found.bars, *found.lines, *found.words, found.label]
    covered = np.zeros((height, width), np.uint8)
    for area in everything:
        assert area.of(found.picture).shape == (area.height, area.width), "inside the picture"
        area.of(covered)[:] += 1
    assert covered.max() == 1, "nothing lies on anything else"


def test_letters_lose_their_contrast_and_a_patch_is_a_tenth() -> None:
    for background in (0, 128, 255):
        contrasts = [abs(level - background) for level in letter_levels(background)]
        assert len(contrasts) == len(WORDS) and sorted(filter(None, contrasts)) == list(range(1, 15))
    picture, _ = patch(2048, 1536, 45)
    assert (picture == 45).mean() == pytest.approx(0.1, abs=0.001)


@pytest.fixture
def ct(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    made = Window_(volume(BIG), tmp_path)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.views.settings.update(overlay_level=0, interpolation="none")
    activate(qtbot, made)
    yield made
    made.pictures.grid.close_scenes()


def grey(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def calibrate(window: Window_, greys: GreysBy, points: tuple[tuple[float, float], ...] = GAMMA) -> None:
    record = DisplayRecord(Use.DIAGNOSTIC, greys, Calibration(points, 0.2, TODAY, TODAY))
    window.views.settings.update(display_records={device_of(window.screen()): written(record)})


@pytest.mark.parametrize("how", ["none", "cubic"])
def test_greys_are_painted_through_the_calibration_and_copied_without_it(ct: Window_, how: str) -> None:
    ct.views.settings.update(interpolation=how)
    viewport = ct.viewport(0)
    plain, copied = grey(viewport.grab().toImage()), grey(viewport.picture())
    calibrate(ct, GreysBy.DISPLAY)
    assert np.array_equal(grey(viewport.grab().toImage()), plain), "the display does it itself"
    calibrate(ct, GreysBy.READER)
    painted = grey(viewport.grab().toImage())
    table = expected_greys(GAMMA, 0.2)
    inside = np.s_[80:-80, 80:-80]
    is_grey = (plain[inside].max(axis=-1) == plain[inside].min(axis=-1))[..., None]
    assert is_grey.mean() > 0.9 and len(np.unique(plain[inside])) > 100, "there is something to see"
    assert np.array_equal(painted[inside] * is_grey, table[plain[inside]] * is_grey)
    assert np.array_equal(painted[inside].max(axis=-1) == painted[inside].min(axis=-1), is_grey[..., 0])
    assert np.array_equal(grey(viewport.picture()), copied), "a copy is for any display"
    calibrate(ct, GreysBy.READER, CONTRADICTIONS["darker"][0])
    assert np.array_equal(grey(viewport.grab().toImage()), plain), "nothing is made of what contradicts itself"


def test_a_window_that_goes_to_another_display_is_painted_again(ct: Window_, qtbot: QtBot) -> None:
    viewport, painted = ct.viewport(0), list[bool]()
    paint = viewport.paintEvent
    qtbot.wait(50)
    viewport.paintEvent = lambda event: (painted.append(True), paint(event))  # type: ignore[method-assign]
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.ScreenChangeInternal))
    qtbot.waitUntil(lambda: bool(painted), timeout=2000)


def test_coloured_pictures_and_texts_stay_as_they_are(ct: Window_) -> None:
    viewport = ct.viewport(0)
    calibrate(ct, GreysBy.READER)
    ct.views.change(0, colour_map="hot_iron")
    coloured = grey(viewport.grab().toImage())
    ct.views.settings.update(display_records={})
    assert viewport.state.colour_map and np.array_equal(grey(viewport.grab().toImage()), coloured)
