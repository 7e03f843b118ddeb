"""MRRT templates: the bundled ones, and such as are met in the wild."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reader.report.model import ADDENDUM, CLINICAL_INFORMATION, FINDINGS, IMPRESSION, Section, Statement
from reader.report.template import (
    FOLDER,
    TemplateError,
    choose_template,
    load_templates,
    parse_template,
    read_template,
)
from tests.report.examples import LI, SUBJECT, report

# Comment-wrapped XML, <code> never closed, upper-case tags, nested sections, a script, entities, no end tags.
WILD = """<!DOCTYPE html><HTML><HEAD><TITLE>CT Brain</TITLE>
<META NAME="dcterms.title" CONTENT="CT Brain"><meta name="dcterms.identifier" content="50001">
<script type="text/xml"><!-- <template_attributes><top-level-flag>true</top-level-flag>
<term><code meaning="CT" value="CT" scheme="DCM"></term>
<coded_content><coding_schemes><coding_scheme name="RADLEX" designator="2.16.840.1.113883.6.256"></coding_schemes>
<entry ORIGTXT="T1"><term><code meaning="Findings" value="59776-5" scheme="LOINC"></term></entry>
<entry ORIGTXT="X9"><term><code meaning="ventricle" value="RID6434" scheme="RADLEX">
<code meaning="x" value="y" scheme="z">
</entry></coded_content></template_attributes> --></script>
<script>document.title = "run me"; alert('<section data-section-name="Evil"></section>');</script></HEAD><body>
<section id="T0" data-section-name="Clinical Indication"><header class="level1">Clinical Indication</header>
<p>Reason: <input type="text" id="r" value="Headache &amp; nausea"></p></section>
<section id="T1" data-section-name="Befund" data-section-required="True">
<header class="level1">Observed</header>
<section class="level2" data-section-name="Ventricles"><header class="level2">Ventricles</header>
<select id="v"><option>Enlarged<option selected>Normal in size<option value="Slit-like"></select></section>
<p>Parenchyma: <textarea id="p">No mass.
No bleed.</textarea> <input type="hidden" value="no"></p>
</section>
<section id="T2" data-section-name="IMPRESSION:"><header class="level1">IMPRESSION</header></section>
<section id="T3" data-section-name="Radiation dose"><p>x</section>
"""


class _Strict(HTMLParser):
    """Every opened element is closed in turn: the bundled files are well-formed."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_bundled_templates_are_whole() -> None:
    templates = load_templates()
    assert {(t.template_id, t.language) for t in templates} >= {
        ("reader.ct-chest.zh-CN", "zh-CN"), ("reader.ct-chest.en", "en"),
        ("reader.general.zh-CN", "zh-CN"), ("reader.general.en", "en"),
    }  # fmt: skip
    for path in FOLDER.glob("*.html"):
        text = path.read_text("utf-8")
        strict = _Strict()
        strict.feed(text)
        strict.close()
        assert strict.open == []
        assert 'name="dcterms.type" content="IMAGE_REPORT_TEMPLATE"' in text
    for template in templates:
        required = {section.heading for section in template.sections if section.required}
        assert {FINDINGS, IMPRESSION} <= required
        assert template.section(CLINICAL_INFORMATION) is not None
    findings = choose_template("CT", "CHEST", "zh").section(FINDINGS)
    assert findings is not None and len(findings.normal()) == 7


@pytest.mark.parametrize(
    ("modality", "body_part", "language", "chosen"),
    [
        ("CT", "CHEST", "zh", "reader.ct-chest.zh-CN"),
        ("CT", "胸部CT平扫", "zh_CN", "reader.ct-chest.zh-CN"),
        ("CT", "Thorax", "en-US", "reader.ct-chest.en"),
        ("DX", "CHEST", "en", "reader.dr-chest.en"),
        ("CT", "HEAD", "zh", "reader.ct-head.zh-CN"),
        ("XA", "HEAD", "zh", "reader.general.zh-CN"),
        ("MR", "", "zh", "reader.general.zh-CN"),
    ],
)
def test_choice(modality: str, body_part: str, language: str, chosen: str) -> None:
    assert choose_template(modality, body_part, language).template_id == chosen


