"""Marking key images by a real key, in pictures that were acquired and in such as were not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.findings.model import ImageReference
from reader.findings.own_key_images import toggle, tracking_uid
from reader.views.layout import SINGLE
from reader.views.planes import Plane
from reader.views.scroll_marks import ScrollMarks
from reader.views.viewport import Slab
from reader.volume.model import OpenedSeries
from reader.volume.sampling import SlabMode
from tests.findings.exams import LI
from tests.views.examples import exam, stack, volume
from tests.views.test_widget import BIG, Window_, activate, drawn_image

CT = "1.2.840.10008.5.1.4.1.1.2"


class Desk_(Window_):
    """With somebody whose the key images are, as `app.opening` has it; the status line in `said`."""

    def begin(self, qtbot: QtBot) -> Desk_:
        qtbot.addWidget(self)
        self.resize(900, 700)
        self.said: list[str] = []
        self.views.key_image_toggled.connect(lambda image: toggle(self.views.findings, image, LI))
        self.views.readout.connect(self.said.append)
        activate(qtbot, self)
        self.viewport(0).setFocus()
        return self

    @property
    def marked(self) -> list[ImageReference]:
        return [key.image for key in self.views.findings.key_images]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifiers)

    def space(self) -> str:
        self.press(Qt.Key.Key_Space)
        return self.said[-1]


@pytest.fixture
def ct(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk_]:
    desk = Desk_(volume(BIG), tmp_path)
    desk.views.set_layout(SINGLE)
    yield desk.begin(qtbot)
    desk.pictures.grid.close_scenes()


def has_star(desk: Desk_) -> bool:
    """The colour of what a person says, where it is said that a picture is a key image."""
    picture = drawn_image(desk.viewport(0))
    corner = (QColor(picture.pixel(x, y)) for y in range(60) for x in range(picture.width() // 2, picture.width()))
    return any(c.red() > 200 and 150 < c.green() < 230 and c.blue() < 120 for c in corner)


def test_one_key_marks_and_unmarks_the_slice_that_is_shown(ct: Desk_) -> None:
    viewport = ct.views.viewports[0]
    entry = viewport.content.image.slices[viewport.frame.stored_index(viewport.index)]  # type: ignore
    image = ImageReference(CT, entry[0], (), "1.2.3.1")
    assert not has_star(ct)
    assert ct.space() == "Marked as key image." and ct.marked == [image] and has_star(ct)
    assert [(mark.index, mark.key, mark.ai) for mark in ScrollMarks().marks(ct.views, viewport)] == [
        (viewport.index, True, False)
    ]
    [thumbnail] = ct.pictures.column.thumbnails.values()
    assert "Key images: 1" in thumbnail.accessibleName()
    at = viewport.index
    ct.press(Qt.Key.Key_Down)
    assert not has_star(ct), "its neighbour is none"
    ct.space()
    assert len(ct.marked) == 2
    ct.views.findings.go_to_key_image(0)
    assert viewport.index == at and ct.views.findings.selected == tracking_uid(image)
    assert ct.space() == "No longer a key image." and len(ct.marked) == 1 and not has_star(ct)
    ct.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Key image removed" in ct.said[-1] and has_star(ct)


def test_a_note_is_typed_after_enter_and_can_be_changed(ct: Desk_) -> None:
    ct.space()
    [key] = ct.views.findings.key_images
    for typed, kept in (("Halo", "Halo"), (" sign", "Halo sign")):
        ct.press(Qt.Key.Key_Return)
        field = QApplication.focusWidget()
        assert field.accessibleName() == "Note, or why it is poor"  # type: ignore[union-attr]
        QTest.keyClick(field, Qt.Key.Key_End)
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert ct.views.findings[key.own].note == kept
        assert QApplication.focusWidget() is ct.viewport(0), "the next key is for the picture again"
    assert len(ct.marked) == 1, "a space in a note is text"


def test_what_was_computed_is_no_key_image_and_why_is_said(ct: Desk_) -> None:
    views = ct.views
    views.change(0, slab=Slab(SlabMode.MIP, 10.0))
    assert "slab" in ct.space() and "F9" in ct.said[-1]
    views.change(0, slab=Slab())
    for plane, said in ((Plane.CORONAL, "computed plane"), (Plane.VOLUME, "volume view")):
        views.set_plane(0, plane)
        assert said in ct.space()
    views.set_plane(0, Plane.AXIAL)
    image = views.viewports[0].content.image  # type: ignore[union-attr]
    image.present[:] = False
    assert "not arrived" in ct.space()
    image.present[:] = True
    study, series = exam(volume(BIG, series_uid="1.2.9"), study_uid="1.2.8")
    views.show(study, series, OpenedSeries.of(volume(BIG, series_uid="1.2.9")), prior=True)
    views.set_active(next(n for n, v in enumerate(views.viewports) if v.content and v.content.prior))
    ct.viewport(views.active).setFocus()
    assert "present exam" in ct.space()
    assert ct.marked == []


def test_frames_of_a_loop_are_marked_each_by_its_number(qtbot: QtBot, tmp_path: Path) -> None:
    loop = stack([np.zeros((64, 64), np.uint16)] * 5)
    study, series = exam(loop, modality="US")
    series = replace(series, instances=(replace(series.instances[0], frames=5),))
    desk = Desk_(loop, tmp_path, "US").begin(qtbot)
    desk.views.show(replace(study, series=(series,)), series, OpenedSeries.of(loop))
    desk.views.scroll_to(0, 3)
    desk.space()
    desk.views.scroll_to(0, 1)
    desk.space()
    assert [image.frames for image in desk.marked] == [(4,), (2,)]
    desk.views.findings.go_to_key_image(0)
    assert desk.views.viewports[0].index == 3


def test_a_case_that_can_only_be_looked_at_says_so(ct: Desk_) -> None:
    ct.views.findings.set_read_only("It is signed.")
    assert ct.space() == "Key images can't be changed here: It is signed." and ct.marked == []
