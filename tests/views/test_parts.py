"""Parts of a series and times of a 4D one on the screen: chosen, stepped through, jumped to, counted as seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reader.core.commands import CommandRegistry
from reader.dicom.values import Code
from reader.findings.model import Finding, ImageReference, Observer, Source
from reader.study.model import Window
from reader.views.commands import commands
from reader.views.layout import MPR, SINGLE
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.volume.model import OpenedSeries, Part, Stack, Volume
from tests.views.examples import GEOMETRIES, exam, stack, views, volume

TIMES = 3


def four_d() -> tuple[Volume, ...]:
    """Volumes that are views of one array, as they are loaded."""
    geometry = GEOMETRIES["anisotropic"]
    columns, rows, slices = geometry.size
    voxels = np.zeros((TIMES * slices, rows, columns), np.int16)
    for t in range(TIMES):
        voxels[t * slices : (t + 1) * slices] = 100 * t
    return tuple(
        Volume(
            "1.2.3.1", geometry, voxels[t * slices : (t + 1) * slices], np.ones(slices, np.bool_),
            tuple((f"1.2.3.1.{t}.{k}", 1) for k in range(slices)),
        )
        for t in range(TIMES)
    )  # fmt: skip


@pytest.fixture
def opened() -> OpenedSeries:
    """A volume at three times, another contrast of the same place, and a scout."""
    times = Part(four_d(), "b 0", tuple(f"t {t + 1}/{TIMES}" for t in range(TIMES)), 40.0)
    other = volume(GEOMETRIES["anisotropic"], seed=2)
    scout = replace(stack([np.zeros((8, 8), np.uint16)] * 2, uid="1.8"), series_uid="1.2.3.1")
    return OpenedSeries("1.2.3.1", (times, Part((other,), "b 800"), Part((scout,), "Localizer")))


@pytest.fixture
def shown(tmp_path: Path, opened: OpenedSeries) -> ViewsModel:
    model = views(tmp_path)
    model.show(*exam(opened.parts[0].images[0]), opened)
    return model


def test_a_part_that_is_dropped_stays_in_the_spaces_of_its_exam(shown: ViewsModel) -> None:
    """What the user states of two series holds for it too."""
    shown.parts.drop(1, "1.2.3.1", 1)
    content = shown.viewports[1].content
    assert content is not None and content.part_number == 1 and content.spaces is shown.spaces


def test_the_times_are_stepped_through_and_everything_else_stays(shown: ViewsModel) -> None:
    registry = CommandRegistry()
    registry.add(*commands(shown))
    shown.set_window(0, Window(50, 300))
    shown.scroll_to(0, 4)
    shown.change(0, zoom=2.5)
    cursor = shown.cursor
    drawn: list[int] = []
    shown.viewport_changed.connect(drawn.append)
    registry.run("views.next_phase")
    content = shown.viewports[0].content
    assert content is not None and (content.phase, content.phase_text) == (1, "t 2/3")
    assert set(drawn) == {0, 1, 2, 3} and shown.cursor == cursor
    assert isinstance(content.image, Volume) and (content.image.voxels == 100).all()
    assert content.image.voxels.base is content.part.images[0].voxels.base  # type: ignore[union-attr]
    viewport = shown.viewports[0]
    assert (viewport.index, viewport.zoom, shown.window_of(0)) == (4, 2.5, Window(50, 300))
    registry.run("views.previous_phase")
    registry.run("views.previous_phase")
    assert content.phase == 2  # round and round
    registry.run("views.cine_phases")
    assert viewport.playing_phases and not viewport.playing
    registry.run("views.cine")
    assert viewport.playing and not viewport.playing_phases


def test_slices_that_arrive_for_another_time_paint_nothing(shown: ViewsModel) -> None:
    content = shown.viewports[0].content
    assert content is not None
    told: list[int] = []
    shown.arrived.connect(told.append)
    content.part.images[1].filled.emit(3)
    assert told == []
    content.part.images[0].filled.emit(3)
    assert told == [0, 1, 2, 3]


def test_choosing_a_part_keeps_the_place_and_asks_for_what_is_not_there(shown: ViewsModel) -> None:
    point = GEOMETRIES["anisotropic"].to_patient((7, 11, 4))
    shown.set_cursor(point)
    shown.parts.choose("1.2.3.1", 1)
    content = shown.viewports[0].content
    assert content is not None and content.part_text == "b 800 (2 of 3)" and shown.layout is MPR
    assert shown.cursor == pytest.approx(point) and shown.viewports[0].index == 12 - 1 - 4
    shown.parts.choose("1.2.3.1", 2)
    assert shown.layout is SINGLE and shown.viewports[0].plane is Plane.STACK
    shown.parts.choose("1.2.3.1", 0)
    assert shown.layout is MPR
    asked: list[str] = []
    shown.series_wanted.connect(asked.append)
    shown.parts.choose("9.9", 1)
    assert asked == ["9.9"]


def test_left_and_right_go_through_the_parts(shown: ViewsModel) -> None:
    registry = CommandRegistry()
    registry.add(*commands(shown))
    shown.series_order = lambda: [("1.2.3.1", n) for n in range(3)] + [("9.9", 0)]
    asked: list[str] = []
    shown.series_wanted.connect(asked.append)
    numbers = []
    for _ in range(3):
        registry.run("views.next_series")
        content = shown.viewports[0].content
        numbers.append(content.part_number if content is not None else -1)
    assert numbers == [1, 2, 2] and asked == ["9.9"]


@pytest.mark.parametrize(("uid", "part", "phase"), [("1.2.3.1.2.7", 0, 2), ("1.2.3.1.3", 1, 0), ("1.8.1", 2, 0)])
def test_a_finding_is_found_in_its_part_and_time(shown: ViewsModel, uid: str, part: int, phase: int) -> None:
    finding = Finding(
        "1", "1", Source(Observer.PERSON, "Li"), Code("27925004", "SCT", "Nodule"),
        key_image=ImageReference("1.2", uid, (), "1.2.3.1"),
    )  # fmt: skip
    shown.jump(finding)
    content = shown.viewports[0].content
    assert content is not None and (content.part_number, content.phase) == (part, phase)
    if isinstance(content.image, Stack):
        assert content.image.frames[shown.viewports[0].index][0] == uid
    else:
        k = content.image.slices.index((uid, 1))
        assert shown.viewports[0].index == 12 - 1 - k


def test_a_finding_in_another_series_is_gone_to_when_that_has_come(shown: ViewsModel) -> None:
    other = volume(GEOMETRIES["anisotropic"], seed=3, series_uid="7.7")
    key = ImageReference("1.2", "7.7.2", (), "7.7")
    shown.jump(Finding("1", "1", Source(Observer.PERSON, "Li"), Code("1", "99", "x"), key_image=key))
    shown.show(*exam(other), OpenedSeries.of(other))
    assert shown.viewports[0].index == 12 - 1 - 2


def test_what_was_not_looked_at_is_told_by_part_and_time(shown: ViewsModel, opened: OpenedSeries) -> None:
    for index in range(12):
        shown.scroll_to(0, index)
        shown.mark_seen(0)
    seen = {part.label: (part.seen, part.total) for part in shown.viewed.parts("1.2.3.1")}
    assert seen == {
        "b 0 · t 1/3": (12, 12), "b 0 · t 2/3": (0, 12), "b 0 · t 3/3": (0, 12), "b 800": (0, 12),
        "Localizer": (0, 2),
    }  # fmt: skip
    assert shown.viewed.parts("9.9") == ()
    long = OpenedSeries("5.5", (Part(four_d() * 3, "", tuple(f"t {n + 1}/9" for n in range(9))),))
    shown.viewed.note_parts(long)
    (run,) = shown.viewed.parts("5.5")
    assert run.total == 12  # of a long run of times each place once


def test_a_picture_that_is_missing_is_asked_for(shown: ViewsModel) -> None:
    content = shown.viewports[0].content
    assert content is not None and isinstance(content.image, Volume)
    content.image.present[11 - 5] = False
    wanted: list[tuple[object, int]] = []
    shown.missing.connect(lambda image, k: wanted.append((image, k)))
    for index in (4, 5):
        shown.scroll_to(0, index)
        shown.mark_seen(0)
    assert wanted == [(content.image, 11 - 5)]


def test_straightened_is_shown_and_taken_back_by_the_same_command(shown: ViewsModel) -> None:
    content = shown.viewports[0].content
    assert content is not None
    tilted = replace(GEOMETRIES["anisotropic"], direction=(1, 0, 0, 0, 1, 0.2, 0, 0, 0.98), issues=("tilt",))
    for image in content.part.images:
        image.geometry = tilted  # type: ignore[union-attr]
    asked: list[object] = []
    shown.regular_wanted.connect(asked.append)
    registry = CommandRegistry()
    registry.add(*commands(shown))
    registry.run("views.regular")
    assert asked == [content] and not content.is_resampled
    straight = tuple(replace(v, geometry=replace(tilted, resampled=True)) for v in content.part.images)  # type: ignore[type-var]
    shown.parts.set_resampled(content, Part(straight, phases=content.part.phases))
    assert content.is_resampled and content.phases == 3
    registry.run("views.regular")
    assert not content.is_resampled and content.image is content.opened.parts[0].images[0]
