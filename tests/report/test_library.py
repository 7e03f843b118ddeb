"""Own templates: of the user, of the computer and of the hospital; files that are wrong are left out and named."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication

from reader.app.own_templates import OwnTemplates
from reader.app.presenter import Message, Presenter
from reader.core.profile import Profile
from reader.report.library import library
from reader.report.template import choose_template, load_templates
from reader.report.ui.own_templates import OwnTemplatesDialog
from tests.report.test_mrrt import GOOD

ANKLE = GOOD
for old, new in (
    ("  </coding_schemes>", '    <coding_scheme name="DCM" designator="x"/>\n  </coding_schemes>'),
    ("  <coded_content>", '  <term><code meaning="DX" value="DX" scheme="DCM"/></term>\n  <coded_content>'),
    ('<meta name="dcterms.date"', '<meta name="reader.needs" content="ankle, 踝">\n<meta name="dcterms.date"'),
):
    assert ANKLE.count(old) == 1
    ANKLE = ANKLE.replace(old, new)


def test_own_templates_come_first_and_wrong_ones_are_named_by_line(tmp_path: Path) -> None:
    mine, everybodys = tmp_path / "mine", tmp_path / "all"
    for folder in (mine, everybodys):
        folder.mkdir()
    (mine / "ankle.html").write_text(ANKLE, "utf-8")
    (everybodys / "other.html").write_text(ANKLE.replace("Ankle", "Other ankle"), "utf-8")
    (everybodys / "bad.htm").write_text(ANKLE.replace('min="1"', 'min="one"'), "utf-8")
    (everybodys / "worse.html").write_bytes(b"\xff\xfe\x00")
    chest = (Path("resources") / "templates" / "ct-chest.en.html").read_text("utf-8")
    (everybodys / "chest.html").write_text(chest.replace("CT chest", "Our chest"), "utf-8")
    (everybodys / "notes.txt").write_text("no template")
    found = library(mine, everybodys, tmp_path / "nowhere")
    assert choose_template("DX", "Left ankle", "en", found.templates).title == "Ankle"
    assert choose_template("DX", "Left knee", "en", found.templates).template_id == "reader.dr-extremity.en"
    assert choose_template("CT", "CHEST", "en", found.templates).title == "Our chest"
    assert len(found.templates) == len(load_templates()) + 1
    line = ANKLE[: ANKLE.index('min="1"')].count("\n") + 1
    told = {fault.file.name: (fault.used, fault.faults) for fault in found.faults}
    assert [fault.line for fault in told["bad.htm"][1]] == [line] and not told["bad.htm"][0]
    assert "ankle.html has the same id" in told["other.html"][1][-1].text and not told["other.html"][0]
    assert not told["worse.html"][0] and set(told) == {"bad.htm", "other.html", "worse.html"}
    (everybodys / "bad.htm").write_text(ANKLE.replace("own.ankle", "own.two"), "utf-8")
    os.utime(everybodys / "bad.htm", (1, 1))
    assert library(mine, everybodys).template("own.two") is not None  # mended while the program runs


def test_they_are_in_the_profile_and_beside_the_policy(tmp_path: Path, qapp: QApplication) -> None:
    profile = Profile(tmp_path / "profile", tmp_path / "etc" / "policy.toml")
    (tmp_path / "etc" / "templates").mkdir(parents=True)
    (tmp_path / "etc" / "templates" / "ankle.html").write_text(ANKLE, "utf-8")
    own = tmp_path / "profile" / "templates" / "li"
    own.mkdir(parents=True)
    (own / "bad.html").write_text(ANKLE.replace('data-sex="F"', 'data-sex="X"'), "utf-8")
    presenter, said = Presenter(), list[Message]()
    presenter.said.connect(said.append)
    templates = OwnTemplates(profile, "li", presenter)
    found = templates.all()
    templates.all()
    assert found.template("own.ankle") is not None and found.folders[0] == own
    assert len(said) == 1 and "bad.html" in said[0].text and "Line " in said[0].text
    dialog = OwnTemplatesDialog(found)
    text = dialog.text.toPlainText()
    assert str(own) in text and "Ankle" in text and "M or F" in text


def test_a_file_with_slight_faults_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(ANKLE.replace("<title>", "<script>alert(1)</script><title>"), "utf-8")
    found = library(tmp_path)
    assert found.template("own.ankle") is not None and [fault.used for fault in found.faults] == [True]
