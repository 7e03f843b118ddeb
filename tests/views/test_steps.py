"""What was changed on the screen can be taken back, step by step, in every case."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.errors import ReaderError
from reader.core.history import History
from reader.findings import service
from reader.findings.codes import LESION
from reader.findings.model import Finding, Observer, Source, Status
from reader.study.model import Window
from reader.views.commands import commands
from reader.views.layout import MPR, SINGLE
from reader.views.model import ViewsModel
from reader.views.planes import Plane
from reader.views.viewport import Slab, SlabMode
from reader.volume.model import OpenedSeries, VolumeGeometry
from tests.views.examples import GEOMETRIES, STRAIGHT, exam, views, volume


@pytest.fixture
def shown(tmp_path: Path) -> ViewsModel:
    model = views(tmp_path)
    show(model)
    return model


def show(model: ViewsModel, series_uid: str = "") -> None:
    geometry = VolumeGeometry((8, 8, 41), (1.0, 1.0, 2.5), (0.0, 0.0, 0.0), STRAIGHT)
    image = volume(geometry, series_uid=series_uid) if series_uid else volume(GEOMETRIES["anisotropic"])
    model.show(*exam(image), OpenedSeries.of(image))


def put_beside(model: ViewsModel, series_uid: str) -> None:
    image = volume(GEOMETRIES["anisotropic"], seed=2, series_uid=series_uid)
    model.show_compare(*exam(image), OpenedSeries.of(image))


def looks(model: ViewsModel) -> object:
    """All that a user sees of layout and pictures, but for the slices."""
    return model.layout, model.maximised, [
        (
            v.content.series.series_uid if v.content else "", v.plane, v.zoom, v.pan, v.turns, v.flipped, v.window,
            v.inverted, v.slab, v.camera, v.preset, v.own, v.graphics, v.shutter,
            v.angle, v.interpolation, v.colour_map, v.sharpness,
        )
        for v in model.viewports
    ]  # fmt: skip


def history(model: ViewsModel) -> History:
    return model.findings.history


VERBS: tuple[Callable[[ViewsModel, random.Random], object], ...] = (
    lambda m, c: m.set_window(c.randrange(len(m.viewports)), Window(c.randrange(100), 400)),
    lambda m, c: m.set_inverted(c.randrange(len(m.viewports)), c.random() < 0.5),
    lambda m, c: m.change(c.randrange(len(m.viewports)), zoom=c.uniform(1, 3)),
    lambda m, c: m.change(c.randrange(len(m.viewports)), pan=(c.uniform(-9, 9), 0.0)),
    lambda m, c: m.change(c.randrange(len(m.viewports)), turns=c.randrange(4)),
    lambda m, c: m.rotate_to(c.randrange(len(m.viewports)), c.uniform(-180, 180)),
    lambda m, c: m.flip(c.randrange(len(m.viewports)), down=c.random() < 0.5),
    lambda m, c: m.set_look(c.randrange(len(m.viewports)), "Look", interpolation=c.choice(["none", "cubic"])),
    lambda m, c: m.set_look(c.randrange(len(m.viewports)), "Look", colour_map=c.choice(["", "pet"])),
    lambda m, c: m.set_look(c.randrange(len(m.viewports)), "Look", sharpness=c.randint(-3, 3)),
    lambda m, c: m.change(c.randrange(len(m.viewports)), slab=Slab(SlabMode.MIP, c.choice([0.0, 10.0]))),
    lambda m, c: m.change(c.randrange(len(m.viewports)), camera=(c.uniform(0, 90), 0.0)),
    lambda m, c: m.change(c.randrange(len(m.viewports)), shutter=c.random() < 0.5),
    lambda m, c: m.set_plane(c.randrange(len(m.viewports)), c.choice([Plane.AXIAL, Plane.CORONAL])),
    lambda m, c: m.set_layout(c.choice([SINGLE, MPR])),
    lambda m, c: m.reset(c.randrange(len(m.viewports))),
    lambda m, c: m.scroll(c.randrange(len(m.viewports)), c.randint(-3, 3)),
    lambda m, c: m.toggle_maximised(c.randrange(len(m.viewports))),
)


@pytest.mark.parametrize("seed", range(8))
def test_every_step_leads_back_and_forth_through_what_was_on_the_screen(shown: ViewsModel, seed: int) -> None:
    chance = random.Random(seed)
    seen = [looks(shown)]
    steps = [""]
    for _ in range(60):
        chance.choice(VERBS)(shown, chance)
        if (now := looks(shown)) != seen[-1]:
            seen.append(now)
            steps.append(history(shown).undoes)
    assert len(seen) > 15
    for expected, title in zip(reversed(seen[:-1]), reversed(steps), strict=False):
        assert history(shown).undoes == title
        history(shown).undo()
        assert looks(shown) == expected, title
    assert not history(shown).undo()
    for expected in seen[1:]:
        history(shown).redo()
        assert looks(shown) == expected


GROUPS = {"layout", "plane", "preset", "slab", "volume", "view", "turn", "colours", "sharpness"}
GOING_ON = {"views.rotate_on", "views.rotate_back"}
"""Pressed again they go on with the same step."""


@pytest.mark.parametrize("seed", range(4))
def test_every_command_that_changes_the_picture_is_a_step_and_no_other_one(shown: ViewsModel, seed: int) -> None:
    """Two of one kind in a row, such as two presets, are two."""
    chance = random.Random(seed)
    every = [c for c in commands(shown) if c.group in GROUPS and c.id not in GOING_ON]
    kinds = sorted({command.group for command in every})
    seen = [looks(shown)]
    changed = set()
    for _ in range(90):
        group = chance.choice(kinds)
        shown.set_active(chance.randrange(len(shown.viewports)))
        seen[-1] = looks(shown)  # where one is alone, it is that one now, as after scrolling
        for _ in range(3):
            usable = [command for command in every if command.group == group and command.when()]
            if not usable:
                break
            (chosen := chance.choice(usable)).run()
            if (now := looks(shown)) != seen[-1]:
                seen.append(now)
                changed.add(group)
            assert len(history(shown)._done) == len(seen) - 1, chosen.id
    assert changed == GROUPS
    for expected in reversed(seen[:-1]):
        history(shown).undo()
        assert looks(shown) == expected


def test_a_drag_is_one_step_and_scrolling_is_none(shown: ViewsModel) -> None:
    before = looks(shown)
    for movement in ("first", "second"):
        for width in range(100, 200):
            with shown.steps.moving(movement):
                shown.set_window(0, Window(40, width if movement == "first" else width + 100))
                shown.scroll(0, 1)
    assert history(shown).undoes == "Window changed" and history(shown).undo()
    assert shown.viewports[0].window == Window(40, 199), "the drag before it is another step"
    assert history(shown).undo() and looks(shown) == before and not history(shown).undo()


def test_a_drag_that_ends_where_it_began_is_no_step(shown: ViewsModel) -> None:
    for zoom in (1.5, 2.0, 1.0):
        with shown.steps.moving("hand"):
            shown.change(0, zoom=zoom)
    assert not history(shown).undo()


def test_what_left_the_memory_is_asked_for_and_the_screen_comes_back_with_it(shown: ViewsModel) -> None:
    wanted: list[str] = []
    shown.series_wanted.connect(wanted.append)
    shown.set_window(0, Window(40, 400))
    put_beside(shown, "1.2.9")
    beside = looks(shown)
    shown.set_layout(MPR)
    alone = looks(shown)
    gc.collect()
    history(shown).undo()
    assert wanted == ["1.2.9"] and looks(shown) == alone
    put_beside(shown, "1.2.9")
    assert looks(shown) == beside and history(shown).undoes == "Other series shown"
    history(shown).redo()
    assert looks(shown) == alone and not history(shown).redo()


def test_of_two_series_that_left_the_memory_each_is_asked_for(shown: ViewsModel) -> None:
    first = shown.contents()[0].series.series_uid
    wanted: list[str] = []
    shown.series_wanted.connect(wanted.append)
    put_beside(shown, "1.2.9")
    beside = looks(shown)
    show(shown, "1.2.10")
    gc.collect()
    history(shown).undo()
    assert wanted == [first]
    show(shown)
    gc.collect()
    assert wanted == [first, "1.2.9"]
    put_beside(shown, "1.2.9")
    assert looks(shown) == beside


def test_who_goes_on_meanwhile_is_not_led_back_later(shown: ViewsModel) -> None:
    put_beside(shown, "1.2.9")
    shown.set_layout(MPR)
    gc.collect()
    history(shown).undo()
    shown.set_inverted(0, True)
    put_beside(shown, "1.2.9")
    assert history(shown).undoes == "Other series shown"
    assert shown.viewports[0].inverted or shown.viewports[1].content is not None


def test_the_same_series_chosen_twice_is_one_step(shown: ViewsModel) -> None:
    show(shown, "1.2.9")
    show(shown, "1.2.9")
    assert history(shown).undo() and not history(shown).undo()


def test_bringing_back_is_never_a_step_itself(shown: ViewsModel) -> None:
    shown.spreading.add()
    shown.parts.drop(1, shown.contents()[0].series.series_uid, 0)
    shown.series_wanted.connect(lambda uid: show(shown, uid))
    while history(shown).undo():
        pass
    redone = 0
    while history(shown).redo():
        redone += 1
    assert redone == 2, "the second window, and the series in it"


def test_a_series_taken_off_the_screen_is_not_brought_back_and_the_findings_stay_with_the_images(
    shown: ViewsModel,
) -> None:
    """As where it turns out to be another patient's while it is shown."""
    findings = shown.findings
    show(shown, "1.2.9")
    shown.take_off()
    assert not shown.contents() and not history(shown).undo()
    show(shown)
    assert shown.findings is findings and not history(shown).undo()


