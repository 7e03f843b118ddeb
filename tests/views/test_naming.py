"""One name for an image: in the corner of its picture, on a key image's button and in the report's sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reader.dicom.values import Code
from reader.findings.model import Finding, FindingsModel, ImageReference, Observer, Source
from reader.report.sentences import sentence
from reader.study.numbering import ImageNumber, image_text, number_of
from reader.views.layout import SINGLE
from reader.views.planes import Plane
from reader.views.readout import position_text
from reader.volume.model import OpenedSeries
from tests.views.examples import GEOMETRIES, exam, stack, views, volume


def seen(image: ImageReference) -> Finding:
    source = Source(Observer.DEVICE, "Finder")
    return Finding("1", "1", source, Code("27925004", "SCT", "Nodule"), key_image=image)


def test_the_picture_that_a_sentence_names_says_the_same_number(tmp_path: Path) -> None:
    """A device that counts from 101, against the order of the slices: place 3 of 12 is not image 3."""
    image = volume(GEOMETRIES["anisotropic"])
    study, series = exam(image)
    numbered = tuple(replace(i, number=112 - n) for n, i in enumerate(series.instances))
    series = replace(series, instances=numbered)
    study = replace(study, series=(series,))
    shown = views(tmp_path)
    shown.show(study, series, OpenedSeries.of(image))
    shown.set_layout(SINGLE)
    told = set()
    for uid, _ in image.slices:  # type: ignore[misc]
        shown.jump(ImageReference("", uid, (), series.series_uid))
        number = number_of((study,), uid)
        assert number is not None
        place, name = position_text(shown.viewports[0]).split(" · ")
        assert name == image_text(number) == f"Im {number.image}"
        assert f"(image {number.image})" in sentence(seen(ImageReference("", uid)), "en", number)
        told.add((int(place.split(" / ")[0]), number.image))
    assert len(told) == 12 and all(0 < place <= 12 < number for place, number in told)
    other = replace(series, series_uid="9", number=2, instances=())
    assert number_of((replace(study, series=(series, other)),), numbered[0].sop_instance_uid) == ImageNumber(112, 1)
    both = ImageNumber(112, 1)
    finding = seen(ImageReference("", uid))
    assert image_text(both) == "Se 1 · Im 112"
    assert "(series 1, image 112)" in sentence(finding, "en", both)
    assert "（序列1图像112）" in sentence(finding, "zh-CN", both)
    shown.change(0, plane=Plane.CORONAL)
    assert position_text(shown.viewports[0]) == f"{shown.viewports[0].index + 1} / 20"  # no stored image


@pytest.mark.parametrize(
    ("frames", "english", "chinese", "short"),
    [
        ((7,), "(image 3, frame 7)", "（图像3第7帧）", "Im 3 · frame 7"),
        ((3, 9), "(image 3, frames 3, 9)", "（图像3第3、9帧）", "Im 3 · frames 3, 9"),
        ((), "(image 3)", "（图像3）", "Im 3"),
    ],
)
def test_a_frame_is_named_with_its_image(
    tmp_path: Path, frames: tuple[int, ...], english: str, chinese: str, short: str
) -> None:
    finding = seen(ImageReference("", "1.5.1.1", frames, "1.5.1"))
    assert english in sentence(finding, "en", ImageNumber(3))
    assert chinese in sentence(finding, "zh-CN", ImageNumber(3))
    assert image_text(ImageNumber(3), frames) == short
    loop = stack([np.zeros((8, 8), np.uint8)] * 10)
    study, series = exam(loop, modality="US")
    series = replace(series, instances=(replace(series.instances[0], number=3, frames=10),))
    shown = views(tmp_path)
    shown.show(replace(study, series=(series,)), series, OpenedSeries.of(loop))
    shown.set_findings(FindingsModel((finding,)))
    shown.jump(finding)
    first = frames[0] if frames else 1
    assert position_text(shown.viewports[0]) == f"{first} / 10 · Im 3 · frame {first}"
