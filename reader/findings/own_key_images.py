"""The key images that a person marks: findings without a shape or a number, see `model.is_key_image`. They are
handed over as Key Object Selections (`codec_ko`), never in a measurement report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_OID, uuid5

from reader.core.text import Told, mark, tr
from reader.dicom.values import Code, Person
from reader.findings.codes import SCHEME
from reader.findings.model import (
    KEY_IMAGE_VALUE,
    Finding,
    FindingsModel,
    ImageReference,
    Observer,
    Source,
    Status,
    is_key_image,
)

KEY_IMAGE = Code(KEY_IMAGE_VALUE, SCHEME, mark("Key image"))


def marked(image: ImageReference, source: Source, note: str = "", why: Code = KEY_IMAGE) -> Finding:
    """An image, or one frame of it, as a key image, or as a poor one (why: of `quality.REASONS`). Its tracking UID
    is that of the image: whoever marks it, in whatever version of a report, a sentence about it finds it again."""
    return Finding(
        tracking_uid=tracking_uid(image),
        tracking_id=KEY_IMAGE.meaning,
        source=source,
        finding=why,
        status=Status.ACCEPTED,
        key_image=image,
        note=note,
    )


def tracking_uid(image: ImageReference) -> str:
    frames = ",".join(map(str, image.frames))
    return f"2.25.{uuid5(NAMESPACE_OID, f'{image.sop_instance_uid}#{frames}#key image').int}"


def toggle(model: FindingsModel, image: ImageReference, who: Person) -> bool:
    """Mark an image, or take its mark away; whether it is marked now. Raises `ReaderError` where the case may not
    be changed."""
    model.history.check()
    uid = tracking_uid(image)
    if model.get(uid) is not None:
        model.remove(uid, Told(lambda: tr("Key image removed")))
        return False
    source = Source(Observer.PERSON, who.name.display, manufacturer=who.organisation)
    model.put(marked(image, source), Told(lambda: tr("Key image marked")))
    model.select(uid)
    model.name_wanted.emit(uid, False)
    return True


def parted(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """(measurements and what algorithms say, own key images), each in their order."""
    every = tuple(findings)
    return tuple(f for f in every if not is_key_image(f)), tuple(f for f in every if is_key_image(f))


def alike(key_images: Sequence[Finding]) -> list[tuple[Finding, ...]]:
    """Those marked for one reason with one note together: a Key Object Selection has one title and one description
    for all of its images (TID 2010)."""
    said = dict.fromkeys((finding.finding, finding.note) for finding in key_images)
    return [tuple(f for f in key_images if (f.finding, f.note) == one) for one in said]
