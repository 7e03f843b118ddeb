"""Template files that are wrong, each named with its line; and what of the standard is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.core.errors import ReaderError
from reader.report.model import FINDINGS
from reader.report.mrrt.checking import Checked, checked
from reader.report.mrrt.model import Situation, SlotKind, TemplateError
from reader.report.mrrt.page import LARGEST
from reader.report.mrrt.writing import written
from reader.report.template import Template, load_templates, parse_template

GOOD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Ankle</title>
<meta name="dcterms.title" content="Ankle">
<meta name="dcterms.identifier" content="own.ankle">
<meta name="dcterms.type" content="IMAGE_REPORT_TEMPLATE">
<meta name="dcterms.language" content="en">
<meta name="dcterms.publisher" content="Xihu">
<meta name="dcterms.rights" content="Xihu">
<meta name="dcterms.license" content="https://www.apache.org/licenses/LICENSE-2.0">
<meta name="dcterms.date" content="2026-11-01">
<meta name="dcterms.creator" content="Li Na">
<script type="text/xml">
<template_attributes>
  <top-level-flag>true</top-level-flag>
  <status>ACTIVE</status>
  <coding_schemes>
    <coding_scheme name="LOINC" designator="2.16.840.1.113883.6.1"/>
  </coding_schemes>
  <coded_content>
    <entry ORIGTXT="findings"><term><code meaning="Findings" value="59776-5" scheme="LOINC"/></term></entry>
  </coded_content>
</template_attributes>
</script>
</head>
<body>
<section id="findings" data-section-name="Findings" data-section-required="true">
  <header class="level1">Findings</header>
  <p><label for="bones">Bones</label>
    <select id="bones" data-field-type="SELECTION_LIST" data-field-completion-action="ALERT" data-sex="F">
      <option selected data-when="contrast=no">No fracture.</option>
      <option>A fracture of <b>both</b> malleoli.</option>
    </select></p>
  <p class="prose" id="gap" title="Gap">Joint space
    <input id="gap-1" type="number" data-field-units="mm" min="1" max="9">, seen on
    <input id="gap-2" type="date">, <select id="gap-3"><option>even</option><option>uneven</option></select>;
    <select multiple id="gap-4"><option>spur</option><option>cyst</option></select>; prior of
    <input id="gap-5" name="prior.date" data-field-merge-flag="true">.</p>
  <table id="angles"><tr><th>Angle</th><td><input id="angle" type="number" data-field-units="°"></td></tr>
    <tr><th>Axis</th><td>straight</td></tr></table>
  <p>Comment <textarea id="comment"></textarea></p>
</section>
</body>
</html>
"""

