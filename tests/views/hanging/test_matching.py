"""Each bundled protocol on a made exam: what hangs where. Expected by hand, from how each kind of exam is read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from itertools import count

import pytest

from reader.dicom.attributes import JsonAttributes
from reader.study.codec import with_header
from reader.study.model import ImagePlane, Instance, Series, Study
from reader.study.traits import Traits
from reader.views.hanging.codec import protocol_from
from reader.views.hanging.library import BUNDLED, bundled
from reader.views.hanging.matching import choose, fill, first_stage, relevant
from reader.views.hanging.protocol import Protocol
from tests.views.examples import patient

PLANES = {
    "axial": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0)),
    "coronal": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0)),
    "sagittal": ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
}
NUMBERS = count(1)


def series(
    modality: str, description: str, images: int = 1, *, plane: str = "", sides: str = "", views: str = "",
    kind: tuple[str, ...] = ("ORIGINAL", "PRIMARY"), traits: Traits | None = None, body: str = "",
) -> Series:  # fmt: skip
    """sides, views: one word for each image, "-" for one that does not say."""
    uid = f"1.2.3.{next(NUMBERS)}"
    places = (ImagePlane((0.0, 0.0, 0.0), *PLANES[plane], (1.0, 1.0)),) if plane else ()
    said = [[word.strip("-") for word in words.split()] or [""] * images for words in (sides, views)]
    instances = tuple(
        Instance(
            f"{uid}.{n}", "1.2.840.10008.5.1.4.1.1.2", n + 1, 8, 8, planes=places, laterality=said[0][n],
            view=said[1][n], image_type=kind, traits=(traits,) if traits is not None else (),
        )
        for n in range(images)
    )  # fmt: skip
    return Series(uid, "1.2.3", modality, next(NUMBERS), description, body, instances, images)


def exam(description: str, *listed: Series, body: str = "") -> Study:
    modalities = tuple(dict.fromkeys(entry.modality for entry in listed))
    when = datetime(2026, 1, 1, 9, 0)
    return Study("1.2.3", patient(), "A1", when, description, "Xihu", modalities, "", listed, body)


def best(study: Study) -> Protocol:
    return choose(bundled(), study)[0]


def hung(study: Study, stage: int = 0, *priors: Study) -> dict[str, str] | None:
    """By the names of the images: the description of what hangs, with the image's own words."""
    protocol = best(study)
    wanted = protocol.stages[stage]
    found = fill(wanted, study, priors)
    if found is None:
        return None
    return {
        wanted.selectors[n].id: " ".join(
            filter(None, (c.series.description, *((c.instance.view, c.instance.laterality) if c.instance else ())))
        )
        for n, c in found.items()
    }


def test_a_ct_is_its_main_series_never_the_scout() -> None:
    scout = series("CT", "Scout", 2, kind=("ORIGINAL", "PRIMARY", "LOCALIZER"))
    thick, thin = series("CT", "Chest 5 mm", 60, plane="axial"), series("CT", "胸部薄层", 300, plane="axial")
    chest = exam("胸部CT平扫", scout, thick, thin)
    assert best(chest).id == "ct-chest" and best(chest).stages[0].arranged
    assert hung(chest) == {"main": "胸部薄层"}
    windows = [look.window for look in best(chest).stages[1].looks.values()]
    assert windows == [(-600.0, 1500.0), (50.0, 350.0)] and hung(chest, 1) == {"main": "胸部薄层"}
    assert hung(chest, 2) is None, "no prior"
    prior = exam("Chest CT", series("CT", "Chest lung", 50))
    assert hung(chest, 2, prior) == {"main": "胸部薄层", "prior": "Chest lung"}
    assert choose(bundled(), exam("CT", series("CT", "Scout", 2))) == [], "nothing but a scout"


@pytest.mark.parametrize(
    ("description", "body", "protocol"),
    [
        ("Head CT, plain", "", "ct-head"), ("CT", "BRAIN", "ct-head"), ("头颅CT", "", "ct-head"),
        ("上腹部CT增强", "", "ct-abdomen"), ("CT ABDOMEN PELVIS", "", "ct-abdomen"),
        ("CTA aorta", "", "ct-angiography"), ("胸部CT血管成像", "", "ct-angiography"),
        ("CT shoulder", "", "ct"), ("", "", "ct"),
    ],
)  # fmt: skip
def test_which_ct_protocol(description: str, body: str, protocol: str) -> None:
    assert best(exam(description, series("CT", "", 40), body=body)).id == protocol


def test_the_portal_phase_of_an_abdomen() -> None:
    plain = series("CT", "Abdomen", 80)
    portal = series("CT", "Portal venous", 60, traits=Traits(contrast="Iohexol"))
    assert hung(exam("Abdominal CT", plain, portal)) == {"main": "Portal venous"}


