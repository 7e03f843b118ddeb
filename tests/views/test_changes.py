"""Changes made in the images: what an algorithm proposed is kept, its life holds, and nothing changes a case that
may only be looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.core.commands import CommandRegistry
from reader.core.errors import ReaderError
from reader.findings import service
from reader.findings.model import Event, Finding, Status
from reader.views.commands import commands
from reader.views.layout import MPR_ROW
from reader.views.model import ViewsModel
from reader.views.tools.distance import DISTANCE
from reader.volume.model import OpenedSeries
from tests.views.examples import GEOMETRIES, exam, views, volume
from tests.views.test_model import DEVICE, NODULE, PERSON


@pytest.fixture
def shown(tmp_path: Path) -> ViewsModel:
    """An algorithm's length "ai" and a person's "own"."""
    image = volume(GEOMETRIES["anisotropic"])
    model = views(tmp_path)
    model.show(*exam(image), OpenedSeries.of(image))
    measured: list[object] = []
    model.measured.connect(measured.append)
    measure(model)
    (made,) = measured
    alike = {"shapes": (made.shape,), "measurements": made.measurements}  # type: ignore[attr-defined]
    proposal = Finding("ai", "1", DEVICE, NODULE, **alike)  # type: ignore[arg-type]
    own = Finding("own", "2", PERSON, NODULE, status=Status.ACCEPTED, **alike)  # type: ignore[arg-type]
    model.findings.load([proposal, own])
    return model


def measure(model: ViewsModel) -> None:
    model.set_tool(DISTANCE)
    model.measuring.press(0, (2.0, 2.0))
    model.measuring.move(0, (12.0, 2.0))
    model.measuring.release(0, (12.0, 2.0), moved=True)


def reshape(model: ViewsModel, uid: str) -> None:
    model.measuring.grab(0, uid, 0, 1, (0, 0))
    model.measuring.move(0, (22.0, 2.0))
    model.measuring.release(0, (22.0, 2.0), moved=True)


def test_reshaping_keeps_what_the_algorithm_proposed(shown: ViewsModel) -> None:
    proposal = shown.findings["ai"]
    shown.findings.judge = "Li Na"
    for _ in range(2):
        reshape(shown, "ai")
        now = shown.findings["ai"]
        assert now.status is Status.EDITED and now.proposed == proposal and now.judged_by == "Li Na"
        assert now.measurements[0].value == pytest.approx(14.0)
    service.reopen(shown.findings, "ai")
    assert shown.findings["ai"] == proposal


def test_a_rejected_one_is_not_reshaped(shown: ViewsModel) -> None:
    shown.findings.on_screen = lambda _: True
    service.reject(shown.findings, "ai")
    rejected = shown.findings["ai"]
    with pytest.raises(ReaderError, match="not possible"):
        reshape(shown, "ai")
    assert shown.findings["ai"] == rejected and shown.measuring.grip is None


def test_nothing_changes_a_case_that_may_only_be_looked_at(shown: ViewsModel) -> None:
    registry = CommandRegistry()
    registry.add(*commands(shown))
    findings = shown.findings
    service.edit(findings, "own", note="before")
    service.delete(findings, "own")
    findings.history.undo()
    findings.select("own")
    before = findings.findings
    findings.set_read_only("It has been signed.")
    ways: dict[str, Callable[[], object]] = {
        "measure": lambda: measure(shown), "reshape own": lambda: reshape(shown, "own"),
        "reshape an algorithm's": lambda: reshape(shown, "ai"), "delete": lambda: registry.run("views.delete"),
        "undo": findings.history.undo, "redo": lambda: registry.run("views.redo"),
        "put": lambda: findings.put(before[0].apply(Event.ACCEPT)), "remove": lambda: findings.remove("own"),
        "accept": lambda: service.accept(findings, "ai"), "edit": lambda: service.edit(findings, "own", note="x"),
    }  # fmt: skip
    for name, way in ways.items():
        with pytest.raises(ReaderError) as refused:
            way()
        assert refused.value.hint == "It has been signed.", name
        assert findings.findings == before and shown.measuring.draft is None, name
    findings.set_read_only("")
    reshape(shown, "own")
    assert findings.findings != before


def test_undo_says_what_it_takes_back(shown: ViewsModel) -> None:
    registry = CommandRegistry()
    registry.add(*commands(shown))
    undo, redo = registry["views.undo"], registry["views.redo"]
    assert not undo.when() and not redo.when() and undo.detail is not None and redo.detail is not None
    shown.findings.on_screen = lambda _: True
    service.accept(shown.findings, "ai")
    reshape(shown, "own")
    service.delete(shown.findings, "own")
    told = []
    while undo.when():
        told.append(undo.detail())
        undo.run()
    assert told == ["Nodule deleted", "Nodule edited", "Nodule accepted"]
    assert redo.detail() == "Nodule accepted" and shown.findings["ai"].status is Status.PROPOSED


def test_undoing_what_was_on_the_screen_stops_before_a_judgement(shown: ViewsModel) -> None:
    """Somebody who takes layouts and zooms back sees that the next press goes further."""
    registry = CommandRegistry()
    registry.add(*commands(shown))
    said: list[str] = []
    shown.readout.connect(said.append)
    shown.findings.on_screen = lambda _: True
    service.accept(shown.findings, "ai")
    before = shown.layout
    shown.set_layout(MPR_ROW)
    for status in (Status.ACCEPTED, Status.ACCEPTED, Status.PROPOSED):
        registry.run("views.undo")
        assert shown.layout is before and shown.findings["ai"].status is status
    assert [line for line in said if not line.startswith("W ")] == [
        "Undone: Layout changed", "Next is “Nodule accepted”: undo once more to take it back.",
        "Undone: Nodule accepted",
    ]  # fmt: skip
    registry.run("views.redo")
    assert shown.findings["ai"].status is Status.ACCEPTED
