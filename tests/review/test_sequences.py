"""A technique that names sequences which are not among the series of an MR exam."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.report.model import FINDINGS, TECHNIQUE, Statement
from reader.report.template import Situation, load_templates
from reader.review.checks import Severity, check
from reader.review.sequences import said
from reader.study.model import Instance, Series
from reader.study.traits import Traits
from tests.report.examples import LI, SUBJECT
from tests.review.conftest import STUDY_UID, make_study

TEMPLATES = {t.template_id.removeprefix("reader."): t for t in load_templates()}
MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4"
BRAIN = ("t1_mprage_sag", "T2 tse tra", "FLAIR", "ep2d_diff_b1000")
NORMAL = {
    "en": "MRI of the brain with T1- and T2-weighted, FLAIR and diffusion-weighted sequences, without contrast.",
    "zh-CN": "头颅MR平扫，包括T1、T2、FLAIR及弥散加权序列。",
}


def series(number: int, description: str, modality: str = "MR", **of_image: object) -> Series:
    image = Instance(f"2.25.{number}", MR_IMAGE, 1, rows=4, columns=4, **of_image)  # type: ignore[arg-type]
    return Series(f"2.25.9{number}", STUDY_UID, modality, number, description, "", (image,))


def asked(technique: str, *exam: Series | str, findings: str = "", template: str = "mr-brain.en") -> list[str]:
    every = tuple(one if isinstance(one, Series) else series(n, one) for n, one in enumerate(exam, 1))
    report = TEMPLATES[template].new_report(replace(SUBJECT, modality="MR", body_part=""), LI)
    for heading, text in ((TECHNIQUE, technique), (FINDINGS, findings)):
        lines = (Statement(text),) if text else ()
        report = report.with_section(replace(report.section(heading), statements=lines))
    screen = replace(make_study(), modalities=("MR",), series=every, body_part="")
    found = [one for one in check(report, screen, None, (), template=TEMPLATES[template]) if one.kind == "sequence"]
    assert all(one.severity is Severity.ASK for one in found)
    return [one.text for one in found]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_normal_technique_of_a_single_series(language: str) -> None:
    [found] = asked(NORMAL[language], "localizer", "3D T1 MPRAGE")
    assert found.endswith("not among the series: T2, FLAIR, DWI")
    assert asked(NORMAL[language], *BRAIN) == [] and asked(NORMAL[language], "scout", *BRAIN) == []


@pytest.mark.parametrize(
    ("exam", "missing"),
    [
        (BRAIN[:3], "DWI"), (("t1 se", "t2_tse", "t2_tirm_tra_dark-fluid"), "DWI"), ((*BRAIN[1:],), "T1"),
        ((*BRAIN[:2], "DWI"), "FLAIR"), (("T1加权", "T2加权", "弥散"), "FLAIR"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(exam: tuple[str, ...], missing: str) -> None:
    assert [text.rsplit(": ", 1)[1] for text in asked(NORMAL["en"], *exam)] == [missing]


def test_diffusion_is_known_by_its_b_values_and_image_types() -> None:
    plain = ("T1 se", "T2 tse", "FLAIR")
    for image in ({"traits": (Traits(b_value=1000.0),)}, {"image_type": ("DERIVED", "PRIMARY", "ADC")}):
        assert asked(NORMAL["en"], *(series(n, one) for n, one in enumerate(plain)), series(9, "ax", **image)) == []


@pytest.mark.parametrize("exam", [(), ("T1", "ax tse"), ("T1", ""), (series(1, "T1"), series(2, "head", "CT"))])
def test_where_it_can_not_be_told_nothing_is_asked(exam: tuple[Series | str, ...]) -> None:
    assert asked(NORMAL["en"], *exam) == []


@pytest.mark.parametrize(
    "text",
    [
        "MRI of the brain, T1-weighted, without diffusion-weighted sequences.", "T1加权序列，未行弥散加权成像。",
        "T1-weighted sequences from T2 to T12.",
        "T1-weighted. Compared with the prior T2-weighted and FLAIR images.",
        "3D T1-weighted sequence. Diffusion is recommended.", "T1加权，静脉注射对比剂。",
    ],
)  # fmt: skip
def test_what_was_not_done_or_is_a_vertebra_is_no_sequence(text: str) -> None:
    assert asked(text, "T1 mprage") == []


def test_a_normal_finding_of_diffusion_that_was_not_measured() -> None:
    for language in ("en", "zh-CN"):
        part = TEMPLATES[f"mr-brain.{language}"].section(FINDINGS)
        assert part is not None
        normal = part.normal()[0]
        kept = {"findings": normal, "template": f"mr-brain.{language}"}
        assert len(asked("", "T1 mprage", **kept)) == 1 and asked("", *BRAIN, **kept) == []
    assert asked("", "T1 mprage", findings="Diffusion is to be done tomorrow.") == []


@pytest.mark.parametrize(
    ("exam", "english", "chinese"),
    [
        (("localizer", "3D T1 MPRAGE"), "T1-weighted", "T1加权"),
        (BRAIN, "T1-weighted, T2-weighted, FLAIR and diffusion-weighted", "T1加权、T2加权、FLAIR及弥散加权"),
        (("t1 gre", "T2 FLAIR"), "T1-weighted and FLAIR", "T1加权及FLAIR"),
        (("T1 vibe dyn", "TOF 3D"), "T1-weighted and angiographic", "T1加权及血管成像"),
        (("T1", "ax tse"), "", ""), ((), "", ""),
    ],
)  # fmt: skip
def test_the_technique_that_is_offered_names_what_the_series_are(
    exam: tuple[str, ...], english: str, chinese: str
) -> None:
    every = tuple(series(n, one) for n, one in enumerate(exam, 1))
    study = replace(make_study(), modalities=("MR",), series=every)
    for language, words, of in (("en", english, "MRI of the brain with "), ("zh-CN", chinese, "头颅MR")):
        assert said(study, language) == words
        facts = {"contrast": "no", "sequences": "told" if words else "unknown", "exam.sequences": words}
        part = TEMPLATES[f"mr-brain.{language}"].section(TECHNIQUE)
        assert part is not None
        [line] = part.normal("", Situation(facts=facts))
        assert line.startswith(of) and (words in line if words else line == NORMAL[language])
        assert not exam or asked(line, *exam, template=f"mr-brain.{language}") == []
