"""Findings in words; the expected ones were written by hand, as a radiologist would."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reader.dicom.values import Code
from reader.findings import codes
from reader.findings.annotation import ARROW, said_as
from reader.findings.codes import LESION
from reader.findings.model import ImageReference, Measurement, Observer, Source, Status
from reader.findings.own_key_images import marked
from reader.findings.service import unnamed
from reader.report.sentences import facts, sentence, statement
from reader.study.numbering import ImageNumber
from reader.terms.measures import ANGLE, AREA, ATTENUATION, LENGTH, MEAN, PATH_LENGTH
from tests.report.examples import NODULE, nodule

LEFT, RIGHT = Code("7771000", "SCT", "Left"), Code("24028007", "SCT", "Right")


def size(code: str, value: float, unit: str = "mm") -> Measurement:
    return Measurement(Code(code, "SCT", ""), value, Code(unit, "UCUM", unit))


@pytest.mark.parametrize(
    ("site", "side", "sizes", "chinese", "english"),
    [
        ("Upper lobe of right lung", None, [("103339001", 16.09), ("103340004", 11.08)],
         "右肺上叶见结节，大小约16mm×11mm（图像116）。",
         "Nodule in the right upper lobe, 16 mm × 11 mm (image 116)."),
        ("Upper lobe of lung", LEFT, [("118565006", 1694.9, "mm3")],
         "左肺上叶见结节，体积约1.7cm³（图像116）。", "Nodule in the left upper lobe, volume 1.7 cm³ (image 116)."),
        ("Structure of middle lobe of right lung (body structure)", RIGHT, [("410668003", 4.26)],
         "右肺中叶见结节，长径约4.3mm（图像116）。", "Nodule in the right middle lobe, 4.3 mm (image 116)."),
        ("Liver", None, [], "肝脏见结节（图像116）。", "Nodule in the liver (image 116)."),
        ("Kidney", LEFT, [], "左肾见结节（图像116）。", "Nodule in the left kidney (image 116)."),
        ("Breast", LEFT, [("410668003", 44.0, "{pixels}")],
         "左侧乳腺见结节，长径约44像素（图像116）。", "Nodule in the left breast, 44 pixels (image 116)."),
        # words that are not known are never translated by half: a side in them stays as it was written
        ("Left frontal lobe", None, [],
         "左侧额叶见结节（图像116）。", "Nodule in the left frontal lobe (image 116)."),
        ("", None, [], "见结节（图像116）。", "Nodule (image 116)."),
    ],
)  # fmt: skip
def test_sentence(site: str, side: Code | None, sizes: list[tuple], chinese: str, english: str) -> None:  # type: ignore[type-arg]
    place = Code("x", "SCT", site) if site else None
    measured = tuple(size(*entry) for entry in sizes)
    finding = replace(nodule(), finding=NODULE, site=place, laterality=side, measurements=measured)
    assert sentence(finding, "zh-CN", ImageNumber(116)) == chinese
    assert sentence(finding, "en", ImageNumber(116)) == english


@pytest.mark.parametrize(
    ("note", "frames", "chinese", "english"),
    [
        ("", (), "见图像116。", "See image 116."),
        ("", (7,), "见图像116第7帧。", "See image 116, frame 7."),
        ("halo sign.", (), "halo sign（图像116）。", "Halo sign (image 116)."),
        ("晕征。", (7,), "晕征（图像116第7帧）。", "晕征 (image 116, frame 7)."),
    ],
)
def test_a_key_image_is_cited_by_its_note_and_number(
    note: str, frames: tuple[int, ...], chinese: str, english: str
) -> None:
    image = ImageReference("1.2", "2.25.1", frames, "2.25.2")
    found = marked(image, Source(Observer.PERSON, "李娜 Li Na"), note)
    assert sentence(found, "zh-CN", ImageNumber(116)) == chinese
    assert sentence(found, "en", ImageNumber(116)) == english
    said = statement(found, "en", ImageNumber(116))
    assert said.finding_uids == (found.tracking_uid,) and said.algorithms == ()
    other = replace(found, note="Another one")
    assert facts(other) != facts(found), "the sentence follows the note"


def test_what_a_person_remarked_is_in_the_sentence_and_nothing_of_an_algorithm_s() -> None:
    person, liver = Source(Observer.PERSON, "李娜 Li Na"), Code("x", "SCT", "Liver")
    own = replace(nodule(), source=person, site=liver, laterality=None, measurements=(size("410668003", 12.0),),
                  note="边缘毛刺。\n邻近胸膜凹陷")  # fmt: skip
    assert sentence(own, "zh-CN", ImageNumber(116)) == "肝脏见结节，长径约12mm，边缘毛刺，邻近胸膜凹陷（图像116）。"
    proposed = replace(own, source=Source(Observer.DEVICE, "Finder"), note="Research use only")
    assert sentence(proposed, "en", ImageNumber(116)) == "Nodule in the liver, 12 mm (image 116)."
    edited = replace(proposed, note="Research use only\nspiculated", proposed=proposed, status=Status.EDITED)
    assert sentence(edited, "en", ImageNumber(116)) == "Nodule in the liver, 12 mm, spiculated (image 116)."
    assert facts(edited) != facts(replace(edited, note=proposed.note)) == facts(proposed)


def test_an_arrow_says_what_is_written_beside_it() -> None:
    arrow = replace(nodule(), source=Source(Observer.PERSON, "Li"), finding=ARROW, site=None, laterality=None,
                    measurements=(), evaluations=said_as(ARROW), note="clip")  # fmt: skip
    assert sentence(arrow, "en", ImageNumber(116)) == "Clip (image 116)."


def test_certainty_is_not_copied_and_origin_is_kept_apart() -> None:
    said = statement(nodule(), "zh")
    assert "91" not in said.text and "NoduleFinder" not in said.text and "图像" not in said.text
    assert said.finding_uids == ("2.25.5",) and said.algorithms == ("NoduleFinder 1.2",)


def test_a_value_of_one_point_is_no_mean() -> None:
    density, unit = Code("112031", "DCM", "Attenuation Coefficient"), Code("[hnsf'U]", "UCUM", "Hounsfield unit")
    point = replace(nodule(), measurements=(Measurement(density, 59.0, unit),))
    assert sentence(point, "en").endswith(", attenuation 59 HU.")
    assert sentence(point, "zh").endswith("，CT值约59HU。")
    mean = replace(nodule(), measurements=(Measurement(density, 59.0, unit, Code("373098007", "SCT", "Mean")),))
    assert sentence(mean, "en").endswith(", mean attenuation 59 HU.")


def test_a_number_of_its_own_name_is_no_lesion() -> None:
    cobb = Code("285285000", "SCT", "Cobb angle")
    finding = replace(nodule(), finding=cobb, site=None, measurements=(size("285285000", 23.6, "deg"),))
    assert sentence(finding, "en", ImageNumber(3)) == "Cobb angle 24° (image 3)."
    assert sentence(finding, "zh", ImageNumber(3)) == "Cobb角约24°（图像3）。"


@pytest.mark.parametrize(
    ("measured", "site", "chinese", "english"),
    [
        ([(LENGTH, 74.46, "mm")], "", "长度约74mm（图像116）。", "Length 74 mm (image 116)."),
        ([(ANGLE, 117.2, "deg")], "", "角度约117°（图像116）。", "Angle 117° (image 116)."),
        ([(AREA, 211.0, "mm2"), (MEAN, -13.2, "[hnsf'U]")], "",
         "面积约211mm²，平均CT值约−13HU（图像116）。", "Area 211 mm², mean attenuation −13 HU (image 116)."),
        ([(ATTENUATION, 68.0, "[hnsf'U]")], "", "CT值约68HU（图像116）。", "Attenuation 68 HU (image 116)."),
        ([(PATH_LENGTH, 41.2, "mm")], "", "沿线长度约41mm（图像116）。", "Length along a line 41 mm (image 116)."),
        ([(LENGTH, 74.46, "mm")], "Liver", "肝脏长度约74mm（图像116）。",
         "Length in the liver 74 mm (image 116)."),
    ],
)  # fmt: skip
def test_a_measurement_that_nobody_named_is_no_lesion(
    measured: list[tuple[Code, float, str]], site: str, chinese: str, english: str
) -> None:
    sizes = tuple(Measurement(concept, value, Code(unit, "UCUM", unit)) for concept, value, unit in measured)
    place = Code("x", "SCT", site) if site else None
    finding = replace(nodule(), finding=unnamed(sizes), site=place, laterality=None, measurements=sizes)
    assert sentence(finding, "zh-CN", ImageNumber(116)) == chinese
    assert sentence(finding, "en", ImageNumber(116)) == english


def test_two_axes_that_nobody_named_are_those_of_a_lesion() -> None:
    assert unnamed((size("103339001", 16.0), size("103340004", 11.0))) == unnamed(()) == LESION


def test_the_list_s_value_is_found_in_the_sentence_and_brackets_are_one() -> None:
    at_detector = Code("detector", "99READER", "At the detector, magnification not corrected")
    area = replace(size("42798000", 1891.0, "mm2"), method=at_detector)
    finding = replace(nodule(), site=None, measurements=(area,))
    assert sentence(finding, "en", ImageNumber(1)) == "Nodule, area 18.9 cm² (at detector, image 1)."
    assert sentence(finding, "zh", ImageNumber(1)) == "见结节，面积约18.9cm²（探测器平面，图像1）。"


@pytest.mark.parametrize("code", [*codes.FINDINGS, *codes.SITES], ids=lambda code: code.meaning)
def test_whatever_can_be_chosen_is_said_in_the_words_of_the_report(code: Code) -> None:
    """Whichever language the program speaks: no English word in a Chinese sentence, no capital in an English."""
    site = code in codes.SITES
    finding = replace(nodule(), finding=NODULE if site else code, site=code if site else None, laterality=None)
    chinese, english = sentence(finding, "zh-CN"), sentence(finding, "en")
    assert not re.search(r"[A-Za-z]{3,}", chinese.replace("mm", "")), chinese
    assert english[1:] == english[1:].lower(), english
