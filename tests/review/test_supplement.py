"""What an addendum and an amendment may change of what was signed."""

from __future__ import annotations

from dataclasses import replace

from reader.report.model import ADDENDUM, AMENDMENT, FINDINGS, IMPRESSION, Report, Section, Statement
from reader.review.checks import Severity, check
from reader.review.supplement import Supplement, addenda_taken_out, begun, carried_over, problem, text_changes
from tests.review.conftest import LI, make_report, make_study


def with_text(report: Report, key: tuple[object, int], text: str) -> Report:
    section = next(one for one in report.sections if one.key == key)
    return report.with_section(replace(section, statements=(Statement(text),)))


def test_a_wrong_addendum_is_amended_and_why_something_was_amended_stays() -> None:
    """Locked, it would stand below the corrected text as the last word."""
    body = make_report("Nodule on the right.", "Nodule on the right.")
    added = Section(ADDENDUM, "Addendum", (Statement("The nodule is on the left."),))
    why = Section(AMENDMENT, "Amendment", (Statement("Size."),))
    signed = replace(body, sections=(why, *body.sections, added))
    report = begun(signed, Supplement.AMENDMENT, LI)
    locked = {section.key for section in report.sections if section.locked}
    assert locked == {why.key}
    report = with_text(report, (AMENDMENT, 2), "The addendum named the wrong side.")
    assert problem(with_text(report, added.key, ""), signed) == ""
    assert problem(with_text(report, why.key, "None."), signed) == "Text that was signed has changed."
    second = with_text(begun(signed, Supplement.ADDENDUM, LI), (ADDENDUM, 2), "More.")
    assert problem(second, signed) == "" and all(s.locked for s in second.sections[:-1])
    assert problem(with_text(second, added.key, ""), signed) == "Text that was signed has changed."


def test_what_both_changed_since_the_same_signed_version_stands_together() -> None:
    signed = make_report("Nodule on the right.\nHeart normal.", "Nodule on the right.")
    mine = with_text(begun(signed, Supplement.AMENDMENT, LI), (AMENDMENT, 1), "Side.")
    mine = with_text(mine, (IMPRESSION, 1), "Nodule on the left.")
    theirs = with_text(begun(signed, Supplement.AMENDMENT, LI), (AMENDMENT, 1), "Lobe.")
    theirs = with_text(theirs, (IMPRESSION, 1), "Nodule on the right, lower lobe.")
    theirs = with_text(theirs, (FINDINGS, 1), "Nodule on the right, lower lobe.\nHeart normal.")
    report = carried_over(mine, signed, theirs, Supplement.AMENDMENT)
    texts = {section.key: section.text for section in report.sections}
    assert texts[IMPRESSION, 1] == "Nodule on the right, lower lobe.\nNodule on the left."
    assert texts[FINDINGS, 1] == "Nodule on the right, lower lobe.\nHeart normal.", "what only they changed"
    assert [texts[AMENDMENT, number] for number in (1, 2)] == ["Lobe.", "Side."]
    assert problem(report, theirs) == ""
    added = with_text(begun(signed, Supplement.ADDENDUM, LI), (ADDENDUM, 1), "More.")
    report = carried_over(added, signed, theirs, Supplement.ADDENDUM)
    assert report.section(ADDENDUM).text == "More." and problem(report, theirs) == ""


def test_what_an_amendment_changes_in_the_signed_text_is_told_and_what_it_takes_out_is_asked_about() -> None:
    body = replace(make_report("Nodule on the right.", "Nodule on the right."), positive=True)
    added = Section(ADDENDUM, "Addendum", (Statement("Acute embolism."),))
    signed = replace(body, sections=(*body.sections, added))
    report = with_text(begun(signed, Supplement.AMENDMENT, LI), (AMENDMENT, 1), "Side.")
    assert list(text_changes(report, signed)) == [] == list(addenda_taken_out(report, signed))
    report = replace(with_text(report, (FINDINGS, 1), "Nodule on the left."), positive=False)
    assert list(text_changes(report, signed)) == [
        f"Changed in the text: {signed.section(FINDINGS).title}.", "Changed from “Positive” to “Negative”.",
    ]  # fmt: skip
    assert len(list(text_changes(with_text(report, (ADDENDUM, 1), "Embolism."), signed))) == 2
    emptied = with_text(report, (ADDENDUM, 1), "")
    assert list(addenda_taken_out(emptied, signed)) == ["The signed addendum is taken out: “Acute embolism.”"]
    found = check(emptied, make_study(), None, (), signed=signed)
    said = [one.severity for one in found if one.kind == "changed"]
    assert said == [Severity.ASK, Severity.NOTE, Severity.NOTE]
    second = with_text(begun(signed, Supplement.ADDENDUM, LI), (ADDENDUM, 2), "More.")
    assert list(text_changes(second, signed)) == []