def test_a_new_report_says_nothing_until_it_is_taken() -> None:
    new = choose_template("CT", "CHEST", "zh").new_report(SUBJECT, LI)
    assert new.language == "zh" and all(section.statements == () for section in new.sections)
    assert [section.title for section in new.sections][-2:] == ["影像所见", "诊断意见"]


def test_normal_leaves_out_what_the_text_speaks_of() -> None:
    section = choose_template("CT", "CHEST", "zh").section(FINDINGS)
    assert section is not None
    lungs = section.normal()[0]
    assert "未见结节" in lungs
    assert lungs not in section.normal("右肺上叶见结节，大小约16mm×11mm。")
    assert section.normal("\n".join(section.normal())) == ()


def test_a_wild_template_is_read() -> None:
    template = parse_template(WILD)
    assert (template.template_id, template.title) == ("50001", "CT Brain")
    assert [code.value for code in template.codes] == ["CT"]
    assert [(s.heading.value, s.heading.scheme, s.required) for s in template.sections] == [
        ("55752-0", "LN", False), ("59776-5", "LN", True), ("19005-8", "LN", False),
        ("RADIATION-DOSE", "99READER", False),
    ]  # fmt: skip
    assert template.sections[0].fields[0].default == "Headache & nausea"
    ventricles, parenchyma = template.sections[1].fields
    assert (ventricles.label, ventricles.options) == ("Ventricles", ("Enlarged", "Normal in size", "Slit-like"))
    assert ventricles.default == "Normal in size"
    assert (parenchyma.label, parenchyma.default) == ("Parenchyma", "No mass. No bleed.")


def test_complete_adds_what_an_sr_does_not_say() -> None:
    template = choose_template("CT", "CHEST", "zh")
    extra = Section(CLINICAL_INFORMATION, "临床信息", (Statement("咳嗽"),))
    whole = template.complete(report((extra, *report().sections[1:])))
    assert [s.title for s in whole.sections] == ["临床信息", "检查方法", "对比检查", "影像所见", "诊断意见"]
    assert whole.section(FINDINGS).required and whole.section(CLINICAL_INFORMATION).text == "咳嗽"
    assert whole.finding_uids == report().finding_uids


def test_other_files_are_refused_or_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>hello</body></html>")
    (tmp_path / "b.html").write_bytes(WILD.replace("Befund", "影像所见").encode("gb18030"))
    (tmp_path / "c.html").write_bytes(bytes(range(256)) * 50)
    with pytest.raises(TemplateError):
        read_template(tmp_path / "a.html")
    assert [template.template_id for template in load_templates(tmp_path)] == ["50001"]
    with pytest.raises(TemplateError):
        choose_template("CT", "CHEST", "zh", [])


def test_of_two_sections_with_one_heading_both_are_kept() -> None:
    template = choose_template("CT", "CHEST", "zh")
    report = template.new_report(SUBJECT, LI)
    first = replace(report.section(FINDINGS), statements=(Statement("First."),))
    second = replace(first, number=2, statements=(Statement("Aneurysm."),))
    addenda = tuple(Section(ADDENDUM, "Addendum", (Statement(said),), number=n) for n, said in ((1, "A"), (2, "B")))
    kept = template.complete(replace(report, sections=(second, *addenda, first)))
    said = [s.text for s in kept.sections if s.text]
    assert sorted(said) == ["A", "Aneurysm.", "B", "First."]
    assert len({s.key for s in kept.sections}) == len(kept.sections)
    assert {s.heading for s in template.sections} <= {s.heading for s in kept.sections}
    assert template.complete(kept) == kept
