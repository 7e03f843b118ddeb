"""All normal beside own text: the sentence that the text contradicts is left out, or nothing is filled in.

organ_lines.txt: a template, a part of it, and lines that speak of that part; organless_lines.txt: lines that the
template can't give to any part.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.report.model import FINDINGS, IMPRESSION
from reader.report.mrrt.model import Situation, TemplateSection
from reader.report.template import load_templates

SECTIONS = {t.template_id.removeprefix("reader."): t.section(FINDINGS) for t in load_templates()}
HERE = Path(__file__).parent


def _rows(file: str, known: int) -> list[tuple[str, str, str]]:
    rows = []
    for line in (HERE / file).read_text("utf-8").strip().splitlines():
        head, _, lines = line.partition(": ")
        template, part = (*head.split(" "), "")[:2]
        rows += [(template, part, said.strip()) for said in lines.split(" | ")]
    assert len(rows) >= known
    return rows


def _findings(template: str) -> TemplateSection:
    section = SECTIONS[template]
    assert section is not None
    return section


@pytest.mark.parametrize("as_finding", [False, True])
def test_what_the_text_speaks_of_is_left_out(as_finding: bool) -> None:
    wrong = []
    for template, part, said in _rows("organ_lines.txt", 300):
        for sex in ("F", "M"):
            known = Situation(sex, besides=said if as_finding else "")
            section = _findings(template)
            one = next(field for field in section.fields if field.field_id == part)
            left = section.normal("" if as_finding else said, known)
            placed = not section.unplaced("" if as_finding else said, known)
            if one.default in left or not placed or len(left) < 1:
                wrong.append((template, part, said, placed))
    assert not wrong


def test_a_line_that_names_no_organ_of_the_template_stops_it() -> None:
    rows = [(t, said) for t, _, said in _rows("organless_lines.txt", 50)]
    assert not [(t, said) for t, said in rows if _findings(t).normal(said, Situation("F"))]
    assert all(_findings(t).unplaced(said, Situation("F")) in said for t, said in rows)


def test_what_it_filled_in_itself_is_no_own_text() -> None:
    for template, section in SECTIONS.items():
        assert section is not None
        known = Situation("F")
        lines = section.normal("", known)
        assert lines and section.normal("\n".join(lines), known) == (), template
        for at in range(len(lines)):
            rest = "\n".join(lines[:at] + lines[at + 1 :])
            assert section.normal(rest, known) == (lines[at],), (template, lines[at])


def test_nothing_else_is_left_out_than_what_is_spoken_of() -> None:
    section = _findings("ct-abdomen.en")
    left = section.normal("Stones of both kidneys, adrenal glands normal.", Situation("F"))
    assert len(left) == len(section.normal("", Situation("F"))) - 2
    assert section.normal("Renal cyst, left. 12 mm.", Situation("F"))
    breast = _findings("mammography.en").normal("Spiculated mass, left breast.")
    assert breast[0].startswith("Breast composition: [") and any("calcifications" in line for line in breast)
    assert section.unplaced("FINDINGS:\nRenal cyst.", Situation("F")) == ""


def test_an_impression_with_a_word_in_it_is_not_called_normal() -> None:
    for template in load_templates():
        section = template.section(IMPRESSION)
        assert section is not None
        if section.normal():
            assert section.normal("Cardiomegaly.") == (), template.template_id
