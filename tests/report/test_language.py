"""A draft follows the language of the program; what a person wrote stays."""

from __future__ import annotations

from dataclasses import replace

from reader.findings.model import ImageReference
from reader.report.language import in_language
from reader.report.linking import loose, settled
from reader.report.model import FINDINGS, IMPRESSION, Section, Statement
from reader.report.sentences import statement
from reader.report.template import load_templates
from reader.study.numbering import ImageNumber
from tests.report.examples import nodule, report

CHINESE = "右肺上叶病灶较前稍大，由我书写。"
NODULE = nodule()


def number(_: ImageReference) -> ImageNumber:
    return ImageNumber(116)


def test_headings_and_unedited_sentences_follow_there_and_back() -> None:
    templates = {t.template_id: t for t in load_templates()}
    english, chinese = templates["reader.ct-chest.en"], templates["reader.ct-chest.zh-CN"]
    draft = english.new_report(report().subject, report().author)
    normal = english.section(FINDINGS).normal()  # type: ignore[union-attr]
    edited = Statement(normal[1] + " Edited.")
    mine = (*map(Statement, normal), edited, Statement(CHINESE), statement(NODULE, "en", ImageNumber(116)))
    draft = draft.with_section(Section(FINDINGS, "Findings", mine, required=True))
    draft = settled(draft, {"2.25.5": NODULE})

    other = in_language(draft, "zh", {"2.25.5": NODULE}, number)
    assert (other.language, other.template_id) == ("zh", "reader.ct-chest.zh-CN")
    assert [s.title for s in other.sections] == [s.title for s in chinese.sections]
    texts = [said.text for said in other.section(FINDINGS).statements]
    expected = chinese.section(FINDINGS).normal()  # type: ignore[union-attr]
    assert texts == [*expected, edited.text, CHINESE, statement(NODULE, "zh", ImageNumber(116)).text]
    assert other.section(FINDINGS).statements[-1].finding_uids == ("2.25.5",)
    assert not list(loose(other, {"2.25.5": NODULE})), "the tie to its finding holds"
    assert in_language(other, "en", {"2.25.5": NODULE}, number) == draft
    assert in_language(other, "zh", {}, number) is other


def test_a_template_without_its_like_in_the_other_language_stays() -> None:
    strange = replace(report(), template_id="hospital.own")
    assert in_language(strange, "en", {}, number) is strange
    assert strange.section(IMPRESSION)
