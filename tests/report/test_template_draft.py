"""A template while it is edited: what it says, what can be undone, what is wrong with it, and its file."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.errors import ReaderError
from reader.dicom.values import Code
from reader.report.library import library
from reader.report.model import COMPARISON, FINDINGS, IMPRESSION, Statement
from reader.report.mrrt.checking import checked
from reader.report.mrrt.lines import Line, Offer, field_of, line_of
from reader.report.mrrt.model import SlotKind, Suits
from reader.report.mrrt.writing import written
from reader.report.own_folder import NotTaken, OwnFolder
from reader.report.template import choose_template, load_templates, parse_template
from reader.report.template_draft import WHOLE, Place, TemplateDraft, copy_of, from_report, names_of, new_template
from reader.report.template_problems import problems, title_of
from tests.report.examples import LI, SUBJECT
from tests.report.test_mrrt import GOOD

LIVER = Line("Liver", (Offer("The liver is normal.", True), Offer("Steatosis.")))
CYST = "Cyst of __ mm, [simple|complex], seen [+before|after] {exam.date} at __:__; ____-__-__: ____."


def draft() -> TemplateDraft:
    made = TemplateDraft(new_template("Liver MR", "en", "Li Na"))
    made.describe(
        title="Liver MR", language="en", description="", codes=(Code("MR", "DCM", "Magnetic Resonance"),),
        suits=Suits((("liver", "hepat"),)),
    )  # fmt: skip
    made.add_line(Place(0), LIVER)
    return made


def test_every_bundled_field_is_the_same_after_it_was_a_line() -> None:
    fields = [one for t in load_templates() for section in t.sections for one in section.fields]
    assert len(fields) > 300
    for one in fields:
        assert field_of(line_of(one), one.field_id) == one, one
    for template in load_templates():
        for section in template.sections:
            draft = TemplateDraft(template)
            at = template.sections.index(section)
            for number in range(len(section.fields)):
                draft.put_line(Place(at, number), draft.line(Place(at, number)))
            assert draft.template == template and not draft.can_undo


def test_places_are_written_by_their_characters_and_keep_their_limits() -> None:
    made = field_of(Line("Cyst", (Offer(CYST),)), "cyst")
    kinds = [slot.kind for slot in made.slots]
    wanted = ("NUMBER", "CHOICE", "CHOICES", "MERGE", "TIME", "DATE", "TEXT")
    assert kinds == [SlotKind[name] for name in wanted] and made.slots[0].unit == "mm"
    limited = (replace(made.slots[0], minimum=1.0, maximum=99.0, required=True), *made.slots[1:])
    again = field_of(Line("Cyst", (Offer("Of [left|right] side. " + CYST),), limited), "cyst")
    assert [slot.minimum for slot in again.slots] == [None, 1.0, *[None] * 6] and again.required
    template = replace(new_template("T", "en", "L"), sections=(replace(
        new_template("T", "en", "L").sections[0], fields=(again,)),))  # fmt: skip
    read = parse_template(written(template)).sections[0].fields[0]
    assert read == again and not checked(written(template)).grave
    spaced = field_of(Line("", (Offer("[ a |  b ] of ___ cm"),)), "x")
    assert spaced.options == ("[a|b] of __ cm",) and spaced.slots[1].unit == "cm"
    assert field_of(Line("", (Offer("{nobody} __ mmol"),)), "x").slots[0].unit == ""


def test_verbs_and_undo() -> None:
    made = draft()
    begun = made.template
    for text in ("T", "Te", "Tec"):
        made.put_section(Place(1), text, None, required=False)
    assert made.template.sections[1].heading.scheme == "99READER"
    made.undo()
    assert made.template == begun and made.can_redo  # typing in one place is one step
    made.redo()
    assert made.template.sections[1].title == "Tec"
    made.undo()
    assert made.move(Place(0, 0), 1) == Place(1, 0) and made.template.sections[1].fields[0].label == "Liver"
    assert made.move(Place(1, 0), 1) == Place(1, 0)  # nothing below
    assert made.move(Place(1), -1) == Place(0) and made.template.sections[0].heading == IMPRESSION
    assert made.remove(Place(0, 0)) == Place(0, -1)
    added = made.add_section(WHOLE, "Comparison")
    assert made.template.sections[added.section].heading == COMPARISON
    assert made.remove(added) == Place(1)
    ids = [made.add_line(Place(0)) and made.template.sections[0].fields[-1].field_id for _ in range(3)]
    assert len(set(ids)) == 3
    while made.can_undo:
        made.undo()
    assert not made.dirty


def test_what_is_wrong_is_named_at_its_place() -> None:
    made = draft()
    assert [one for one in problems(made.dated(), names_of(SUBJECT)) if one.grave] == []
    assert not any(one.line for one in problems(made.dated()))
    wrong = (
        (Line("A", (Offer("x {patient} y"),)), "can’t be filled in"), (Line("", ()), "empty"),
        (Line("A", (Offer("王小东的肝脏"),)), "names the patient"), (Line("A", (Offer("a\x1bb"),)), "control"),
        (Line("A", (Offer("same"), Offer("same"))), "twice"), (Line("A", (Offer("x" * 2001),)), "2000"),
        (Line("A", (Offer("Size [" + "x" * 60 + "|" + "y" * 70 + "|x] __"),), ()), ""),
    )  # fmt: skip
    for line, said in wrong:
        at = made.add_line(Place(0, 0), line)
        found = [one for one in problems(made.template, names_of(SUBJECT)) if one.grave]
        assert bool(found) == bool(said), line
        assert all(one.place == at and said in one.text for one in found)
        made.undo()
    template = made.template
    one = template.sections[0].fields[0]
    hidden = replace(one, sex="X", field_id="findings")  # what only the checker of files sees
    bad = replace(template, sections=(replace(template.sections[0], fields=(hidden,)), *template.sections[1:]))
    found = [one for one in problems(bad) if one.grave]
    assert found and all(p.place.section == 0 and p.line for p in found)
    assert any(p.place == Place(0, 0) and "M or F" in p.text for p in found)
    assert title_of(bad, Place(0, 0)) == "Findings › Liver"
    for broken in (replace(template, title=" "), replace(template, sections=())):
        assert problems(broken)[0].place == WHOLE and problems(broken)[0].grave


def test_a_template_from_the_report_leaves_this_patient_out() -> None:
    chest = choose_template("CT", "CHEST", "en")
    report = chest.new_report(SUBJECT, LI)
    said = (
        Statement("No pleural effusion, no pneumothorax."), Statement("Nodule 5 mm.", ("2.25.5",)),
        Statement("Size __ mm."), Statement("  "),
    )  # fmt: skip
    report = report.with_section(replace(report.section(FINDINGS), statements=said))
    made, left_out = from_report(report, chest, "Own chest", "Li Na")
    lines = next(s for s in made.sections if s.heading == FINDINGS).fields
    assert left_out == 1 and [one.default for one in lines] == [said[0].text, said[2].text]
    assert lines[0].label == "Pleura" and "effusion" in lines[0].topics and lines[1].prose
    assert problems(made, names_of(SUBJECT)) == () and made.codes == chest.codes


def test_an_own_one_is_saved_chosen_changed_deleted_and_brought_back(tmp_path: Path) -> None:
    own = OwnFolder(tmp_path / "li")
    kept = own.save(draft().dated())
    file = Path(kept.source)
    assert file.name == "Liver MR.html"
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert checked(file.read_text("utf-8")).every == ()
    found = library(own.folder)
    assert choose_template("MR", "MRI liver", "en", found.templates) == kept and own.is_own(kept)
    assert choose_template("MR", "MRI knee", "en", found.templates).template_id == "reader.mr-knee.en"
    before = own.content(kept)
    renamed = own.save(replace(kept, title="Liver and bile ducts"), before)
    assert renamed.source == kept.source and library(own.folder).template(kept.template_id) == renamed
    with pytest.raises(NotTaken, match="changed by another"):
        own.save(kept, before)
    assert library(own.folder).template(kept.template_id) == renamed
    gone = own.delete(renamed)
    assert library(own.folder).template(kept.template_id) is None
    other = own.save(draft().dated())  # has taken the name of the file meanwhile
    back = own.bring_back(gone)
    assert other.source != str(back) and library(own.folder).template(kept.template_id) is not None
    copied = own.save(copy_of(renamed, "Copy", "Li Na"))
    assert copied.template_id != renamed.template_id and copied.sections == renamed.sections


def test_files_go_in_and_out_byte_for_byte_or_not_at_all(tmp_path: Path) -> None:
    own, good = OwnFolder(tmp_path / "li"), tmp_path / "good.html"
    good.write_bytes(GOOD.replace("Ankle", "Knöchel").replace("utf-8", "windows-1252").encode("cp1252"))
    template, faults = own.take_in(good)
    assert template.title == "Knöchel" and faults == ()
    assert Path(template.source).read_bytes() == good.read_bytes()
    own.give_out(template, tmp_path / "out.html")
    assert (tmp_path / "out.html").read_bytes() == good.read_bytes()
    with pytest.raises(NotTaken, match="already"):
        own.take_in(good)
    bad = tmp_path / "bad.html"
    line = GOOD[: GOOD.index('min="1"')].count("\n") + 1
    bad.write_text(GOOD.replace("own.ankle", "own.b").replace('min="1"', 'min="one"'), "utf-8")
    with pytest.raises(NotTaken) as refused:
        own.take_in(bad)
    assert [fault.line for fault in refused.value.faults] == [line]
    for data in (b"", b"\x00" * 100, b"GIF89a", b"<html>", b"x" * 2_000_001):
        bad.write_bytes(data)
        with pytest.raises(ReaderError):
            own.take_in(bad)
    assert len(list(own.folder.iterdir())) == 1
