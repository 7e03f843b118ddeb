"""Template files as they may come: other encodings, and far more in them than a template has."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reader.report.mrrt.checking import checked
from reader.report.mrrt.page import MOST_SECTIONS
from reader.report.mrrt.reading import parse_template
from reader.report.template import TemplateError, read_template

PAGE = """<!DOCTYPE html><html><head>{meta}<title>{title}</title></head><body>
<section id="f" data-section-name="Findings"><p><label for="a">{title}</label>
<select id="a"><option selected>{title}</option></select></p></section></body></html>"""


@pytest.mark.parametrize(
    ("said", "codec", "title"),
    [
        ("utf-8", "utf-8", "肝癌"), ("UTF-8", "utf-8-sig", "肝癌"), ("", "utf-8-sig", "肝癌"),
        ("", "gb18030", "肝癌"),
        ("gb2312", "gb18030", "肝癌"), ("Big5", "big5", "肝癌"), ("Shift_JIS", "shift_jis", "肝癌"),
        ("euc-kr", "euc_kr", "간암"), ("windows-1252", "cp1252", "Schädel"), ("", "utf-16", "肝癌"),
        ("utf-16", "utf-16", "肝癌"), ("iso-8859-1", "latin-1", "Schädel"), ("utf-8", "utf-32", "肝癌"),
    ],
)  # fmt: skip
def test_the_encoding_that_a_file_declares(said: str, codec: str, title: str, tmp_path: Path) -> None:
    for meta in ('<meta charset="{0}">', '<meta http-equiv="Content-Type" content="text/html; charset={0}">'):
        file = tmp_path / "one.html"
        file.write_bytes(PAGE.format(meta=meta.format(said) if said else "", title=title).encode(codec))
        template = read_template(file)
        assert template.title == title and template.sections[0].fields[0].default == title


@pytest.mark.parametrize(
    ("said", "codec"),
    [("utf-8", "gb18030"), ("x-unknown", "utf-8"), ("rot13", "utf-8"), ("", "utf-16-le"), ("", "cp1253")],
)
def test_what_is_not_in_its_encoding_is_refused_by_name(said: str, codec: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    title = "Κρανίο ή" if codec == "cp1253" else "肝癌"
    file.write_bytes(PAGE.format(meta=f"<meta charset={said}>" if said else "", title=title).encode(codec))
    with pytest.raises(TemplateError, match=r"wrong\.html"):
        read_template(file)


def test_far_too_many_sections_or_pieces_of_xml_are_refused_at_once() -> None:
    one = '<section data-section-name="Lungs and more {0}"><p>x</p></section>'
    for body in ("".join(one.format(n) for n in range(6000)), "<!-- <template_attributes/> -->" * 3000):
        text = PAGE.format(meta="", title="x").replace("<body>", f"<body>{body}")
        begun = time.perf_counter()
        with pytest.raises(TemplateError, match="too many"):
            parse_template(text)
        assert checked(text).grave
        assert time.perf_counter() - begun < 2.0
    text = PAGE.format(meta="", title="x").replace("<body>", "<body>" + one.format("") * (MOST_SECTIONS - 1))
    begun = time.perf_counter()
    template = parse_template(text)
    assert len({section.heading for section in template.sections}) == MOST_SECTIONS
    assert time.perf_counter() - begun < 2.0