def test_a_brain_mri_by_its_weightings() -> None:
    shuffled = (
        series("MR", "Survey", 3, kind=("ORIGINAL", "PRIMARY", "LOCALIZER")),
        series("MR", "ep2d_diff_ADC", 24, plane="axial", kind=("DERIVED", "PRIMARY", "DIFFUSION", "ADC")),
        series("MR", "t1_se_tra", 24, plane="axial"), series("MR", "t2_tse_tra", 24, plane="axial"),
        series("MR", "t2_tse_sag", 24, plane="sagittal"), series("MR", "t1_se_tra +C", 24, plane="axial"),
        series("MR", "ep2d_diff_trace", 24, plane="axial", traits=Traits(b_value=1000.0)),
        series("MR", "t2_tirm_dark-fluid FLAIR", 24, plane="axial"),
    )  # fmt: skip
    brain = exam("头颅MR平扫+增强", *shuffled)
    assert best(brain).id == "mr-brain"
    assert hung(brain) == {
        "t2": "t2_tse_tra", "flair": "t2_tirm_dark-fluid FLAIR", "t1": "t1_se_tra", "diffusion": "ep2d_diff_trace"
    }  # fmt: skip
    assert hung(brain, 1) == {"diffusion": "ep2d_diff_trace", "adc": "ep2d_diff_ADC"}
    assert hung(brain, 2) == {"t1": "t1_se_tra", "post": "t1_se_tra +C"}
    assert choose(bundled(), exam("Head", series("MR", "T1 MPRAGE", 180))) == [], "one series needs no protocol"


def test_a_spine_and_a_knee_by_plane_and_a_prostate_by_map() -> None:
    spine = exam(
        "腰椎MR", series("MR", "T2 TSE", 20, plane="axial"), series("MR", "T1 TSE", 15, plane="sagittal"),
        series("MR", "T2 STIR", 15, plane="sagittal"), series("MR", "T2 TSE", 15, plane="sagittal"),
    )  # fmt: skip
    found = fill(best(spine).stages[0], spine)
    assert best(spine).id == "mr-spine" and found is not None
    assert {n: spine.series.index(c.series) for n, c in found.items()} == {0: 3, 1: 1, 2: 0}
    knee = exam(
        "Knee", series("MR", "PD FS", 20, plane="coronal"), series("MR", "PD FS", 25, plane="sagittal"),
        series("MR", "PD FS", 30, plane="axial"), series("MR", "T1", 20, plane="coronal"),
    )  # fmt: skip
    found = fill(best(knee).stages[0], knee)
    assert found is not None
    assert {n: knee.series.index(c.series) for n, c in found.items()} == {0: 1, 1: 0, 2: 2, 3: 3}
    prostate = exam(
        "Prostate MRI", series("MR", "DCE", 300, plane="axial"), series("MR", "T2 tra", 24, plane="axial"),
        series("MR", "Apparent diffusion", 24, kind=("DERIVED", "SECONDARY", "ADC")),
    )  # fmt: skip
    assert hung(prostate) == {"t2": "T2 tra", "adc": "Apparent diffusion", "dynamic": "DCE"}


@pytest.mark.parametrize("together", [True, False])
def test_a_chest_radiograph_frontal_beside_lateral(together: bool) -> None:
    """In one series or in two; in the wrong order."""
    if together:
        chest = exam("Chest", series("DX", "Thorax", 2, views="LL PA"))
    else:
        chest = exam("胸部正侧位", series("CR", "侧位"), series("CR", "正位"))
    words = ("Thorax PA", "Thorax LL") if together else ("正位", "侧位")
    expected = {"frontal": words[0], "lateral": words[1]}
    assert best(chest).id == "dr-chest" and hung(chest) == expected
    prior = exam("Chest", series("DX", "Before", 1, views="AP"))
    assert hung(chest, 1, prior) == {"frontal": expected["frontal"], "prior frontal": "Before AP"}
    alone = exam("Chest", series("DX", "Thorax", 1, views="PA"))
    assert choose(bundled(), alone) == [], "one image by itself"
    hand = exam("Hand", series("DX", "Hand DP"), series("DX", "Hand oblique"))
    assert best(hand).id == "dr-extremity" and hung(hand) == {"frontal": "Hand DP", "lateral": "Hand oblique"}


