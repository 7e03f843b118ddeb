"""A stage on the screen: its panes are filled as their series come, and what the user arranges is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reader.findings.model import ImageReference
from reader.study.model import Instance, Series, Study, Window
from reader.views.grids import tiles
from reader.views.hanging.capture import can_be_captured, captured, extended, file_name
from reader.views.hanging.codec import BadProtocol, protocol_from
from reader.views.hanging.matching import choose, fill, first_stage
from reader.views.hanging.protocol import Condition, Stage
from reader.views.hanging.showing import StageOnScreen
from reader.views.layout import MPR, MPR_ROW, SINGLE
from reader.views.model import ViewsModel
from reader.views.screen import fit_scale, screen_map, to_the_wall
from reader.volume.model import OpenedSeries, Stack
from tests.views.examples import GEOMETRIES, exam, views, volume

Shown = tuple[Study, Series, OpenedSeries]


def stage(images: str, screen: str) -> Stage:
    head = '{"format": 1, "id": "x", "title": {"en": "x"}, "stages": [{"title": {"en": "s"}, '
    return protocol_from(f"{head}{images}, {screen}}}]}}").stages[0]


def ct(number: int, description: str) -> Shown:
    image = volume(GEOMETRIES["anisotropic"], seed=number, series_uid=f"1.2.3.{number}")
    study, series = exam(image)
    return study, replace(series, description=description), OpenedSeries.of(image)


def together(*shown: Shown) -> Study:
    return replace(shown[0][0], series=tuple(series for _, series, _ in shown))


def radiographs(orientations: tuple[str, ...] = ("", "")) -> Shown:
    """A frontal and a lateral image, or two breasts, in one series."""
    frames = tuple((f"1.2.3.7.{n}", 1) for n in range(2))
    instances = tuple(
        Instance(
            uid, "1.2.840.10008.5.1.4.1.1.1.1", n + 1, 8, 8, view=("LL", "PA")[n], laterality="RL"[n],
            patient_orientation=(orientations[n], "F"),
        )
        for n, (uid, _) in enumerate(frames)
    )  # fmt: skip
    pixels = [np.full((8, 8), n, np.int16) for n in range(2)]
    known = {i.sop_instance_uid: i for i in instances}
    image = Stack("1.2.3.7", frames, list(pixels), (False, False), instances=known)
    study, series = exam(image, modality="DX")
    series = replace(series, instances=instances)
    return replace(study, series=(series,)), series, OpenedSeries.of(image)


def shown(model: ViewsModel) -> list[str]:
    return [v.content.series.description if v.content is not None else "" for v in model.viewports]


TWO = stage(
    '"images": [{"id": "a", "wishes": [{"description": "first"}]},'
    ' {"id": "b", "wishes": [{"description": "second"}]}]',
    '"screen": {"below": [{"image": "b"}, {"image": "a", "window": [50, 350]}]}',
)


def test_each_pane_as_soon_as_its_series_is_there(tmp_path: Path) -> None:
    model, first, second = views(tmp_path), ct(1, "first"), ct(2, "second")
    hung = fill(TWO, together(first, second))
    assert hung is not None
    screen = StageOnScreen(model, TWO, hung)
    assert [wanted.series.description for wanted in screen.series] == ["first", "second"]
    screen.take(*first, prior=False)
    assert shown(model) == ["", "first"] and model.main is not None and model.main.series is first[1]
    assert model.window_of(1) == Window(50, 350)
    model.scroll_to(1, 3)
    kept = model.viewports[1]
    screen.take(*second, prior=False)
    assert shown(model) == ["second", "first"]
    assert model.viewports[1] is kept and kept.index == 3, "what is looked at already stays"
    model.scroll(1, 2)
    assert model.viewports[0].index == model.viewports[1].index == 5, "one space, scrolled together"


def test_what_the_user_arranged_meanwhile_is_left_alone(tmp_path: Path) -> None:
    model, first, second = views(tmp_path), ct(1, "first"), ct(2, "second")
    hung = fill(TWO, together(first, second))
    assert hung is not None
    screen = StageOnScreen(model, TWO, hung)
    screen.take(*first, prior=False)
    model.set_layout(SINGLE)
    screen.take(*second, prior=False)
    assert screen.ended and model.layout is SINGLE and shown(model) == ["first"]


def test_one_series_in_two_windows_which_are_changed_apart_and_undone_as_one_step(tmp_path: Path) -> None:
    both = stage(
        '"images": [{"id": "a"}]',
        '"screen": {"beside": [{"image": "a", "window": [-600, 1500]}, {"image": "a", "window": [50, 350]}]}',
    )
    model, only = views(tmp_path), ct(1, "only")
    model.show(*only)
    before = model.layout
    hung = fill(both, together(only))
    assert hung is not None
    StageOnScreen(model, both, hung).take(*only, prior=False)
    assert [model.window_of(n) for n in range(2)] == [Window(-600, 1500), Window(50, 350)]
    model.set_window(1, Window(40, 80))
    assert [model.window_of(n) for n in range(2)] == [Window(-600, 1500), Window(40, 80)]
    model.scroll_to(0, 4)
    assert model.viewports[1].index == 4
    model.findings.history.undo()
    model.findings.history.undo()
    assert model.layout is before
    model.findings.history.redo()
    assert [model.window_of(n) for n in range(2)] == [Window(-600, 1500), Window(50, 350)]


def test_what_is_on_the_screen_becomes_a_protocol_that_hangs_the_next_exam_alike(tmp_path: Path) -> None:
    model, first, second = views(tmp_path), ct(1, "T2 tra"), ct(2, "T1 tra")
    model.show(*first)
    model.set_layout(MPR_ROW)
    model.set_window(0, Window(40, 400))
    model.show_compare(*second, prior=False)
    model.set_window(1, Window(-600, 1500))
    model.set_look(1, "Colours", colour_map="hot_iron")
    protocol = protocol_from(captured(model, "Mine", "CT", ["chest"], site="Xihu"))
    assert protocol.exam == Condition(modality=("CT",), body_part=("chest",), site=("Xihu",))
    found = protocol.stages[0]
    kept = [look.window for look in found.looks.values()]
    assert kept == [(v.window.centre, v.window.width) for v in model.viewports if v.window is not None]
    again, other, third = views(tmp_path / "b"), ct(3, "T1 tra"), ct(4, "T2 tra")
    hung = fill(found, together(other, third))
    assert hung is not None
    screen = StageOnScreen(again, found, hung)
    for one in (other, third):
        screen.take(*one, prior=False)
    assert shown(again) == ["T2 tra", "T1 tra"]
    assert [v.colour_map for v in again.viewports] == [v.colour_map for v in model.viewports] == ["", "hot_iron"]
    model.set_layout(MPR_ROW)
    planes = protocol_from(captured(model, "Mine", "CT", [])).stages[0]
    hung = fill(planes, together(other))
    assert hung is not None
    fresh = views(tmp_path / "c")
    StageOnScreen(fresh, planes, hung).take(*other, prior=False)
    assert [v.plane for v in fresh.viewports] == [v.plane for v in model.viewports]
    flat = radiographs()
    hung = fill(planes, replace(flat[0], series=(replace(flat[1], modality="CT"),)))
    assert hung is not None
    StageOnScreen(fresh, planes, hung).take(flat[0], flat[1], flat[2], prior=False)
    assert len(fresh.viewports) == 1, "no planes of what is no volume"


def test_series_that_were_scrolled_apart_hang_apart_and_together_again_in_a_stage_that_says_so(
    tmp_path: Path,
) -> None:
    model = views(tmp_path)
    model.show(*ct(1, "first"))
    model.show_compare(*ct(2, "second"), prior=False)
    both = captured(model, "Together", "CT", [])
    model.toggle_link()
    protocol = protocol_from(extended(both, model, "Apart"))
    series = ct(3, "first"), ct(4, "second")
    again = views(tmp_path / "b")
    for found, linked in zip(protocol.stages[::-1], (False, True), strict=True):
        hung = fill(found, together(*series))
        assert hung is not None
        screen = StageOnScreen(again, found, hung)
        for one in series:
            screen.take(*one, prior=False)
        assert again.linked is linked
        again.scroll(0, 2)
        assert (again.viewports[0].index == again.viewports[1].index) is linked


def test_tiles_hang_the_next_exam_in_tiles(tmp_path: Path) -> None:
    model = views(tmp_path)
    model.show(*ct(1, "now"))
    model.panes.choose(0, tiles(3, 2))
    (kept,) = protocol_from(captured(model, "Mine", "CT", [])).stages
    again, other = views(tmp_path / "b"), ct(3, "now")
    hung = fill(kept, together(other))
    assert hung is not None
    StageOnScreen(again, kept, hung).take(*other, prior=False)
    first = again.viewports[0].index
    assert [v.index for v in again.viewports] == [first + n for n in range(6)]


def test_what_was_kept_with_a_prior_opens_with_it_and_without_one_as_an_exam_by_itself(tmp_path: Path) -> None:
    model, first, before = views(tmp_path), ct(1, "now"), ct(2, "before")
    model.show(*first)
    model.show_compare(replace(before[0], study_uid="1.9"), before[1], before[2], prior=True)
    protocol = protocol_from(captured(model, "Mine", "CT", []))
    exam = together(ct(3, "now"))
    assert choose([protocol], exam) == [protocol]
    beside, alone = protocol.stages
    assert [selector.prior for selector in beside.selectors] == [0, 1] and alone.arranged
    assert first_stage(protocol, exam) == 1, "what it opens with until the prior is known"
    model.set_window(0, Window(40, 80))
    beside, alone = protocol_from(captured(model, "Mine", "CT", [])).stages
    assert not alone.arranged and [look.window for look in alone.looks.values()] == [(40, 80)]


def test_planes_that_are_stored_hang_beside_slices_too_thick_for_planes_across_them(tmp_path: Path) -> None:
    kept = stage(
        '"images": [{"id": "a", "wishes": [{"description": "axial"}]},'
        ' {"id": "c", "must": {"description": "coronal"}, "needed": false},'
        ' {"id": "s", "must": {"description": "sagittal"}, "needed": false}]',
        '"arranged": true, "screen": {"beside": [{"image": "a"}, {"below": [{"image": "c"}, {"image": "s"}]}]}',
    )
    thin, coronal, sagittal = ct(1, "axial"), ct(2, "coronal"), ct(3, "sagittal")
    grid = replace(GEOMETRIES["anisotropic"], spacing=(0.7, 0.7, 8.0))
    image = volume(grid, seed=4, series_uid="1.2.3.4")
    thick = (thin[0], replace(exam(image)[1], description="axial"), OpenedSeries.of(image))
    expected = {
        (thin, coronal, sagittal): ["axial"] * len(MPR.panes),
        (thick, coronal, sagittal): ["axial", "coronal", "sagittal"],
        (thick, sagittal): ["axial", "sagittal"],
        (thick,): ["axial"],
    }
    for number, (held, panes) in enumerate(expected.items()):
        model = views(tmp_path / str(number))
        hung = fill(kept, together(*held))
        assert hung is not None
        screen = StageOnScreen(model, kept, hung)
        assert [wanted.series.description for wanted in screen.series] == ["axial"], "it tells what else is needed"
        screen.take(*held[0], prior=False)
        wanted = [candidate.series.description for candidate in screen.series]
        assert wanted == sorted(set(panes))
        for one in held[1:]:
            if one[1].description in wanted:
                screen.take(*one, prior=False)
        assert shown(model) == panes


def test_a_prior_is_never_shown_as_the_exam(tmp_path: Path) -> None:
    """Where it is no volume and the stage asks for planes, it is beside the exam, and named as a prior."""
    planes = stage(
        '"images": [{"id": "now", "must": {"modality": ["CT"]}}, {"id": "before", "prior": 1}]',
        '"screen": {"beside": [{"image": "now", "plane": "axial"}, {"image": "before", "plane": "axial"}]}',
    )
    model, now = views(tmp_path), ct(1, "now")
    prior, series, opened = radiographs()
    before = replace(prior, study_uid="1.9")
    model.show(*now)
    hung = fill(planes, together(now), [before])
    assert hung is not None
    screen = StageOnScreen(model, planes, hung)
    screen.take(before, series, opened, prior=True)
    screen.take(*now, prior=False)
    contents = model.contents()
    assert {content.prior for content in contents if content.study.study_uid == "1.9"} == {True}
    assert model.main is not None and not model.main.prior
    with pytest.raises(BadProtocol, match="never in its place"):
        stage('"images": [{"id": "p", "prior": 1}]', '"arranged": true')


def test_going_to_an_image_leaves_what_hangs_beside_it(tmp_path: Path) -> None:
    """A click on a linked sentence, while the prior is compared."""
    model, first, before = views(tmp_path), ct(1, "now"), ct(2, "before")
    model.show(*first)
    model.show_compare(replace(before[0], study_uid="1.9"), before[1], before[2], prior=True)
    model.jump(ImageReference("1.2.840.10008.5.1.4.1.1.2", "1.2.3.1.2", (), "1.2.3.1"))
    frame = model.viewports[0].frame
    assert shown(model) == ["now", "before"]
    assert frame is not None and frame.stored_index(model.viewports[0].index) == 2


def test_nothing_on_the_screen_is_no_protocol(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing of the exam hangs"):
        captured(views(tmp_path), "Mine", "CT", [])
    model, before = views(tmp_path), ct(2, "before")
    model.show(replace(before[0], study_uid="1.9"), before[1], before[2], prior=True)
    assert not can_be_captured(model), "a prior alone"


@pytest.mark.parametrize("title", ["Mine", "../../etc/passwd", "胸部 CT：平扫", "con?*|<>", "", "x" * 300])
def test_a_file_of_its_own_whatever_it_is_called(title: str) -> None:
    name = file_name(title)
    assert name.endswith(".json") and len(name) < 80 and not set(name) & set('/\\?*|<>: ')


@pytest.mark.parametrize(
    ("orientations", "flipped"),
    [(("P", "A"), [False, False]), (("A", "P"), [True, True]), (("", ""), [False, False])],
)
def test_images_of_one_series_side_by_side_with_the_chest_wall_in_the_middle(
    tmp_path: Path, orientations: tuple[str, str], flipped: list[bool]
) -> None:
    breasts = stage(
        '"images": [{"id": "r", "each": "image", "must": {"laterality": "R"}},'
        ' {"id": "l", "each": "image", "must": {"laterality": "L"}}]',
        '"screen": {"beside": [{"image": "r", "chest_wall": "right"}, {"image": "l", "chest_wall": "left"}]}',
    )
    model, made = views(tmp_path), radiographs(orientations)
    hung = fill(breasts, made[0])
    assert hung is not None
    StageOnScreen(model, breasts, hung).take(*made, prior=False)
    assert [v.index for v in model.viewports] == [0, 1]
    assert [v.flipped for v in model.viewports] == flipped, "turned only where the image says how it lies"
    assert [v.wall for v in model.viewports] == (["right", "left"] if orientations[0] else ["", ""])
    for viewport in model.viewports:
        frame, wide = viewport.frame, 400.0
        assert frame is not None
        scale = fit_scale(frame, 0, wide, 100.0)
        pan = to_the_wall(frame, viewport.wall or "left", wide, scale)
        shown = screen_map(frame, wide, 100.0, pan=pan, flipped=viewport.flipped)
        edges = sorted(shown.to_screen(column, 0)[0] for column in (-0.5, frame.size[0] - 0.5))
        at_the_right = viewport.wall == "right"
        assert edges[at_the_right] == pytest.approx(400.0 * at_the_right)
    model.scroll_to(0, 1)
    model.scroll_to(0, 0)
    assert model.viewports[1].index == 1, "each is scrolled by itself"
