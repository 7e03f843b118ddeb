"""The life of a finding: the transition table as a whole, editing and taking back, what counts, what is hidden."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from reader.core.commands import CommandRegistry
from reader.core.errors import ReaderError
from reader.core.settings import SettingsModel
from reader.dicom.values import Code, Person, PersonName
from reader.findings import codes, service
from reader.findings.commands import commands, insertion
from reader.findings.model import (
    TRANSITIONS,
    Event,
    Finding,
    FindingsModel,
    ImageReference,
    Measurement,
    Observer,
    Shape,
    ShapeKind,
    Source,
    Status,
)
from reader.terms.units import MILLIMETRE
from reader.views import commands as view_commands
from reader.views.model import ViewsModel
from tests.views.examples import GEOMETRIES, segment

LI = Person(PersonName("Li^Na", "李^娜"), "Demo region", Code("li", "99READER", "Li Na"), "li")
MASS = codes.FINDINGS[2]


def proposed(uid: str = "1.2", certainty: float | None = None, **changes: object) -> Finding:
    source = Source(Observer.DEVICE, "NoduleFinder", "1.2", sop_instance_uid="1.2.3")
    finding = Finding(uid, f"Nodule {uid}", source, codes.NODULE, certainty=certainty)
    return replace(finding, **changes)  # type: ignore[arg-type]


def human(uid: str = "9.9") -> Finding:
    return Finding(uid, "mine", Source(Observer.PERSON, "Li Na"), codes.LESION, status=Status.ACCEPTED)


LEGAL = {
    ("proposed", "accept"): "accepted", ("proposed", "edit"): "edited", ("proposed", "reject"): "rejected",
    ("accepted", "edit"): "edited", ("accepted", "reject"): "rejected", ("accepted", "reopen"): "proposed",
    ("edited", "edit"): "edited", ("edited", "reject"): "rejected", ("edited", "reopen"): "proposed",
    ("rejected", "accept"): "accepted", ("rejected", "reopen"): "proposed",
}  # fmt: skip


@pytest.mark.parametrize(("status", "event"), list(product(Status, Event)))
def test_every_transition_legal_and_illegal(status: Status, event: Event) -> None:
    finding = proposed(status=status)
    expected = LEGAL.get((status.value, event.value))
    assert service.can(finding, event) == (expected is not None)
    if expected is None:
        assert (status, event) not in TRANSITIONS
        with pytest.raises(ValueError, match="can't"):
            finding.apply(event)
    else:
        assert finding.apply(event).status.value == expected


@pytest.mark.parametrize(("status", "event"), list(product(Status, Event)))
def test_what_cant_be_shown_is_never_accepted(status: Status, event: Event) -> None:
    finding = proposed(status=status, problem="cites images that are not in this exam")
    if event in (Event.ACCEPT, Event.EDIT):
        assert not service.can(finding, event)
        model = FindingsModel((finding,))
        with pytest.raises(ReaderError):
            (service.accept if event is Event.ACCEPT else service.edit)(model, finding.tracking_uid)
        assert model.findings == (finding,)


def test_editing_keeps_what_was_proposed_and_reopening_brings_it_back() -> None:
    model = FindingsModel((proposed(),))
    service.edit(model, "1.2", finding=MASS)
    service.edit(model, "1.2", laterality=codes.RIGHT)
    edited = model["1.2"]
    assert (edited.status, edited.finding, edited.laterality) == (Status.EDITED, MASS, codes.RIGHT)
    assert edited.proposed == proposed()
    service.reopen(model, "1.2")
    assert model["1.2"] == proposed()
    for _ in range(3):
        assert model.history.undo()
    assert model["1.2"] == proposed() and not model.history.undo()
    assert model.history.redo() and model["1.2"].finding == MASS


@pytest.mark.parametrize("act", ["accept", "reject", "edit"])
def test_what_was_not_on_the_screen_is_shown_before_it_is_judged(act: str) -> None:
    model, seen, jumps = FindingsModel((proposed(),)), [], []
    model.ask_on_screen(lambda _: bool(seen))
    model.jump_requested.connect(jumps.append)

    def judge() -> None:
        if act == "edit":
            service.edit(model, "1.2", site=codes.SITES[0])
        else:
            getattr(service, act)(model, "1.2")

    judge()
    assert model["1.2"].status is Status.PROPOSED and model["1.2"].site is None and len(jumps) == 1
    seen.append(True)
    judge()
    assert model["1.2"].status.value == {"accept": "accepted", "reject": "rejected", "edit": "edited"}[act]


def test_what_is_rejected_after_an_edit_is_what_was_proposed() -> None:
    """So it is stored, read back and shown, also where it is accepted then: nobody accepts words that are not
    there. The edit is there again by undo."""
    model = FindingsModel((proposed(),))
    service.edit(model, "1.2", finding=MASS, note="seen twice")
    edited = model["1.2"]
    service.reject(model, "1.2")
    rejected = model["1.2"]
    assert (rejected.status, rejected.note) == (Status.REJECTED, "seen twice")
    assert (rejected.finding, rejected.site) == (proposed().finding, proposed().site)
    assert rejected.apply(Event.ACCEPT).status is Status.ACCEPTED
    model.history.undo()
    assert model["1.2"] == edited


def test_an_edit_that_changes_nothing_is_none() -> None:
    model = FindingsModel((proposed(), human()))
    service.edit(model, "1.2", finding=codes.NODULE)
    assert model["1.2"].status is Status.PROPOSED and not model.history.undo()


def test_a_name_is_given_again_by_one_key_without_place_or_side() -> None:
    site = Code("39607008", "SCT", "Lung")
    model = FindingsModel((human("1"), human("2"), proposed("3")))
    keys = CommandRegistry()
    keys.add(*commands(model))
    again = keys["findings.name_again"]
    model.select("1")
    assert not again.when(), "nothing was named yet"
    service.edit(model, "1", finding=MASS, site=site, laterality=codes.RIGHT)
    for uid in ("2", "3"):
        model.select(uid)
        assert again.when() and "Shift+L" in again.keys
        again.run()
        named = model[uid]
        assert (named.finding, named.site, named.laterality) == (MASS, None, None)
    assert model["3"].status is Status.EDITED
    model.history.undo()
    assert model["3"].finding == codes.NODULE


def test_a_persons_own_is_edited_and_deleted_but_not_judged() -> None:
    model = FindingsModel((proposed(), human()))
    service.edit(model, "9.9", finding=MASS)
    assert (model["9.9"].status, model["9.9"].finding, model["9.9"].proposed) == (Status.ACCEPTED, MASS, None)
    for verb in (service.accept, service.reject, service.reopen):
        with pytest.raises(ReaderError):
            verb(model, "9.9")
    model.select("9.9")
    service.delete(model, "9.9")
    assert model.get("9.9") is None and model.selected == ""
    service.delete(model, "1.2")
    assert model["1.2"].status is Status.REJECTED, "an algorithm's is rejected, never removed"
    model.history.undo()
    model.history.undo()
    assert model["9.9"].finding == MASS


def test_read_only_refuses_every_verb() -> None:
    model = FindingsModel((proposed(), human()))
    model.set_read_only("It has been signed.")
    for verb, uid in ((service.accept, "1.2"), (service.reject, "1.2"), (service.delete, "9.9")):
        with pytest.raises(ReaderError):
            verb(model, uid)
    with pytest.raises(ReaderError):
        service.edit(model, "9.9", finding=MASS)
    assert model.findings == (proposed(), human())


def test_only_what_a_person_stands_for_reaches_the_report() -> None:
    every = [proposed(str(n), status=status) for n, status in enumerate(Status)] + [human()]
    assert {f.tracking_uid for f in every if service.counts_for_report(f)} == {"1", "2", "9.9"}
    assert {f.tracking_uid for f in service.judged(every)} == {"1", "2", "3", "9.9"}


def test_the_threshold_hides_and_counts_but_deletes_nothing() -> None:
    every = (
        proposed("1", 91.0), proposed("2", 49.9), proposed("3", None), human(),
        proposed("4", 10.0, status=Status.ACCEPTED), proposed("5", 10.0, status=Status.REJECTED),
    )  # fmt: skip
    shown = service.shown(every, 50)
    assert [f.tracking_uid for f in shown.findings] == ["1", "3", "9.9", "4", "5"] and shown.hidden == 1
    assert service.shown(every, 0) == service.Shown(every, 0)


def test_from_measurement() -> None:
    image = ImageReference("1.2.840.10008.5.1.4.1.1.2", "1.2.3.4", (), "1.2.3")
    shape = Shape(ShapeKind.POLYLINE, ((0.0, 0.0, 5.0), (10.0, 4.0, 5.0)), True, image)
    length = Measurement(Code("410668003", "SCT", "Length"), 10.77, MILLIMETRE)
    first, second = (service.from_measurement(shape, [length], LI) for _ in range(2))
    assert first.tracking_uid != second.tracking_uid
    assert (first.status, first.is_ai, first.place) == (Status.ACCEPTED, False, (5.0, 2.0, 5.0))
    assert (first.key_image, first.source.name, first.laterality) == (image, "李娜 Li Na", None)
    pixels = replace(shape, in_patient=False)
    assert service.from_measurement(pixels, [], LI).place is None


def test_sizes_as_a_reading_room_says_them() -> None:
    def of(*values: tuple[str, float, str]) -> str:
        measured = tuple(Measurement(Code(c, "SCT", c), v, Code(u, "UCUM", u)) for c, v, u in values)
        return service.size_text(proposed(measurements=measured))

    assert of(("103339001", 16.087, "mm"), ("103340004", 11.079, "mm")) == "16×11 mm"
    assert of(("103340004", 3.3, "mm"), ("103339001", 4.0, "mm")) == "4×3.3 mm"
    assert of(("410668003", 120.4, "{pixels}")) == "120 px"
    assert of(("118565006", 1694.946, "mm3")) == "1695 mm³"
    assert of(("112031", -612.4, "[hnsf'U]")) == "−612 HU"
    assert of() == ""
    upper = Code("42400003", "SCT", "Upper lobe of right lung")
    assert service.title(proposed(site=upper, laterality=codes.RIGHT)) == "Nodule RUL"
    assert service.title(proposed(laterality=codes.LEFT)) == "Nodule left"


def test_commands_step_over_what_is_hidden_and_judge() -> None:
    model = FindingsModel((proposed("1", 91.0), human(), proposed("2", 10.0), proposed("3", 60.0)), threshold=50)
    inserted: list[str] = []
    registry = CommandRegistry()
    registry.add(*commands(model), insertion(model, inserted.append))
    jumped: list[str] = []
    model.jump_requested.connect(lambda finding: jumped.append(finding.tracking_uid))
    for _ in range(4):
        registry.run("findings.next")
    assert jumped == ["1", "3", "9.9", "1"], "as the panel lists them, around the end"
    registry.run("findings.previous")
    assert model.selected == "9.9"
    registry.run("findings.accept")
    assert model["9.9"] == human(), "a person's own is not accepted: nothing happens"
    registry.run("findings.next")
    registry.run("findings.accept")
    registry.run("findings.insert")
    assert inserted == ["1"] and model["1"].status is Status.ACCEPTED
    registry.run("findings.reopen")
    registry.run("findings.reject")
    assert model["1"].status is Status.REJECTED
    model.set_read_only("It has been signed.")
    registry.run("findings.reopen")
    assert model["1"].status is Status.REJECTED


def test_the_threshold_hides_a_proposals_segment_until_it_is_judged_or_switched_on() -> None:
    masks = tuple(segment(GEOMETRIES["straight"], np.ones((2, 2, 2), np.uint8), number=n) for n in (1, 2, 3))
    sure, doubtful = (proposed(str(n), 91.0 - 81 * n, segments=(masks[n].reference,)) for n in (0, 1))
    model = FindingsModel((sure, doubtful))
    model.set_masks(masks)  # the third belongs to no finding: an organ
    told = []
    model.threshold_changed.connect(lambda: told.append(model.threshold))
    assert model.visible_masks == masks[:2] and model.shows(doubtful)
    model.set_threshold(50)
    model.set_threshold(50)
    assert model.visible_masks == masks[:1] and not model.shows(doubtful) and told == [50]
    model.switch_mask(masks[1].key, True)
    assert model.visible_masks == masks[:2], "asked for by name"
    model.set_masks(masks)
    service.accept(model, "1")
    assert model.visible_masks == masks[:2] and model.shows(model["1"]), "a person stands for it now"


def test_keys_clash_with_none_of_the_views(tmp_path: object) -> None:
    from pathlib import Path

    settings = SettingsModel(Path(str(tmp_path)) / "settings.json")
    registry = CommandRegistry()
    registry.add(*view_commands.commands(ViewsModel(settings)))
    registry.add(*commands(FindingsModel()), insertion(FindingsModel(), lambda uid: None))


def test_what_is_pasted_into_a_remark_has_nothing_that_no_text_may_have() -> None:
    model = FindingsModel((proposed(),))
    service.edit(model, "1.2", note="left \x1b$)Clung\x00\tnot affected\r\nsince \ud842 May\x07 ")
    assert model["1.2"].note == "left $)Clung not affected\nsince ? May"
