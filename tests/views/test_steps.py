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


def looks(model: ViewsModel) -> object:
    """All that a user sees of layout and pictures, but for the slices."""
    return model.layout, [
        (
            v.content.series.series_uid if v.content else "", v.plane, v.zoom, v.pan, v.turns, v.flipped, v.window,
            v.inverted, v.slab, v.camera, v.preset, v.own, v.graphics, v.shutter,
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
        made = len(history(shown)._done)
        chance.choice(VERBS)(shown, chance)
        if (now := looks(shown)) != seen[-1]:
            merged = len(history(shown)._done) == made
            seen[-1:] = [now] if merged else [seen[-1], now]
            steps[-1:] = [steps[-1]] if merged else [steps[-1], history(shown).undoes]
    assert len(seen) > 15
    for expected, title in zip(reversed(seen[:-1]), reversed(steps), strict=False):
        assert history(shown).undoes == title
        history(shown).undo()
        assert looks(shown) == expected, title
    assert not history(shown).undo()
    for expected in seen[1:]:
        history(shown).redo()
        assert looks(shown) == expected


def test_a_drag_is_one_step_and_scrolling_is_none(shown: ViewsModel) -> None:
    before = looks(shown)
    for width in range(100, 200):
        shown.set_window(0, Window(40, width))
        shown.scroll(0, 1)
    assert history(shown).undoes == "Window changed" and history(shown).undo()
    assert looks(shown) == before and not history(shown).undo()


def test_the_series_before_is_asked_for_again_and_nothing_keeps_it_in_memory(shown: ViewsModel) -> None:
    shown.set_window(0, Window(40, 400))
    show(shown, "1.2.9")
    gc.collect()
    assert history(shown).undoes == "Other series shown"
    wanted: list[str] = []
    shown.series_wanted.connect(wanted.append)
    history(shown).undo()
    assert len(wanted) == 1 and wanted[0] != "1.2.9"
    show(shown)
    assert shown.contents()[0].series.series_uid == wanted[0]
    assert history(shown).redoes == "Other series shown" and history(shown).undoes == "Window changed"


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


def test_with_another_screen_what_the_screens_showed_is_no_step_any_more(shown: ViewsModel) -> None:
    person = Source(Observer.PERSON, "Li")
    service.add(shown.findings, Finding("2.25.7", "own", person, LESION, status=Status.ACCEPTED))
    shown.set_layout(SINGLE)
    shown.add_screen()
    assert history(shown).undo() and not shown.findings.findings
    assert not history(shown).undo()


def test_nothing_of_one_case_is_a_step_of_the_next(shown: ViewsModel) -> None:
    shown.set_layout(SINGLE)
    shown.clear()
    assert not history(shown).undo()
    show(shown)
    assert not history(shown).undo()
