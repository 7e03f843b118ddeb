"""What kind of exam a modality makes, and whether a report template is for another kind."""

from __future__ import annotations

from collections.abc import Iterable

from reader.core.text import mark, tr
from reader.report.mrrt.model import Template

# What a device calls its images, as one word for those that make the same kind of picture; others are no exam.
_KINDS = {
    "CT": "CT", "MR": "MR", "US": "US", "IVUS": "US", "MG": "MG", "PT": "PT", "NM": "NM", "ST": "NM",
    "CR": "DX", "DX": "DX", "DR": "DX", "RG": "DX", "PX": "DX", "IO": "DX", "RF": "XA", "XA": "XA",
}  # fmt: skip
_NAMES: dict[str, str] = {
    "CT": mark("CT"), "MR": mark("MR"), "DX": mark("radiography"), "US": mark("ultrasound"),
    "MG": mark("mammography"), "PT": mark("PET"), "NM": mark("nuclear medicine"), "XA": mark("angiography"),
}  # fmt: skip


def kinds(modalities: Iterable[str]) -> frozenset[str]:
    """Of Modality (0008,0060): those that make the same kind of picture in one word, others left out."""
    return frozenset(_KINDS[name] for one in modalities if (name := one.strip().upper()) in _KINDS)


def listed(found: Iterable[str]) -> str:
    """In the user's language. found: see `kinds`."""
    return tr(", ").join(tr(_NAMES[name]) for name in sorted(found))


def for_another(template: Template, exam: frozenset[str]) -> str:
    """That a template is for another modality, in words; "" where it is not. exam: see `kinds`."""
    meant = kinds(code.value for code in template.codes if code.scheme == "DCM")
    if not meant or not exam or meant & exam:
        return ""
    return tr(
        "The template “{title}” is for {named}; this exam is {exam}.",
        title=template.title, named=listed(meant), exam=listed(exam),
    )  # fmt: skip