def test_in_a_case_that_is_only_viewed_the_display_is_taken_back_and_findings_are_not(shown: ViewsModel) -> None:
    before = looks(shown)
    person = Source(Observer.PERSON, "Li")
    service.add(shown.findings, Finding("2.25.7", "own", person, LESION, status=Status.ACCEPTED))
    shown.findings.set_read_only("Signed.")
    shown.set_layout(SINGLE)
    assert history(shown).undo() and looks(shown) == before
    with pytest.raises(ReaderError, match="read-only"):
        history(shown).undo()
    assert len(shown.findings.findings) == 1


def test_a_second_screen_is_a_step_and_what_was_done_before_it_can_still_be_taken_back(shown: ViewsModel) -> None:
    put_beside(shown, "1.2.9")
    beside = looks(shown)
    shown.set_inverted(0, True)
    inverted = looks(shown)
    shown.spreading.add()
    two = looks(shown)
    assert len(shown.screens) == 2 and history(shown).undoes == "Window for images opened"
    history(shown).undo()
    assert len(shown.screens) == 1 and looks(shown) == inverted
    history(shown).undo()
    assert looks(shown) == beside
    history(shown).redo()
    history(shown).redo()
    assert len(shown.screens) == 2 and looks(shown) == two
    shown.spreading.remove(1)
    assert history(shown).undoes == "Inverted", "opened and closed again, it is none"
    assert looks(shown) == inverted


def test_closing_the_second_screen_is_a_step(shown: ViewsModel) -> None:
    shown.spreading.add()
    put_beside(shown, "1.2.9")
    shown.set_window(4, Window(1, 2))
    two = looks(shown)
    shown.spreading.remove(1)
    assert history(shown).undoes == "Window for images closed" and history(shown).undo()
    assert len(shown.screens) == 2 and looks(shown) == two


def test_nothing_of_one_case_is_a_step_of_the_next(shown: ViewsModel) -> None:
    shown.set_layout(SINGLE)
    shown.clear()
    assert not history(shown).undo()
    show(shown)
    assert not history(shown).undo()
