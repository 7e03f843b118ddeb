"""The generated words of a line, found again beside what a person wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.linking import renewed, settled, words_of
from reader.report.model import FINDINGS, Section, Statement
from reader.report.sentences import statement
from reader.report.wording import generated, said_of, without
from reader.study.numbering import ImageNumber
from tests.report.examples import nodule, report

SENTENCE = "Nodule in the left lung, 4 mm."
SAID = said_of("f", SENTENCE)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        (SENTENCE, ""),
        (SENTENCE + " Follow-up advised.", "Follow-up advised."),
        (SENTENCE[:-1] + ", larger than before.", "larger than before."),
        ("Known: " + SENTENCE, "Known:"),
        ("Known. " + SENTENCE + " Benign.", "Known. Benign."),
        (f"{SENTENCE} {SENTENCE}", SENTENCE),
        (SENTENCE + " ?", ""),
        (SENTENCE.replace("4", "14"), None),
        (SENTENCE.replace("left", "right"), None),
        (SENTENCE[:-1] + "s.", None),
        ("", None),
    ],
)
def test_what_is_left_without_the_generated_words(line: str, rest: str | None) -> None:
    span = generated(line, SAID)
    assert (span is None) is (rest is None)
    assert span is None or without(line, span) == rest


def test_a_number_that_goes_on_is_another_number() -> None:
    said = said_of("f", "Ratio 4.")
    assert generated("Ratio 4.5.", said) is None and generated("Ratio 4.", said) == (0, 7)
    assert generated("Ratio 4. Low.", "f") is None, "a draft of an earlier version knows the facts alone"


def test_two_findings_in_one_line_keep_their_words() -> None:
    one, two = (statement(nodule(uid), "en", ImageNumber(place)) for uid, place in (("2.25.5", 1), ("2.25.6", 2)))
    line = Statement(f"{one.text} {two.text}", ("2.25.5", "2.25.6"), one.algorithms, (*one.said, *two.said))
    smaller = replace(nodule("2.25.6"), measurements=())
    fresh = renewed(line, smaller, "en", lambda image: ImageNumber(2))
    assert fresh is not None and fresh.text == f"{one.text} Nodule in the right upper lobe (image 2)."
    assert words_of(fresh, "2.25.5") == words_of(line, "2.25.5")


@pytest.mark.parametrize(
    ("behind", "told"), [("", True), ("较前增大。", True), ("（较前增大）。", False)]
)
def test_a_stored_sentence_is_known_where_it_reads_as_generated(behind: str, told: bool) -> None:
    text = statement(nodule("2.25.5"), "zh", ImageNumber(116)).text
    line = Statement(text[:-1] + behind if behind.startswith("（") else text + behind, ("2.25.5",))
    stored = report((Section(FINDINGS, "影像所见", (line,)),))
    [known] = settled(stored, {"2.25.5": nodule("2.25.5")}, lambda image: ImageNumber(116)).sections[0].statements
    assert (words_of(known, "2.25.5") is not None) is told and known.said