def test_mammograms_by_side_and_view_also_where_an_image_does_not_say() -> None:
    mixed = exam(
        "Mammography", series("MG", "", 3, sides="L R L", views="MLO CC CC"),
        series("MG", "R MLO", 1, sides="-", views="-"),
    )  # fmt: skip
    four = {"right cc": "CC R", "left cc": "CC L", "left mlo": "MLO L", "right mlo": "R MLO"}
    assert best(mixed).id == "mg" and hung(mixed) == four
    protocol = best(mixed)
    order = [protocol.stages[0].selector(pane).id for pane in protocol.stages[0].layout.panes]
    assert order == ["right cc", "left cc", "right mlo", "left mlo"], "right on the left"
    walls = [look.chest_wall for look in protocol.stages[0].looks.values()]
    assert walls == ["right", "left"] * 2, "back to back"
    unknown = replace(mixed, series=mixed.series[:1])
    assert hung(unknown) == {"right cc": "CC R", "left cc": "CC L", "left mlo": "MLO L"}
    assert hung(mixed, 3) is None, "no prior"
    before = exam("Mammography", series("MG", "", 2, sides="R L", views="CC CC"))
    assert hung(mixed, 3, before) == {
        "right cc": "CC R", "left cc": "CC L", "prior right cc": "CC R", "prior left cc": "CC L"
    }  # fmt: skip


def loops(modality: str, *frames: int) -> Study:
    """One series; each image has so many frames."""
    listed = series(modality, "", len(frames))
    made = tuple(replace(i, frames=n, view=f"{n}") for i, n in zip(listed.instances, frames, strict=True))
    return exam("Loops", replace(listed, instances=made))


def test_loops_hang_four_at_a_time_and_angiograms_alone() -> None:
    echo = loops("US", 1, 30, 60, 50, 40, 1, 20)
    assert best(echo).id == "us"
    assert hung(echo) == {"1": "30", "2": "60", "3": "50", "4": "40"}, "as acquired, no single pictures"
    assert hung(echo, 1) == {"1": "30"}
    following = hung(echo, 2)
    shown = {best(echo).stages[2].selector(pane).id for pane in best(echo).stages[2].layout.panes}
    assert following is not None and {following.get(name) for name in shown} == {"20", None}
    assert hung(echo, 3, loops("US", 25)) == {"1": "30", "prior": "25"}
    assert choose(bundled(), loops("US", 1, 1, 1)) == [], "pictures are scrolled through"
    runs = loops("XA", 90, 96)
    assert best(runs).id == "xa" and hung(runs) == {"1": "90"} and hung(runs, 1) == {"1": "90", "2": "96"}
    assert hung(runs, 2) is None


def test_pet_beside_its_ct() -> None:
    both = exam(
        "PET/CT", series("PT", "NAC", 200), series("PT", "AC corrected", 200), series("CT", "CT low dose", 200)
    )
    assert best(both).id == "pet-ct"
    assert hung(both) == {"ct": "CT low dose", "pet": "AC corrected"}


def test_a_prior_of_another_region_or_kind_does_not_hang_beside() -> None:
    chest = exam("Chest CT", series("CT", "Chest", 50))
    listed = (("Head CT", "CT"), ("Chest", "DX"), ("胸部CT", "CT"))
    before = [exam(description, series(modality, "", 9)) for description, modality in listed]
    assert relevant(best(chest), chest, before) == [before[2]]
    assert first_stage(best(chest), chest) == 0


@pytest.mark.parametrize(
    ("site", "expected"),
    [("Xihu", True), ("xihu ", True), ("Xihu District", True), ("District Hospital", True), ("Xi", False)],
)
def test_a_protocol_of_one_hospital_is_before_the_others_there_and_nowhere_else(site: str, expected: bool) -> None:
    """By the issuer of the patient's ID, or by words of the institution's name."""
    listed = series("CT", "Head", 30, plane="axial")
    head = replace(exam("CT head", listed, body="HEAD"), site="Xihu District Hospital")
    assert head.patient.issuer == "Xihu"
    general = best(head)
    own = replace(general, id="own", exam=replace(general.exam, site=(site,)))
    found = choose((*bundled(), own), head)
    assert (found[0] is own) is expected and (own in found) is expected


@pytest.mark.parametrize(("department", "expected"), [("Emergency", True), ("急诊", True), ("Ward 3", False)])
def test_a_protocol_of_one_department_is_for_its_exams_alone(department: str, expected: bool) -> None:
    """By words of the Institutional Department Name (0008,1040) of an image's header."""
    listed = series("CT", "Head", 30, plane="axial")
    header = JsonAttributes({"00081040": {"vr": "LO", "Value": ["Emergency 急诊科"]}})
    head = with_header(exam("CT head", listed, body="HEAD"), header)
    plain = json.loads((BUNDLED / "ct-head.json").read_text("utf-8"))
    own = protocol_from(json.dumps(plain | {"id": "own", "exam": plain["exam"] | {"department": department}}))
    assert (own in choose((*bundled(), own), head)) is expected