# what of the good file is replaced, by what, what is complained of; whether the file is used all the same
WRONG = [
    ("<!DOCTYPE html>", "<!-- -->", "DOCTYPE", False),
    ('name="dcterms.title" content="Ankle"', 'name="dcterms.title" content=""', "dcterms.title", True),
    ('content="own.ankle"', 'content=" "', "dcterms.identifier", True),
    ('content="IMAGE_REPORT_TEMPLATE"', 'content="REPORT"', "IMAGE_REPORT_TEMPLATE", True),
    ('name="dcterms.language" content="en"', 'name="dcterms.language" content="English!"', "no language", True),
    ('content="2026-11-01"', 'content="2026-13-01"', "no date", True),
    ('content="Li Na">', 'content="Li Na"><meta name="dcterms.creator" content="B">', "twice", True),
    ("<top-level-flag>true", "<top-level-flag>maybe", "top-level-flag", True),
    ("<status>ACTIVE", "<status>GOOD", "status", True),
    ('value="59776-5" scheme="LOINC"', 'value="59776-5" scheme="ICD"', "not declared", True),
    ('value="59776-5" ', "", "lacks its value", True),
    ('ORIGTXT="findings"', 'ORIGTXT="elsewhere"', "id of nothing", True),
    ('ORIGTXT="findings"', "", "lacks ORIGTXT", True),
    ("  <coded_content>", '  <!DOCTYPE x [<!ENTITY a "b">]><coded_content>', "Entities", True),
    ("</status>", "</state>", "well-formed", False),
    ("<title>Ankle</title>", '<title>Ankle</title><script>alert("1")</script>', "never run", False),
    ('class="prose" id="gap"', 'class="prose" onclick="x()" id="gap"', "never run", False),
    ("Joint space", '<a href="javascript:x()">Joint</a>', "never run", False),
    ("Joint space", '<img src="http://example.org/a.png">', "never fetched", False),
    ("<title>Ankle</title>", '<title>Ankle</title><link rel="stylesheet" href="a.css">', "never fetched", False),
    ("Joint space", '<iframe src="a.html"></iframe>', "never fetched", False),
    ('data-section-name="Findings" ', "", "lacks data-section-name", True),
    ('data-section-required="true"', 'data-section-required="often"', "true or false", True),
    ("</body>", '<section data-section-name="Findings"></section>', "section “Findings” is", True),
    ("</body>", '<input id="lost"></body>', "in no section", True),
    ('id="comment"', "", "lacks its id", True),
    ('id="comment"', 'id="bones"', "“bones” is there twice", True),
    ('id="comment"', 'id=""', "id is empty", True),
    ('data-field-type="SELECTION_LIST"', 'data-field-type="WHEEL"', "no type of a field", True),
    ('completion-action="ALERT"', 'completion-action="SHOUT"', "NONE, ALERT or PROHIBIT", True),
    ('data-sex="F"', 'data-sex="X"', "M or F", True),
    ('data-when="contrast=no"', 'data-when="if there is contrast"', "no condition", True),
    ('data-when="contrast=no"', 'data-when="weather=good"', "not known", True),
    ("<option>A fracture of <b>both</b> malleoli.</option>", "<option></option>", "option is empty", True),
    ("<option>A fracture of <b>both</b> malleoli.</option>", "<option>No fracture.</option>", "option “No", True),
    ("<option>A fracture of", "<option selected>A fracture of", "several defaults", True),
    ('min="1" max="9"', 'min="9" max="1"', "above the highest", True),
    ('min="1" max="9"', 'min="one" max="9"', "no number", True),
    ('min="1" max="9"', 'min="1" max="9" value="12"', "out of the limits", True),
    ('id="gap-2" type="date"', 'id="gap-2" type="date" value="31.1.2026"', "no date", True),
    ('id="gap-2" type="date"', 'id="gap-2" type="time" value="25:00"', "no time", True),
    ('id="gap-2" type="date"', 'id="gap-2" type="date" max="5"', "Only a number", True),
    ("<option>even</option><option>uneven</option>", "", "no options", True),
    ("<option>even</option>", "", "at least two options", True),
    ("<option>even</option>", "<option>even|odd</option>", "no [, ] or |", True),
    ('name="prior.date"', 'name="prior.weight"', "nothing that can be filled in", True),
    ('data-field-merge-flag="true"', 'data-field-merge-flag="perhaps"', "merge-flag", True),
    ('for="bones"', 'for="muscles"', "is no field", False),
    ("  <p>Comment", "  <p>Comment</b>", "end tag", False),
    ("<p>Comment ", '<p>Box <input type="checkbox" id="box">', "tick", True),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told", "grave"), WRONG)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, told: str, grave: bool) -> None:
    assert GOOD.count(old) >= 1 and len(WRONG) >= 30
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    found = checked(GOOD.replace(old, new, 1))
    faults = found.grave if grave else found.slight
    assert [fault.line for fault in faults if told in fault.text][:1] == [line], [str(f) for f in found.every]
    assert all(f"Line {fault.line}" in str(fault) for fault in found.every if fault.line)


def test_a_good_file_and_the_bundled_ones_are_without_complaint() -> None:
    assert checked(GOOD) == Checked()
    for template in load_templates():
        assert checked(Path(template.source).read_text("utf-8")) == Checked(), template.template_id


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "HTML"), ("\x00\x00", "HTML"), ("x" * (LARGEST + 1), "too large"),
        ("<!DOCTYPE html><html><body>" + "<div>" * 5000, "too deeply"),
        ("<!DOCTYPE html><html><body>" + "<p>a</p>" * 30_000, "too many"),
    ],
)  # fmt: skip
def test_what_is_no_template_at_all(text: str, told: str) -> None:
    assert [told in fault.text for fault in checked(text).grave] == [True]
    with pytest.raises(ReaderError):
        parse_template(text)


def test_no_section_and_no_attributes() -> None:
    told = {fault.text for fault in checked("<!DOCTYPE html><html><body>hello</body></html>").grave}
    assert {"There is no <section>.", "There is no <template_attributes>."} <= told


def template() -> Template:
    return parse_template(GOOD)


def test_every_kind_of_place_is_read() -> None:
    section = template().section(FINDINGS)
    assert section is not None
    bones, gap, angles, comment = section.fields
    assert (bones.sex, bones.required, bones.when) == ("F", True, ("contrast=no", ""))
    assert bones.options == ("No fracture.", "A fracture of both malleoli.")
    assert [slot.kind for slot in gap.slots] == [
        SlotKind.NUMBER, SlotKind.DATE, SlotKind.CHOICE, SlotKind.CHOICES, SlotKind.MERGE,
    ]  # fmt: skip
    assert gap.options == (
        "Joint space __ mm, seen on ____-__-__, [even|uneven]; [+spur|cyst]; prior of {prior.date}.",
    )
    assert (gap.slots[0].unit, gap.slots[0].minimum, gap.slots[0].maximum) == ("mm", 1, 9)
    assert gap.normal(Situation(facts={"prior.date": "2026-01-02"})).endswith("prior of 2026-01-02.")
    assert gap.normal().endswith("prior of ____.")
    assert angles.options == ("Angle: __ °\nAxis: straight",) and angles.default == ""
    assert (comment.label, comment.options) == ("Comment", ())


def test_written_and_read_again_it_is_the_same() -> None:
    again = parse_template(written(template()))
    as_prose = [
        replace(section, fields=tuple(replace(one, field_id="") for one in section.fields))
        for section in again.sections
    ]
    before = [
        replace(section, fields=tuple(replace(one, field_id="") for one in section.fields))
        for section in template().sections
    ]
    assert as_prose == before
    assert checked(written(again)).grave == ()


def test_nothing_in_a_file_is_run_or_read_besides(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entity = f'<!ENTITY a SYSTEM "{secret.as_uri()}">'
    planted = f"<!DOCTYPE x [{entity}]><status>&a;</status>"
    for text in (
        GOOD.replace("<status>ACTIVE</status>", planted),
        GOOD.replace("Joint space", f'<object data="{secret.as_uri()}"></object>&a;'),
        GOOD.replace("<!DOCTYPE html>", f"<!DOCTYPE html [{entity}]>").replace("Joint", "&a;"),
    ):
        try:
            read = repr(parse_template(text))
        except TemplateError:
            continue
        assert "the secret" not in read
        assert "the secret" not in repr(checked(text))
