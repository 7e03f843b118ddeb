"""What can be said of a finding by typing: one of the names, a phrase of several, or words of one's own."""

from __future__ import annotations

import pytest
from pydicom.sr._concepts_dict import concepts

from reader.core.qt.translation import use_language
from reader.dicom.values import Code
from reader.findings import codes, service
from reader.findings.model import Finding, FindingsModel, Observer, Source, Status
from reader.terms.languages import locales
from reader.views.naming import choices

OWN = Finding("1.2", "1", Source(Observer.PERSON, "Li Na"), codes.LESION, status=Status.ACCEPTED)


def named(code: str) -> Code:
    return next(known for known in (*codes.FINDINGS, *codes.SITES) if known.value == code)


CONSOLIDATION, EFFUSION, NODULE, HEMORRHAGE = map(named, ("9656002", "60046008", "27925004", "50960005"))
LOWER_RIGHT, UPPER_RIGHT, LUNG, BRAIN = map(named, ("266005", "42400003", "39607008", "12738006"))


@pytest.mark.parametrize(
    ("locale", "typed", "kind", "site", "side", "remark"),
    [
        ("zh_CN", "右肺下叶实变", CONSOLIDATION, LOWER_RIGHT, codes.RIGHT, ""),
        ("zh_CN", "右肺下叶见实变，边缘模糊", CONSOLIDATION, LOWER_RIGHT, codes.RIGHT, "边缘模糊"),
        ("zh_CN", "右下肺实变", CONSOLIDATION, LOWER_RIGHT, codes.RIGHT, ""),
        ("zh_CN", "左侧胸腔积液", EFFUSION, None, codes.LEFT, ""),
        ("zh_CN", "右肺结节", NODULE, LUNG, codes.RIGHT, ""),
        ("zh_CN", "脑出血", HEMORRHAGE, BRAIN, None, ""),
        ("zh_CN", "结节，边缘毛刺", NODULE, None, None, "边缘毛刺"),
        ("en", "consolidation in the right lower lobe", CONSOLIDATION, LOWER_RIGHT, codes.RIGHT, ""),
        ("en", "RUL nodule, spiculated, 2.5 cm from the pleura", NODULE, UPPER_RIGHT, codes.RIGHT,
         "spiculated, 2.5 cm from the pleura"),
        ("en", "right upper lung nodule", NODULE, UPPER_RIGHT, codes.RIGHT, ""),
        ("zh_CN", "右下肺", codes.LESION, LOWER_RIGHT, codes.RIGHT, ""),
        ("en", "left lung", codes.LESION, LUNG, codes.LEFT, ""),
        ("en", "left pleural effusion", EFFUSION, None, codes.LEFT, ""),
        ("en", "lymph node", named("59441001"), None, None, ""),
        ("zh_CN", "淋巴结", named("59441001"), None, None, ""),
        ("zh_CN", "左肾上腺结节", NODULE, named("23451007"), codes.LEFT, ""),
        ("en", "nodule in the left adrenal gland", NODULE, named("23451007"), codes.LEFT, ""),
    ],
)  # fmt: skip
def test_a_phrase_is_taken_apart(
    locale: str, typed: str, kind: Code, site: Code | None, side: Code | None, remark: str
) -> None:
    """By Enter: the first row is what is understood; as a remark alone it is the last."""
    use_language(locale, locales())
    try:
        offered = choices(OWN, typed)
    finally:
        use_language("en", locales())
    model = FindingsModel((OWN,))
    service.name(model, "1.2", *offered[0].said)
    found = model["1.2"]
    assert (found.finding, found.site, found.laterality, found.note) == (kind, site, side, remark)
    assert offered[-1].said == (typed,)
    model.history.undo()
    assert model["1.2"] == OWN, "one step"


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        ("zh_CN", "无结节"), ("zh_CN", "右肺下叶未见实变"), ("zh_CN", "疑右肺结节"), ("zh_CN", "左心室增大"),
        ("en", "no nodule, stable"), ("en", "no nodule"), ("en", "no stenosis"),
        ("en", "no lymphadenopathy left"), ("en", "no nodule right upper lobe"), ("en", "no right lung"),
        ("en", "?right lower lobe consolidation"), ("en", "seen before, nodule"),
    ],
)  # fmt: skip
def test_what_is_not_understood_to_the_last_word_is_only_a_remark(locale: str, typed: str) -> None:
    use_language(locale, locales())
    try:
        assert [choice.said for choice in choices(OWN, typed)] == [(typed,)]
    finally:
        use_language("en", locales())


def test_each_name_is_of_the_code_that_dicom_publishes_with_it() -> None:
    """As pydicom has them, which knows about two thirds."""
    published: dict[str, list[str]] = {}
    for entries in concepts["SCT"].values():
        for value, (meaning, _) in entries.items():
            published.setdefault(value, []).append(meaning.casefold())
    known = (code for code in (*codes.FINDINGS, *codes.SITES) if code.value in published)
    ours = [code for code in known if code.value != "12921003"]  # a pelvis: "Pelvic structure"
    assert len(ours) > 60
    assert [code for code in ours if not any(code.meaning.casefold() in one for one in published[code.value])] == []
