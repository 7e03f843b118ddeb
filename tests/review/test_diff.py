"""Differences: nothing lost, nothing invented, and in pieces that a person can read."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from itertools import pairwise
from time import perf_counter

import pytest

from reader.findings.codes import LESION, NODULE
from reader.findings.model import Finding, ImageReference, Observer, Shape, ShapeKind, Source, Status
from reader.findings.own_key_images import marked as marked_image
from reader.report.model import FINDINGS
from reader.review.diff import Change, Segment, compare_flags, compare_reports, compare_texts, flag_text
from reader.review.findings_diff import changes_told, compare_findings
from reader.spatial.space import Space
from tests.review.conftest import make_report

SENTENCES = (
    "右肺上叶见一结节,大小约16×11mm,边界清。", "两肺未见异常。", "纵隔未见肿大淋巴结。",
    "Nodule in the right upper lobe.",
    "No pleural effusion, 3.5 cm.", "The heart is normal.", "建议CT复查(3 months)。", "   ", "\n",
)  # fmt: skip


def joined(segments: tuple[Segment, ...], *kinds: Change) -> str:
    return "".join(segment.text for segment in segments if segment.change in kinds)


def marked(old: str, new: str) -> str:
    signs = {Change.EQUAL: "{}", Change.INSERTED: "[+{}]", Change.DELETED: "[-{}]"}
    return "".join(signs[s.change].format(s.text) for s in compare_texts(old, new))


def test_joined_segments_are_the_texts() -> None:
    dice = random.Random(7)
    for _ in range(400):
        old = "".join(dice.choices(SENTENCES, k=dice.randrange(5)))
        new = list(old)
        for _ in range(dice.randrange(6)):
            at = dice.randrange(len(new) + 1)
            new[at : at + dice.randrange(8)] = dice.choice(("", "左", "left ", "12.5", "\n", ",。", "结节", " "))
        text = "".join(new) if dice.random() < 0.9 else "".join(dice.choices(SENTENCES, k=3))
        segments = compare_texts(old, text)
        assert joined(segments, Change.EQUAL, Change.DELETED) == old
        assert joined(segments, Change.EQUAL, Change.INSERTED) == text
        assert all(segment.text for segment in segments)
        pairs = list(pairwise(segments))
        assert all(one.change is not two.change for one, two in pairs)
        assert (Change.INSERTED, Change.DELETED) not in {(one.change, two.change) for one, two in pairs}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("大小约16×11mm,边界清。", "大小约16×12mm,边界欠清。", "大小约16×[-11][+12]mm,边界[+欠]清。"),
        ("3.5 mm", "3.6 mm", "[-3.5][+3.6] mm"),
        ("the left lobe", "the right lobe", "the [-left][+right] lobe"),
        ("A.\nC.", "A.\nB.\nC.", "A.[+\nB.]\nC."),
        ("未见淋巴结。", "未见淋巴结。\n无积液。", "未见淋巴结。[+\n无积液。]"),
        (
            "No pleural effusion.", "Small effusion on both sides.",
            "[-No pleural effusion][+Small effusion on both sides].",
        ),
        ("心影不大,形态正常。", "冠状动脉钙化。", "[-心影不大,形态正常][+冠状动脉钙化]。"),
        ("", "x", "[+x]"),
        ("x", "x", "x"),
    ],
)  # fmt: skip
def test_it_reads_well(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_sections_by_heading() -> None:
    old, new = make_report("a b", "c"), make_report("a d", "c")
    first, second = compare_reports(old, new)
    assert first.heading == FINDINGS
    assert first.changed and not second.changed


@pytest.mark.parametrize("now", [True, False, None])
def test_positive_or_negative_is_a_difference(now: bool | None) -> None:
    old, new = replace(make_report("a", "c"), positive=True), replace(make_report("a", "c"), positive=now)
    found = compare_flags(old, new)
    assert (found is not None) is (now is not True)
    if found is not None:
        assert joined(found.segments, Change.DELETED) == "Positive"
        assert joined(found.segments, Change.INSERTED) == flag_text(now)


def test_it_keeps_up_with_typing() -> None:
    """A long report, two lines of three changed and one more: well within the pause between two keys."""
    lines = [f"右肺第{n}段见一结节,大小约{n}×11mm,边界清。The heart is normal, {n} mm." for n in range(60)]
    edited = [line.replace("边界", "周围").replace("normal", "large") for line in lines]
    edited[::3] = lines[::3]
    start = perf_counter()
    compare_texts("\n".join(lines), "\n".join([*edited[:30], "补充一行。", *edited[30:]]))
    assert perf_counter() - start < 0.5


def test_a_finding_that_lies_elsewhere_is_told_though_its_size_is_the_same() -> None:
    """A reviewer has dragged it as a whole: no number of it changes."""
    line = Shape(ShapeKind.POLYLINE, ((0.0, 0.0, 5.0), (10.0, 0.0, 5.0)), True, space=Space.frame("1.9"))
    person = Source(Observer.PERSON, "Li Na")
    before = Finding("2.25.1", "own", person, LESION, shapes=(line,), space=line.space, status=Status.ACCEPTED)

    def told(*points: tuple[float, float, float]) -> str:
        now = replace(before, shapes=(replace(line, points=points),))
        section = compare_findings((before,), (now,))
        return "".join(segment.text for segment in section.segments) if section is not None else ""

    assert told(*line.points) == told((0.001, 0.0, 5.0), (10.0, 0.001, 5.0)) == ""
    assert "moved 48 mm" in told((48.0, 0.0, 5.0), (58.0, 0.0, 5.0))
    assert "drawn anew" in told((0.0, 0.0, 5.0), (10.0, 0.0, 5.0), (10.0, 5.0, 5.0))


def test_what_an_amendment_adds_to_removes_from_and_changes_in_the_list_is_told_in_words() -> None:
    line = Shape(ShapeKind.POLYLINE, ((0.0, 0.0, 5.0), (10.0, 0.0, 5.0)), True, space=Space.frame("1.9"))
    person = Source(Observer.PERSON, "Li Na")

    def own(number: int, note: str = "", **changes: object) -> Finding:
        made = Finding(f"2.25.{number}", "own", person, LESION, shapes=(line,), status=Status.ACCEPTED)
        return replace(made, note=note, **changes)  # type: ignore[arg-type]

    algorithm = own(4, source=Source(Observer.DEVICE, "Lung AI"), status=Status.PROPOSED)
    key = marked_image(ImageReference("1.2", "1.2.1"), person)
    before, now = (own(1), own(2)), (own(2), key, algorithm)
    told = changes_told(before, now, lambda _: "image 138")
    assert told == (
        "Added to the list of findings: ★ image 138 · Key image.", "Removed from the list of findings: Lesion.",
    )  # fmt: skip
    [changed] = changes_told((own(2),), (own(2, status=Status.REJECTED),))
    assert changed.startswith("Changed in the list of findings: Lesion") and changes_told(before, before) == ()
    [changed] = changes_told((own(2, status=Status.REJECTED),), (own(2),))
    assert changed == "Changed in the list of findings: Lesion (before: rejected)."
    nodule = partial(own, 5, finding=NODULE)
    [changed] = changes_told((nodule("smooth, unchanged"),), (nodule("spiculated, growing"),))
    assert "“spiculated, growing”" in changed and "before: “smooth, unchanged”" in changed
