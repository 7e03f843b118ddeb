"""What is written over pictures, which are black in every theme: it can be read, and no label covers it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.core.qt.theme import TOKENS, apply_theme
from reader.dicom.values import Code
from reader.findings.model import Finding, Observer, Shape, ShapeKind, Source, Status
from reader.study.model import Arrival, Failure, SeriesState
from reader.views.layout import MPR
from reader.views.ui import drawing, painting
from reader.volume.model import OpenedSeries
from tests.views.examples import exam, volume
from tests.views.test_widget import BIG, Window_, activate

MISSING = 14


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window_]:
    """On an image that could not be shown, with a finding across its middle."""
    image = volume(BIG)
    image.present[MISSING] = False
    made = Window_(image, tmp_path)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    failure = Failure(image.slices[MISSING][0], "The image is damaged.")
    made.study.set_state(image.series_uid, SeriesState(Arrival.INCOMPLETE, 39, 40, (failure,)))
    activate(qtbot, made)
    made.views.set_layout(MPR)
    made.views.scroll_to(0, 39 - MISSING)
    ends = (BIG.to_patient((14, 31, MISSING)), BIG.to_patient((25, 31, MISSING)))
    shape = Shape(ShapeKind.POLYLINE, ends, True)
    source = Source(Observer.PERSON, "Li")
    nodule = Code("1", "99X", "A nodule with a long name")
    made.views.findings.load([Finding("1", "1", source, nodule, shapes=(shape,), status=Status.ACCEPTED)])
    yield made
    made.pictures.grid.close_scenes()


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2, relative luminance."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", sorted(TOKENS))
def test_texts_have_the_contrast_of_text_on_black_in_every_theme(
    theme: str, window: Window_, qtbot: QtBot, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    tints: dict[str, QColor] = {}
    draw = painting._outlined_text

    def outlined(text: str, font: QFont, tint: QColor, ratio: float) -> tuple[QPixmap, float, float]:
        tints[text] = tint
        return draw(text, font, tint, ratio)

    monkeypatch.setattr(painting, "_outlined_text", outlined)
    monkeypatch.setattr(painting, "_texts", {})
    prior, empty = volume(BIG, series_uid="1.9.1"), Window_(volume(BIG), tmp_path)
    qtbot.addWidget(empty)
    empty.views.clear()
    apply_theme(qapp, theme)
    try:
        window.grab()
        empty.grab()
        window.views.show_compare(*exam(prior, study_uid="1.9"), OpenedSeries.of(prior))
        window.grab()
    finally:
        apply_theme(qapp, "dark")
    assert {"This image is missing", "Nothing here yet", "Prior 2026-01-01"} <= set(tints)
    assert {text: tint.name() for text, tint in tints.items() if contrast(tint, QColor("black")) < 4.5} == {}


def test_a_label_does_not_cover_why_there_is_no_image(window: Window_, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[tuple[str, QRectF]] = []

    def outlined(painter: QPainter, x: float, baseline: float, text: str, token: str = "overlay") -> None:
        metrics = QFontMetricsF(painter.font())
        size = QRectF(x, baseline - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())
        texts.append((text, size))

    monkeypatch.setattr(painting, "outlined", outlined)
    monkeypatch.setattr(drawing, "outlined", outlined)
    window.viewport(0).grab()
    [label] = [place for text, place in texts if "nodule" in text]
    why = [place for text, place in texts if text in ("This image is missing", "The image is damaged.")]
    assert len(why) == 2 and not any(place.intersects(label) for place in why)


def test_labels_stand_over_all_lines_and_beside_what_is_small(
    window: Window_, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small nodule to the right of a line, where the line's label would be; and a line through that label."""
    model = window.views
    drawn: list[str] = []
    model.scroll_to(0, 20)

    def line(uid: str, *ends: tuple[int, int]) -> Finding:
        shape = Shape(ShapeKind.POLYLINE, tuple(BIG.to_patient((x, y, 39 - 20)) for x, y in ends), True)
        return Finding(uid, uid, Source(Observer.PERSON, "Li"), Code(uid, "99X", uid), shapes=(shape,))

    lines = {"long": ((6, 30), (26, 30)), "small": ((30, 29), (33, 29)), "across": ((28, 4), (28, 60))}
    model.findings.load([line(name, *ends) for name, ends in lines.items()])
    stroked, written = drawing.draw_path, drawing.label

    def path(*args: object, **more: object) -> None:
        drawn.append("line")
        stroked(*args, **more)  # type: ignore[arg-type]

    def label(*args: object) -> QRectF:
        drawn.append(args[1][0])  # type: ignore[index]
        places.append(written(*args))  # type: ignore[arg-type]
        return places[-1]

    places: list[QRectF] = []
    monkeypatch.setattr(drawing, "draw_path", path)
    monkeypatch.setattr(drawing, "label", label)
    window.viewport(0).grab()
    assert len(places) == 3 and drawn[:3] == ["line"] * 3
    view = window.viewport(0).screen()
    assert view is not None
    small = QRectF(*view.to_screen(30, 29), 0, 1).united(QRectF(*view.to_screen(33, 29), 0, 1))
    of_long = places[next(n for n, name in enumerate(drawn[3:]) if "long" in name)]
    assert not of_long.intersects(small) and not any(a.intersects(b) for a in places for b in places if a is not b)
